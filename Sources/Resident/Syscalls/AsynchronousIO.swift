/// Linux AIO: requests and events have one layout for all; contexts, arrays of pointers and vectors do not.
func addAsynchronousIOCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("io_setup", i386: 245, x32: 543, x86_64: 206, .unsigned, .update, do: ioSetup),
      Syscall("io_destroy", i386: 246, x32: 207, x86_64: 207, .address, do: ioDestroy),
      Syscall(
        "io_getevents", i386: 247, x86_64: 208, .address, .long, .long, .output, .input,
        do: { call throws(Errno) in try ioGetevents(call, Timespec<A>.self) }),
      Syscall("io_submit", i386: 248, x32: 544, x86_64: 209, .address, .long, .input, do: ioSubmit),
      .pass("io_cancel", i386: 249, x86_64: 210, .address, .input, .output),
      Syscall(
        "io_pgetevents", i386: 385, x32: 333, x86_64: 333, .address, .long, .long, .output, .input, .input,
        do: { call throws(Errno) in try ioPgetevents(call, Timespec<A>.self) }),
      Syscall(
        "io_pgetevents_time64", i386: 416, .address, .long, .long, .output, .input, .input,
        do: { call throws(Errno) in try ioPgetevents(call, Timespec64<A>.self) }),
    ] as InlineArray<_, Syscall<A>>)
}

/// A context is the address of its ring of events, which the kernel maps; its first words are `struct aio_ring`.
private struct EventRing: GuestValue {
  var identifier: UInt32 = 0
  /// How many events it holds.
  var capacity: UInt32 = 0

  /// Bytes that the kernel has mapped for it.
  var byteCount: UInt64 {
    let (header, event): (UInt64, UInt64) = (32, 32)
    return GuestSpace.roundUp(header &+ UInt64(capacity) &* event)
  }
}

/// The ring is made where the host likes and then moved to where the guest can name it: the context's name follows.
private func ioSetup<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let place = call.pointer(1, to: A.Address.self)
  let count = call.word(0)
  let given = try place.read()
  if given != 0 || count == 0 { throw .invalid }
  var context: UInt64 = 0
  try Host.lending(&context) { room throws(Errno) in try Host.guestCall(.ioSetup, count, room) }
  do throws(Errno) {
    let ring = try GuestPointer<EventRing>(context).read()
    context = try GuestSpace.bringDown(context, ring.byteCount, tid: call.thread.tid)
    try place.write(A.Address(truncatingIfNeeded: context))
    return 0
  } catch {
    try destroy(context, tid: call.thread.tid)
    throw error
  }
}

private func ioDestroy<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try destroy(call.word(0), tid: call.thread.tid)
  return 0
}

private func destroy(_ context: UInt64, tid: Int32) throws(Errno) {
  let ring = try? GuestPointer<EventRing>(context).read()
  GuestSpace.lock.acquire(for: tid)
  defer { GuestSpace.lock.release() }
  try Host.call(.ioDestroy, context)
  if let ring, context <= GuestSpace.bounds.limit { GuestSpace.free(context, ring.byteCount) }
}

extension GuestSpace {
  /// Moves a mapping that the host made above into the guest's space; gives its new address.
  fileprivate static func bringDown(_ address: UInt64, _ size: UInt64, tid: Int32) throws(Errno) -> UInt64 {
    if isHosts { return address }
    let mayMoveFixed: UInt64 = 3
    let (none, privateAnonymous): (UInt64, UInt64) = (0, MapFlag.private | MapFlag.anonymous)
    // A place is taken first, so that no other thread has it when the ring comes.
    let target = try mmap(0, size, protection: none, flags: privateAnonymous, descriptor: -1, offset: 0, tid: tid)
    do throws(Errno) {
      return try UInt64(bitPattern: Host.call(.mremap, address, size, size, mayMoveFixed, target))
    } catch {
      try munmap(target, size, tid: tid)
      throw error
    }
  }
}

/// `struct iocb`, the same in every ABI.
private struct Request: GuestValue {
  var data: UInt64 = 0
  var key: UInt32 = 0
  var flags: UInt32 = 0
  var operation: UInt16 = 0
  var priority: Int16 = 0
  var descriptor: UInt32 = 0
  var buffer: UInt64 = 0
  var count: UInt64 = 0
  var offset: UInt64 = 0
  var reserved: UInt64 = 0
  var options: UInt32 = 0
  var events: UInt32 = 0

  static var bufferOffset: UInt64 { 24 }
  /// Whether its buffer is an array of vectors: IOCB_CMD_PREADV and IOCB_CMD_PWRITEV.
  var hasVectors: Bool { operation == 7 || operation == 8 }
}

/// The kernel's `compat_sys_io_submit`.
private func ioSubmit<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let context = call.word(0)
  let count = call.long(1)
  // Says whether the count and the context are good.
  try Host.guestCall(.ioSubmit, context, UInt64(bitPattern: count < 0 ? count : 0), 0)
  let requests = call.pointer(2, to: A.Address.self)
  let most = min(count, Int64(try GuestPointer<EventRing>(context).read().capacity))
  var done: Int64 = 0
  while done < most {
    do throws(Errno) {
      try submit(A.self, context, UInt64(requests.advanced(by: Int(done)).read()))
    } catch {
      if done == 0 { throw error }
      break
    }
    done &+= 1
  }
  return done
}

/// Submits one request.
private func submit<A: ABI>(_ abi: A.Type, _ context: UInt64, _ address: UInt64) throws(Errno) {
  var pointer = address
  guard let request = try? GuestPointer<Request>(address).read(), request.hasVectors else {
    try Host.lending(&pointer) { pointers throws(Errno) in try Host.guestCall(.ioSubmit, context, 1, pointers) }
    return
  }
  // The event names the request by its address, so that it has to be submitted where it lies. The kernel has taken
  // the vectors over when the call returns.
  let buffer = GuestPointer<UInt64>(address &+ Request.bufferOffset)
  defer { try? buffer.write(request.buffer) }
  _ = try IOVectors.with(abi, request.buffer, count: request.count) { vectors throws(Errno) in
    try buffer.write(vectors)
    return try Host.lending(&pointer) { pointers throws(Errno) in
      try Host.guestCall(.ioSubmit, context, 1, pointers)
    }
  }
}

private func ioGetevents<A: ABI, Time: GuestTimespec>(
  _ call: borrowing Call<A>, _: Time.Type
) throws(Errno) -> Int64 {
  let (context, least, most) = (call.word(0), UInt64(bitPattern: call.long(1)), UInt64(bitPattern: call.long(2)))
  let events = call.word(3)
  var timeout = try call.pointer(4, to: Time.self).readIfPresent()?.host
  return try Host.lending(optional: &timeout) { timeout throws(Errno) in
    try Host.guestCall(.ioGetevents, context, least, most, events, timeout)
  }
}

private func ioPgetevents<A: ABI, Time: GuestTimespec>(
  _ call: borrowing Call<A>, _: Time.Type
) throws(Errno) -> Int64 {
  let (context, least, most) = (call.word(0), UInt64(bitPattern: call.long(1)), UInt64(bitPattern: call.long(2)))
  let (events, thread) = (call.word(3), call.thread)
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
