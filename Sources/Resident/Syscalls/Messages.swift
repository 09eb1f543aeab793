/// Calls that send and receive with a `struct msghdr`.
func addMessageCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("sendmsg", i386: 370, x32: 518, x86_64: 46, .descriptor, .input, .flags, do: sendmsg),
      Syscall("recvmsg", i386: 372, x32: 519, x86_64: 47, .descriptor, .update, .flags, do: recvmsg),
      Syscall("sendmmsg", i386: 345, x32: 538, x86_64: 307, .descriptor, .update, .unsigned, .flags, do: sendmmsg),
      Syscall(
        "recvmmsg", i386: 337, x32: 537, x86_64: 299, .descriptor, .update, .unsigned, .flags, .update,
        do: { call throws(Errno) in try recvmmsg(call, Timespec<A>.self) }),
      Syscall(
        "recvmmsg_time64", i386: 417, .descriptor, .update, .unsigned, .flags, .update,
        do: { call throws(Errno) in try recvmmsg(call, Timespec64<A>.self) }),
    ] as InlineArray<_, Syscall<A>>)
}

private enum MessageFlag {
  static var outOfBand: UInt64 { 0x1 }
  static var controlCut: UInt32 { 0x8 }
  static var doNotWait: UInt64 { 0x40 }
  static var waitForOne: UInt64 { 0x1_0000 }
  /// The kernel's own mark of a 32-bit call, which a guest cannot set.
  static var compatible: UInt64 { 0x8000_0000 }
}

/// Throws `error`, or what the kernel says of a descriptor that is no socket, which it looks at before anything else.
func throwAfterSocket(_ socket: UInt64, _ error: Errno) throws(Errno) -> Never {
  if error == .fault || error == .invalid || error == .messageSize || error == .noBuffers { try checkSocket(socket) }
  throw error
}

/// Throws where `socket` is not a socket.
func checkSocket(_ socket: UInt64) throws(Errno) {
  let (level, type): (UInt64, UInt64) = (1, 3)
  var (value, size): (Int32, Int32) = (0, 4)
  try Host.lending(&value) { value throws(Errno) in
    try Host.lending(&size) { size throws(Errno) in try Host.call(.getsockopt, socket, level, type, value, size) }
  }
}

/// Throws what the kernel says of name or vectors of a message, which it reads before the control messages.
private func checkBeforeControl<A: ABI>(_ message: Message<A>) throws(Errno) {
  let longestName: Int32 = 128
  var name = InlineArray<128, UInt8>(repeating: 0)
  let size = message.name == 0 ? 0 : Int(min(message.nameSize, longestName))
  try Host.lending(&name) { room throws(Errno) in
    try unsafe GuestMemory.read(
      UInt64(message.name), into: UnsafeMutableRawPointer(bitPattern: UInt(room))!, count: size)
    return 0
  }
  let vectors = GuestPointer<IOVector<A>>(UInt64(message.vectors))
  for index in 0..<Int(message.vectorCount) {
    let vector = try vectors.advanced(by: index).read()
    if Int32(truncatingIfNeeded: vector.count) < 0 { throw .invalid }
  }
}

func sendmsg<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  do throws(Errno) {
    return try send(call.word(0), call.pointer(1, to: Message<A>.self), flags: call.word(2)).sent
  } catch {
    try throwAfterSocket(call.word(0), error)
  }
}

