import ResidentSupport

/// Where calls arrive from the gateway and find their rows.
enum Dispatch {
  nonisolated(unsafe) private static var rows: UnsafeMutableRawPointer? = nil
  /// Whether each call that has no row is named once on standard error.
  nonisolated(unsafe) static var reportsUnknownCalls = false
  nonisolated(unsafe) private static var reported = InlineArray<8, UInt64>(repeating: 0)

  /// Makes the table of the i386 calls; `fill` puts the rows in.
  static func start(_ fill: (inout SyscallTable<I386>) -> Void) throws(Errno) {
    let size = SyscallTable<I386>.byteCount
    // Every page of it is going to be written, and a fault for each takes longer.
    let privateAnonymousPopulated: UInt64 = 0x8022
    let storage = try Host.call(.mmap, 0, UInt64(size), 3, privateAnonymousPopulated, ~0, 0)
    unsafe rows = UnsafeMutableRawPointer(bitPattern: Int(storage))
    var table = unsafe SyscallTable<I386>(storage: rows!)
    table.clear()
    fill(&table)
  }

  /// Answers the call whose registers are in the thread's frame, and leaves its result there.
  static func answer(_ thread: ThreadPointer) {
    let frame = unsafe thread.pointee.gateway.frame
    let number = unsafe Int(Int32(truncatingIfNeeded: thread.pointee.gateway.original_ax))
    let result: Int64
    do throws(Errno) {
      result = try unsafe SyscallTable<I386>(storage: rows!).answer(
        number, thread: thread, arguments: [frame.bx, frame.cx, frame.dx, frame.si, frame.di, frame.bp])
    } catch {
      if error == .noCall && reportsUnknownCalls { report(number) }
      result = 0 &- Int64(error.rawValue)
    }
    unsafe thread.pointee.gateway.frame.ax = UInt64(UInt32(truncatingIfNeeded: result))
  }

  /// Makes the i386 call `number` with other arguments, as the multiplexing calls do.
  static func answerI386(
    _ number: Int, thread: ThreadPointer, arguments: InlineArray<6, UInt64>
  ) throws(Errno) -> Int64 {
    try unsafe SyscallTable<I386>(storage: rows!).answer(number, thread: thread, arguments: arguments)
  }

  private static func report(_ number: Int) {
    if number >= 0 && number < 512 {
      let bit: UInt64 = 1 << UInt64(number & 63)
      if reported[number >> 6] & bit != 0 { return }
      reported[number >> 6] |= bit
    }
    var line = MessageLine()
    line.add("dragoman: call ")
    line.add(decimal: Int64(number))
    if let name = unsafe SyscallTable<I386>(storage: rows!).name(of: number) {
      line.add(" (")
      line.add(name)
      line.add(")")
    }
    line.add(" is not there yet: ENOSYS\n")
    line.print()
  }
}

@_cdecl("resident_dispatch")
func residentDispatch(_ block: UnsafeMutableRawPointer) {
  let thread = unsafe block.assumingMemoryBound(to: Thread.self)
  if Statistics.isOn { Statistics.countCall(thread) }
  Dispatch.answer(thread)
}
