/// System V message queues.
func addMessageQueueCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .pass("msgget", i386: 399, x86_64: 68, .int, .flags),
      Syscall("msgsnd", i386: 400, x86_64: 69, .int, .input, .size, .flags, do: msgsnd),
      Syscall("msgrcv", i386: 401, x86_64: 70, .int, .output, .size, .long, .flags, do: msgrcv),
      Syscall("msgctl", i386: 402, x86_64: 71, .int, .int, .update, do: msgctl),
    ] as InlineArray<_, Syscall<A>>)
}

private func msgsnd<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try msgsnd(A.self, call.int(0), call.word(1), size: call.long(2), flags: call.int(3))
}

private func msgrcv<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try msgrcv(A.self, call.int(0), call.word(1), size: call.long(2), type: call.long(3), flags: call.int(4))
}

private func msgctl<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try IPC.msgctl(call.int(0), command: call.int(1), call.word(2), .wide)
}

/// Sends the message at `address`: its type, a `long`, then `size` bytes of text.
func msgsnd<A: ABI>(
  _: A.Type, _ queue: Int32, _ address: UInt64, size: Int64, flags: Int32
) throws(Errno) -> Int64 {
  let type = try Int64(GuestPointer<A.Long>(address).read())
  if size < 0 || size > MessageRoom.largest { throw .invalid }
  let text = address &+ UInt64(MemoryLayout<A.Long>.size)
  return try MessageRoom.with(size: Int(size)) { room throws(Errno) in
    let pointer = unsafe UnsafeMutableRawPointer(bitPattern: UInt(room))!
    unsafe pointer.storeBytes(of: type, as: Int64.self)
    if size > 0 && (try? unsafe GuestMemory.read(text, into: pointer + 8, count: Int(size))) == nil {
      // The kernel reads the text after it has looked at the numbers.
      throw queue < 0 || type < 1 || size > MessageRoom.hostLimit() ? .invalid : .fault
    }
    return try Host.guestCall(
      .msgsnd, UInt64(bitPattern: Int64(queue)), room, UInt64(size), UInt64(bitPattern: Int64(flags)))
  }
}

/// Receives a message of up to `size` bytes to `address`; gives how many there were.
func msgrcv<A: ABI>(
  _: A.Type, _ queue: Int32, _ address: UInt64, size: Int64, type: Int64, flags: Int32
) throws(Errno) -> Int64 {
  if size < 0 { throw .invalid }
  let limit = min(size, MessageRoom.largest)
  return try MessageRoom.with(size: Int(limit)) { room throws(Errno) in
    let count = try Host.guestCall(
      .msgrcv, UInt64(bitPattern: Int64(queue)), room, UInt64(limit), UInt64(bitPattern: type),
      UInt64(bitPattern: Int64(flags)))
    let pointer = unsafe UnsafeMutableRawPointer(bitPattern: UInt(room))!
    try GuestPointer<A.Long>(address).write(A.Long(truncatingIfNeeded: unsafe pointer.load(as: Int64.self)))
    try unsafe GuestMemory.write(
      pointer + 8, to: address &+ UInt64(MemoryLayout<A.Long>.size), count: Int(count))
    return count
  }
}

extension IPC {
  /// `msgctl` with the structs of either version.
  static func msgctl(
    _ queue: Int32, command: Int32, _ argument: UInt64, _ version: Version
  ) throws(Errno) -> Int64 {
    if queue < 0 || command < 0 { throw .invalid }
    let (identifier, order) = (UInt64(queue), UInt64(command))
    switch command {
    case Command.status, Command.messageStatus, Command.messageStatusAny, Command.set:
      return try control(
        MessageQueueStatus64.self, MessageQueueStatus.self, command, argument, version
      ) { room throws(Errno) in
        try Host.guestCall(.msgctl, identifier, order, room)
      }
    default:
      // `struct msginfo` is made of ints.
      return try Host.guestCall(.msgctl, identifier, order, argument)
    }
  }
}

/// Room for one message in the host's layout: its type, then its text.
private enum MessageRoom {
  /// Longer messages than any sensible `kernel.msgmax` allows.
  static var largest: Int64 { 0x100_0000 }

  /// How long the host takes messages: `msgmax` of what IPC_INFO tells.
  static func hostLimit() -> Int64 {
    let information: UInt64 = 3
    var numbers = InlineArray<8, Int32>(repeating: 0)
    _ = try? Host.lending(&numbers) { room throws(Errno) in try Host.call(.msgctl, 0, information, room) }
    return Int64(numbers[2])
  }

  static func with(size: Int, _ body: (UInt64) throws(Errno) -> Int64) throws(Errno) -> Int64 {
    if size <= 8192 {
      var room = InlineArray<1025, UInt64>(repeating: 0)
      return try Host.lending(&room, body)
    }
    let room = try HostMemory(size: UInt64(size + 8))
    return try body(room.address)
  }
}