/// Sends one message; gives how much of it was sent, and its whole size.
private func send<A: ABI>(
  _ socket: UInt64, _ pointer: GuestPointer<Message<A>>, flags: UInt64
) throws(Errno) -> (sent: Int64, size: UInt64) {
  let message = try pointer.read()
  if message.name != 0 && Int32(bitPattern: UInt32(truncatingIfNeeded: message.nameSize)) < 0 { throw .invalid }
  if message.vectorCount > 1024 { throw .messageSize }
  var host = HostMessage()
  host.name = UInt64(message.name)
  host.nameSize = message.nameSize
  host.vectorCount = UInt64(message.vectorCount)
  var size: UInt64 = 0
  do throws(Errno) {
    let sent = try IOVectors.with(A.self, UInt64(message.vectors), count: host.vectorCount) { vectors throws(Errno) in
      host.vectors = vectors
      size = IOVectors.totalSize(vectors, count: Int(host.vectorCount))
      return try ControlMessages.encode(A.self, at: UInt64(message.control), size: Int(message.controlSize)) {
        control, controlSize throws(Errno) in
        host.control = control
        host.controlSize = controlSize
        return try Host.lending(&host) { host throws(Errno) in
          try Host.guestCall(.sendmsg, socket, host, flags & ~MessageFlag.compatible)
        }
      }
    }
    return (sent, size)
  } catch {
    switch error {
    case .invalid, .noBuffers, .noMemory, .fault: try checkBeforeControl(message)
    default: break
    }
    throw error
  }
}

func recvmsg<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  do throws(Errno) {
    return try receive(call.word(0), call.pointer(1, to: Message<A>.self), flags: call.word(2)).received
  } catch {
    try throwAfterSocket(call.word(0), error)
  }
}

/// Receives one message; gives its size, and the flags that it came with.
private func receive<A: ABI>(
  _ socket: UInt64, _ pointer: GuestPointer<Message<A>>, flags: UInt64
) throws(Errno) -> (received: Int64, flags: UInt32) {
  let message = try pointer.read()
  if message.name != 0 && Int32(bitPattern: UInt32(truncatingIfNeeded: message.nameSize)) < 0 { throw .invalid }
  if message.vectorCount > 1024 { throw .messageSize }
  let size = ControlMessages.hostRoom(A.self, size: Int(message.controlSize))
  if size <= 512 {
    var room = InlineArray<64, UInt64>(repeating: 0)
    var result: (received: Int64, flags: UInt32) = (0, 0)
    try Host.lending(&room) { room throws(Errno) in
      result = try receive(socket, pointer, message, flags, room, size)
      return 0
    }
    return result
  }
  return try receiveWithMuchControl(socket, pointer, message, flags, size)
}

@inline(never)
private func receiveWithMuchControl<A: ABI>(
  _ socket: UInt64, _ pointer: GuestPointer<Message<A>>, _ message: Message<A>, _ flags: UInt64, _ size: Int
) throws(Errno) -> (received: Int64, flags: UInt32) {
  var room = InlineArray<1024, UInt64>(repeating: 0)
  var result: (received: Int64, flags: UInt32) = (0, 0)
  try Host.lending(&room) { room throws(Errno) in
    result = try receive(socket, pointer, message, flags, room, size)
    return 0
  }
  return result
}

private func receive<A: ABI>(
  _ socket: UInt64, _ pointer: GuestPointer<Message<A>>, _ message: Message<A>, _ flags: UInt64, _ room: UInt64,
  _ roomSize: Int
) throws(Errno) -> (received: Int64, flags: UInt32) {
  var host = HostMessage()
  host.name = UInt64(message.name)
  host.nameSize = message.nameSize
  host.vectorCount = UInt64(message.vectorCount)
  host.control = message.control == 0 || roomSize == 0 ? 0 : room
  host.controlSize = host.control == 0 ? 0 : UInt64(roomSize)
  let received = try IOVectors.with(A.self, UInt64(message.vectors), count: host.vectorCount) { vectors throws(Errno) in
    host.vectors = vectors
    return try Host.lending(&host) { host throws(Errno) in
      try Host.guestCall(.recvmsg, socket, host, flags & ~MessageFlag.compatible)
    }
  }
  let control = ControlMessages.decode(
    A.self, room, host.control == 0 ? 0 : Int(host.controlSize), to: UInt64(message.control),
    size: Int(message.controlSize))
  if control.isCut { host.flags |= MessageFlag.controlCut }
  if message.name != 0 { try pointer.rebound(to: Int32.self, offset: Message<A>.nameSizeOffset).write(host.nameSize) }
  try pointer.rebound(to: UInt32.self, offset: Message<A>.flagsOffset).write(host.flags)
  try pointer.rebound(to: A.Address.self, offset: Message<A>.controlSizeOffset).write(A.Address(control.count))
  return (received, host.flags)
}

