/// Linux's own asynchronous I/O. Requests, results and ring have one layout for all ABIs; what differs are the array of
/// pointers, the vectors, the times, and that the context is an address.
func addAsynchronousIOCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("io_setup", i386: 245, x32: 543, x86_64: 206, .unsigned, .update, do: ioSetup),
      Syscall("io_destroy", i386: 246, x32: 207, x86_64: 207, .address, do: ioDestroy),
      Syscall("io_submit", i386: 248, x32: 544, x86_64: 209, .address, .long, .input, do: ioSubmit),
      .pass("io_cancel", i386: 249, x86_64: 210, .address, .update, .output),
      Syscall(
        "io_getevents", i386: 247, x86_64: 208, .address, .long, .long, .output, .input,
        do: { call throws(Errno) in try ioGetevents(call, Timespec<A>.self) }),
      Syscall(
        "io_pgetevents", i386: 385, x32: 333, x86_64: 333, .address, .long, .long, .output, .input, .input,
        do: { call throws(Errno) in try ioPgetevents(call, Timespec<A>.self) }),
      Syscall(
        "io_pgetevents_time64", i386: 416, .address, .long, .long, .output, .input, .input,
        do: { call throws(Errno) in try ioPgetevents(call, Timespec64<A>.self) }),
    ] as InlineArray<_, Syscall<A>>)
}

/// `struct iocb`.
private enum Request {
  static var operation: UInt64 { 16 }
  static var buffer: UInt64 { 24 }
  static var count: UInt64 { 32 }
  static var readsVectors: UInt16 { 7 }
  static var writesVectors: UInt16 { 8 }
}

/// `struct aio_ring`, where the host keeps a context's results.
private enum Ring {
  static var header: UInt64 { 32 }
  static var event: UInt64 { 32 }

  /// The bytes that the ring at `address` takes, which the guest may have unmapped or changed.
  static func size(_ address: UInt64) throws(Errno) -> UInt64 {
    size(events: try GuestPointer<UInt32>(address &+ 4).read())
  }

  /// The bytes of a ring that the host has just made.
  static func size(new address: UInt64) -> UInt64 {
    size(events: unsafe UnsafePointer<UInt32>(bitPattern: UInt(address &+ 4))!.pointee)
  }

  private static func size(events: UInt32) -> UInt64 { GuestSpace.roundUp(header &+ UInt64(events) &* event) }
}

/// A context is the address of its ring, which goes where the guest can name it: the host renames the context with it.
private func ioSetup<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let place = call.pointer(1, to: A.Address.self)
  let (count, thread) = (UInt64(call.unsigned(0)), call.thread)
  if try place.read() != 0 || count == 0 { throw .invalid }
  var context: UInt64 = 0
  try Host.lending(&context) { room throws(Errno) in try Host.guestCall(.ioSetup, count, room) }
  do throws(Errno) {
    context = try GuestSpace.adopt(context, Ring.size(new: context), tid: thread.tid)
    try place.write(A.Address(truncatingIfNeeded: context))
  } catch {
    _ = try? destroy(context, thread)
    throw error
  }
  return 0
}

private func ioDestroy<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try destroy(call.word(0), call.thread)
}

private func destroy(_ context: UInt64, _ thread: ThreadPointer) throws(Errno) -> Int64 {
  let size = (try? Ring.size(context)) ?? 0
  let result = try Host.call(.ioDestroy, context)
  if context < GuestSpace.bounds.limit && size < GuestSpace.bounds.limit {
    GuestSpace.forget(context, size, tid: thread.tid)
  }
  return result
}

/// The requests are handed over where they are, since the host writes into them and names them in its results.
private func ioSubmit<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let context = call.word(0)
  let wish = call.long(1)
  if wish < 0 { throw .invalid }
  let pointers = call.pointer(2, to: A.Address.self)
  if wish == 0 { return try Host.guestCall(.ioSubmit, context, 0, 0) }
  var done: Int64 = 0
  while done < wish {
    do throws(Errno) {
      let count = try submit(A.self, context, pointers.advanced(by: Int(done)), most: min(wish &- done, 32))
      done &+= count
      if count == 0 { break }
    } catch {
      if done > 0 { break }
      throw error
    }
  }
  return done
}

/// Hands on the requests up to the first that has vectors, or that one alone; gives how many the host took.
private func submit<A: ABI>(
  _ abi: A.Type, _ context: UInt64, _ pointers: GuestPointer<A.Address>, most: Int64
) throws(Errno) -> Int64 {
  var requests = InlineArray<32, UInt64>(repeating: 0)
  var count = 0
  while count < Int(most) {
    do throws(Errno) {
      let request = UInt64(try pointers.advanced(by: count).read())
      let operation = try GuestPointer<UInt16>(request &+ Request.operation).read()
      if operation == Request.readsVectors || operation == Request.writesVectors {
        if count == 0 { return try submitVectors(abi, context, request) }
        break
      }
      requests[count] = request
    } catch {
      // What comes before it is still taken.
      if count == 0 { throw error }
      break
    }
    count &+= 1
  }
  let ready = UInt64(count)
  return try Host.lending(&requests) { room throws(Errno) in try Host.guestCall(.ioSubmit, context, ready, room) }
}

/// The host reads the vectors before it returns: for so long the request points to a copy in its own layout.
private func submitVectors<A: ABI>(_ abi: A.Type, _ context: UInt64, _ request: UInt64) throws(Errno) -> Int64 {
  let buffer = GuestPointer<UInt64>(request &+ Request.buffer)
  let address = try buffer.read()
  let count = try GuestPointer<UInt64>(request &+ Request.count).read()
  return try IOVectors.with(abi, address, count: count) { vectors throws(Errno) in
    try buffer.write(vectors)
    defer { _ = try? buffer.write(address) }
    var pointer = request
    return try Host.lending(&pointer) { room throws(Errno) in try Host.guestCall(.ioSubmit, context, 1, room) }
  }
}

private func ioGetevents<A: ABI, Time: GuestTimespec>(_ call: borrowing Call<A>, _: Time.Type) throws(Errno) -> Int64 {
  let (context, events) = (call.word(0), call.word(3))
  let (least, most) = (UInt64(bitPattern: call.long(1)), UInt64(bitPattern: call.long(2)))
  var timeout = try call.pointer(4, to: Time.self).readIfPresent()?.host
  return try Host.lending(optional: &timeout) { timeout throws(Errno) in
    try Host.guestCall(.ioGetevents, context, least, most, events, timeout)
  }
}

private func ioPgetevents<A: ABI, Time: GuestTimespec>(_ call: borrowing Call<A>, _: Time.Type) throws(Errno) -> Int64 {
  let (context, events, thread) = (call.word(0), call.word(3), call.thread)
  let (least, most) = (UInt64(bitPattern: call.long(1)), UInt64(bitPattern: call.long(2)))
  var timeout = try call.pointer(4, to: Time.self).readIfPresent()?.host
  let mask = try call.pointer(5, to: MaskArgument<A>.self).readIfPresent() ?? MaskArgument()
  return try Host.lending(optional: &timeout) { timeout throws(Errno) in
    try unsafe TemporaryMask.during(thread, mask: UInt64(mask.address), size: UInt64(mask.size)) {
      address, size throws(Errno) in
      var hostMask = (address, size)
      return try Host.lending(&hostMask) { hostMask throws(Errno) in
        try Host.guestCall(.ioPgetevents, context, least, most, events, timeout, hostMask)
      }
    }
  }
}
