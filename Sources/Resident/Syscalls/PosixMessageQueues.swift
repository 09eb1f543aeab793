/// POSIX message queues.
func addPosixMessageQueueCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("mq_open", i386: 277, x86_64: 240, .path, .flags, .mode, .input, do: mqOpen),
      .pass("mq_unlink", i386: 278, x86_64: 241, .path),
      Syscall(
        "mq_timedsend", i386: 279, x86_64: 242, .descriptor, .input, .size, .unsigned, .input,
        do: { call throws(Errno) in try timedTransfer(call, .mqTimedsend, Timespec<A>.self) }),
      Syscall(
        "mq_timedreceive", i386: 280, x86_64: 243, .descriptor, .output, .size, .output, .input,
        do: { call throws(Errno) in try timedTransfer(call, .mqTimedreceive, Timespec<A>.self) }),
      Syscall("mq_notify", i386: 281, x32: 527, x86_64: 244, .descriptor, .input, do: mqNotify),
      Syscall("mq_getsetattr", i386: 282, x86_64: 245, .descriptor, .input, .output, do: mqGetsetattr),
      Syscall(
        "mq_timedsend_time64", i386: 418, .descriptor, .input, .size, .unsigned, .input,
        do: { call throws(Errno) in try timedTransfer(call, .mqTimedsend, Timespec64<A>.self) }),
      Syscall(
        "mq_timedreceive_time64", i386: 419, .descriptor, .output, .size, .output, .input,
        do: { call throws(Errno) in try timedTransfer(call, .mqTimedreceive, Timespec64<A>.self) }),
    ] as InlineArray<_, Syscall<A>>)
}

private func mqOpen<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let (name, flags, mode) = (call.word(0), call.word(1), call.word(2))
  let create: UInt64 = 0o100
  let pointer = call.pointer(3, to: QueueAttributes<A>.self)
  var attributes = flags & create == 0 ? nil : try pointer.readIfPresent()?.host
  return try Host.lending(optional: &attributes) { attributes throws(Errno) in
    try Host.guestCall(.mqOpen, name, flags, mode & 0xffff, attributes)
  }
}

/// `mq_timedsend` and `mq_timedreceive`, whose last argument is when they give up.
private func timedTransfer<A: ABI, Time: GuestTimespec>(
  _ call: borrowing Call<A>, _ number: HostNumber, _: Time.Type
) throws(Errno) -> Int64 {
  let (queue, message, size, priority) = (call.word(0), call.word(1), call.word(2), call.word(3))
  var limit = try call.pointer(4, to: Time.self).readIfPresent()?.host
  return try Host.lending(optional: &limit) { limit throws(Errno) in
    try Host.guestCall(number, queue, message, size, priority, limit)
  }
}

private func mqNotify<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let queue = call.word(0)
  var event = try call.pointer(1, to: SignalEvent<A>.self).readIfPresent()?.host
  return try Host.lending(optional: &event) { event throws(Errno) in try Host.guestCall(.mqNotify, queue, event) }
}

private func mqGetsetattr<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let queue = call.word(0)
  var new = try call.pointer(1, to: QueueAttributes<A>.self).readIfPresent()?.host
  var old = HostQueueAttributes()
  try Host.lending(optional: &new) { new throws(Errno) in
    try Host.lending(&old) { old throws(Errno) in try Host.guestCall(.mqGetsetattr, queue, new, old) }
  }
  try call.pointer(2, to: QueueAttributes<A>.self).writeIfPresent(QueueAttributes(old))
  return 0
}

/// `struct mq_attr`: flags, most messages, largest message, messages there; then reserved words.
struct QueueAttributes<A: ABI>: GuestValue {
  var words = InlineArray<8, A.Long>(repeating: 0)

  init() {}
  init(_ host: HostQueueAttributes) {
    for index in 0..<4 { words[index] = A.Long(truncatingIfNeeded: host.words[index]) }
  }
  var host: HostQueueAttributes {
    var host = HostQueueAttributes()
    for index in 0..<4 { host.words[index] = Int64(words[index]) }
    return host
  }
}

/// `struct mq_attr` of the host.
struct HostQueueAttributes: BitwiseCopyable {
  var words = InlineArray<8, Int64>(repeating: 0)
}
