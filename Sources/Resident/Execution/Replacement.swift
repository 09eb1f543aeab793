/// Replaces the guest's program: an i386 or x32 one goes on in a new resident, any other is the host's.
enum Replacement {
  /// Carries `request` out.
  ///
  /// Returns only to throw, but for kernels that are asked for a check.
  static func run<A: ABI>(_ request: ExecutionRequest, as abi: A.Type) throws(Errno) -> Int64 {
    var room = ExecutionRoom()
    return try unsafe withUnsafeMutablePointer(to: &room) { place throws(Errno) -> Int64 in
      let path = try unsafe ExecutedPath(request, in: place)
      var vectors = unsafe ExecutionVectors(in: place, thread: request.thread)
      do throws(Errno) {
        try vectors.read(
          arguments: GuestPointer<A.Address>(request.arguments),
          environment: GuestPointer<A.Address>(request.environment))
      } catch {
        if error != .fault { throw error }
        // Newer kernels open the program before they look at its arguments, and say what is wrong with it.
        return try Host.guestCall(
          .execveat, UInt64(UInt32(bitPattern: request.directory)), path.given, Host.badAddress, Host.badAddress,
          UInt64(request.flags))
      }
      let known = ExecutionRequest.noFollow | ExecutionRequest.emptyPath
      if request.flags & ~known == 0, let file = try ProgramFile.open(request, path: path) {
        let probe = unsafe ProgramProbe(
          thread: request.thread, arguments: vectors.arguments, environment: vectors.environment,
          isInaccessible: path.isByDescriptor && closesOnExecution(request.directory))
        if try probe.runner(of: file) == .resident {
          return try unsafe startResident(request.thread, path, file, &vectors, place)
        }
      }
      return try unsafe handOver(request.thread, toGuest: false) { () throws(Errno) -> Int64 in
        try Host.guestCall(
          .execveat, UInt64(UInt32(bitPattern: request.directory)), path.given, vectors.arguments,
          vectors.environment, UInt64(request.flags))
      }
    }
  }

  private static func startResident(
    _ thread: ThreadPointer, _ path: ExecutedPath, _ file: borrowing HostFile, _ vectors: inout ExecutionVectors,
    _ room: UnsafeMutablePointer<ExecutionRoom>
  ) throws(Errno) -> Int64 {
    var number: UInt64? = nil
    if path.isVolatile {
      number = unsafe spell(file.descriptor, in: &room.pointee.number)
      let setDescriptorFlags: UInt64 = 2
      try Host.call(.fcntl, UInt64(UInt32(bitPattern: file.descriptor)), setDescriptorFlags, 0)
    }
    // Where the exec fails it is closed again.
    let filters = try unsafe FilterInheritance.write(thread)
    let filtersNumber: UInt64? =
      switch filters {
      case .some(let file): unsafe spell(file.descriptor, in: &room.pointee.filters)
      case nil: nil
      }
    let command = vectors.command(
      running: path.name, descriptor: path.isEmpty ? "--nameless-fd" : "--fd", number: number, filters: filtersNumber)
    let environment = vectors.environment
    return try unsafe handOver(thread, toGuest: true) { () throws(Errno) -> Int64 in
      do throws(Errno) {
        return try Host.guestCall(.execve, ResidentProgram.link, command, environment)
      } catch {
        if error != .noEntry || ResidentProgram.path == 0 { throw error }
      }
      return try Host.guestCall(.execve, ResidentProgram.path, command, environment)
    }
  }

  /// The address of `descriptor`'s number as text, in room that outlives the preparation.
  private static func spell(_ descriptor: Int32, in room: UnsafeMutablePointer<InlineArray<16, UInt8>>) -> UInt64 {
    let bytes = unsafe UnsafeMutableRawPointer(room).assumingMemoryBound(to: UInt8.self)
    unsafe bytes[15] = 0
    return UInt64(UInt(bitPattern: bytes)) &+ UInt64(unsafe Decimal.write(descriptor, endingAt: 15, of: bytes))
  }

  /// Makes an exec while the host's limits are the guest's, and its mask and ignored signals also for those signals that
  /// the resident keeps for itself.
  private static func handOver(
    _ thread: ThreadPointer, toGuest: Bool, _ execute: () throws(Errno) -> Int64
  ) throws(Errno) -> Int64 {
    let kept = unsafe KeptSignals(lending: thread)
    let limit = AddressSpaceLimit.lend(toGuest: toGuest)
    do throws(Errno) {
      return try execute()
    } catch {
      AddressSpaceLimit.takeBack(limit)
      kept.takeBack()
      throw error
    }
  }

  private static func closesOnExecution(_ descriptor: Int32) -> Bool {
    let getDescriptorFlags: UInt64 = 1
    let flags = (try? Host.call(.fcntl, UInt64(UInt32(bitPattern: descriptor)), getDescriptorFlags)) ?? 0
    return flags & 1 != 0
  }
}