/// The kernel's `__sys_sendmmsg`.
func sendmmsg<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let count = min(Int(call.unsigned(2)), 1024)
  if count == 0 { try checkSocket(call.word(0)) }
  let messages = call.pointer(1, to: MultipleMessage<A>.self)
  var done = 0
  while done < count {
    let entry = messages.advanced(by: done)
    do throws(Errno) {
      let result = try send(call.word(0), entry.rebound(to: Message<A>.self), flags: call.word(3))
      try entry.rebound(to: UInt32.self, offset: MultipleMessage<A>.countOffset).write(
        UInt32(truncatingIfNeeded: result.sent))
      done += 1
      if UInt64(result.sent) < result.size { break }
    } catch {
      if done == 0 { try throwAfterSocket(call.word(0), error) }
      break
    }
  }
  return Int64(done)
}

/// The kernel's `do_recvmmsg`: the timeout is looked at after each message only.
func recvmmsg<A: ABI, Time: GuestTimespec>(_ call: borrowing Call<A>, _: Time.Type) throws(Errno) -> Int64 {
  let messages = call.pointer(1, to: MultipleMessage<A>.self)
  let timeout = call.pointer(4, to: Time.self)
  var flags = call.word(3)
  var deadline = try Deadline(timeout.readIfPresent()?.host)
  if call.unsigned(2) == 0 { try checkSocket(call.word(0)) }
  var done = 0
  while done < Int(call.unsigned(2)) {
    let entry = messages.advanced(by: done)
    do throws(Errno) {
      let result = try receive(
        call.word(0), entry.rebound(to: Message<A>.self), flags: flags & ~MessageFlag.waitForOne)
      try entry.rebound(to: UInt32.self, offset: MultipleMessage<A>.countOffset).write(
        UInt32(truncatingIfNeeded: result.received))
      done += 1
      if flags & MessageFlag.waitForOne != 0 { flags |= MessageFlag.doNotWait }
      if try deadline.hasPassed() { break }
      if UInt64(result.flags) & MessageFlag.outOfBand != 0 { break }
    } catch {
      if done == 0 { try throwAfterSocket(call.word(0), error) }
      break
    }
  }
  if done > 0 && !timeout.isNull { try timeout.write(Time(deadline.left)) }
  return Int64(done)
}

/// When a call gives up, and how much time is left until then.
private struct Deadline {
  private var end: HostTimespec?
  var left = HostTimespec()

  init(_ timeout: HostTimespec?) throws(Errno) {
    guard let timeout else { return }
    if timeout.seconds < 0 || timeout.nanoseconds < 0 || timeout.nanoseconds >= 1_000_000_000 { throw .invalid }
    left = timeout
    let now = try HostClock.now(1)
    var nanoseconds = now.nanoseconds &+ timeout.nanoseconds
    var seconds = now.seconds.addingReportingOverflow(timeout.seconds).partialValue
    if nanoseconds >= 1_000_000_000 {
      nanoseconds &-= 1_000_000_000
      seconds = seconds &+ 1
    }
    end = HostTimespec(seconds: seconds < now.seconds ? Int64.max : seconds, nanoseconds: nanoseconds)
  }

  mutating func hasPassed() throws(Errno) -> Bool {
    guard let end else { return false }
    let now = try HostClock.now(1)
    left = HostTimespec(seconds: end.seconds &- now.seconds, nanoseconds: end.nanoseconds &- now.nanoseconds)
    if left.nanoseconds < 0 {
      left.seconds &-= 1
      left.nanoseconds &+= 1_000_000_000
    }
    if left.seconds < 0 { left = HostTimespec() }
    return left.seconds == 0 && left.nanoseconds == 0
  }
}
