/// Calls that wait for descriptors.
func addPollingCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .pass("poll", i386: 168, x86_64: 7, .update, .unsigned, .int),
      .kept(
        "ppoll", i386: 309, x86_64: 271, .update, .unsigned, .update, .input, .size,
        do: { call throws(Errno) in try ppoll(call, Timespec<A>.self) }),
      Syscall(
        "ppoll_time64", i386: 414, .update, .unsigned, .update, .input, .size,
        do: { call throws(Errno) in try ppoll(call, Timespec64<A>.self) }),
      Syscall("select", i386: 82, .input, do: oldSelect),
      Syscall("_newselect", i386: 142, x86_64: 23, .int, .update, .update, .update, .update, do: select),
      .kept(
        "pselect6", i386: 308, x86_64: 270, .int, .update, .update, .update, .update, .input,
        do: { call throws(Errno) in try pselect6(call, Timespec<A>.self) }),
      Syscall(
        "pselect6_time64", i386: 413, .int, .update, .update, .update, .update, .input,
        do: { call throws(Errno) in try pselect6(call, Timespec64<A>.self) }),
      .pass("epoll_create", i386: 254, x86_64: 213, .int),
      .pass("epoll_create1", i386: 329, x86_64: 291, .flags),
      .pass("epoll_ctl", i386: 255, x86_64: 233, .descriptor, .int, .descriptor, .input),
      .pass("epoll_wait", i386: 256, x86_64: 232, .descriptor, .output, .int, .int),
      .kept("epoll_pwait", i386: 319, x86_64: 281, .descriptor, .output, .int, .int, .input, .size, do: epollPwait),
      .kept(
        "epoll_pwait2", i386: 441, x86_64: 441, .descriptor, .output, .int, .input, .input, .size, do: epollPwait2),
    ] as InlineArray<_, Syscall<A>>)
}

private func ppoll<A: ABI, Time: GuestTimespec>(_ call: borrowing Call<A>, _: Time.Type) throws(Errno) -> Int64 {
  let (descriptors, count, mask, size, thread) = (call.word(0), call.word(1), call.word(3), call.word(4), call.thread)
  return try withTimeout(call.pointer(2, to: Time.self)) { timeout throws(Errno) in
    try unsafe TemporaryMask.during(thread, mask: mask, size: size) { mask, size throws(Errno) in
      try Host.guestCall(.ppoll, descriptors, count, timeout, mask, size)
    }
  }
}

/// Lends the host a copy of the guest's timeout, and gives the guest what is left of it: `poll_select_finish`.
@inline(__always)
private func withTimeout<Time: GuestTimespec>(
  _ pointer: GuestPointer<Time>, _ body: (UInt64) throws(Errno) -> Int64
) throws(Errno) -> Int64 {
  let before = try pointer.readIfPresent()?.host
  var timeout = before
  defer {
    if let before, let timeout, before.seconds != timeout.seconds || before.nanoseconds != timeout.nanoseconds {
      _ = try? pointer.write(Time(timeout))
    }
  }
  return try Host.lending(optional: &timeout, body)
}

private func select<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try select(
    count: call.int(0), sets: (call.word(1), call.word(2), call.word(3)), timeout: call.pointer(4, to: Timeval<A>.self))
}

/// The first `select`, whose arguments are a struct.
private func oldSelect<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let words = try call.pointer(0, to: SelectArguments<A>.self).read()
  return try select(
    count: Int32(truncatingIfNeeded: words.count),
    sets: (UInt64(words.input), UInt64(words.output), UInt64(words.exceptional)),
    timeout: GuestPointer<Timeval<A>>(UInt64(words.timeout)))
}

private func select<A: ABI>(
  count: Int32, sets: (UInt64, UInt64, UInt64), timeout pointer: GuestPointer<Timeval<A>>
) throws(Errno) -> Int64 {
  let before = try pointer.readIfPresent()?.host
  // A surplus of microseconds is taken for seconds, which the host's own `select` does too.
  var timeout = before
  defer {
    if let before, let timeout, before != timeout { _ = try? pointer.write(Timeval(timeout)) }
  }
  return try Host.lending(optional: &timeout) { timeout throws(Errno) in
    try DescriptorSets.lend(A.self, sets, count: count) { first, second, third throws(Errno) in
      try Host.guestCall(.select, UInt64(bitPattern: Int64(count)), first, second, third, timeout)
    }
  }
}

private func pselect6<A: ABI, Time: GuestTimespec>(_ call: borrowing Call<A>, _: Time.Type) throws(Errno) -> Int64 {
  let (count, sets, thread) = (call.int(0), (call.word(1), call.word(2), call.word(3)), call.thread)
  let mask = try call.pointer(5, to: MaskArgument<A>.self).readIfPresent() ?? MaskArgument()
  return try withTimeout(call.pointer(4, to: Time.self)) { timeout throws(Errno) in
    try unsafe TemporaryMask.during(thread, mask: mask.address, size: mask.size) {
      address, size throws(Errno) in
      var hostMask = (address, size)
      return try Host.lending(&hostMask) { hostMask throws(Errno) in
        try DescriptorSets.lend(A.self, sets, count: count) { first, second, third throws(Errno) in
          try Host.guestCall(.pselect6, UInt64(bitPattern: Int64(count)), first, second, third, timeout, hostMask)
        }
      }
    }
  }
}

private func epollPwait<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let (descriptor, events, count, timeout) = (call.word(0), call.word(1), call.word(2), call.word(3))
  return try unsafe TemporaryMask.during(call.thread, mask: call.word(4), size: call.word(5)) {
    mask, size throws(Errno) in
    try Host.guestCall(.epollPwait, descriptor, events, count, timeout, mask, size)
  }
}

private func epollPwait2<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let (descriptor, events, count, mask, size) = (call.word(0), call.word(1), call.word(2), call.word(4), call.word(5))
  let thread = call.thread
  var timeout = try call.pointer(3, to: Timespec64<A>.self).readIfPresent()?.host
  return try Host.lending(optional: &timeout) { timeout throws(Errno) in
    try unsafe TemporaryMask.during(thread, mask: mask, size: size) { mask, size throws(Errno) in
      try Host.guestCall(.epollPwait2, descriptor, events, count, timeout, mask, size)
    }
  }
}

/// `struct compat_sel_arg_struct`.
struct SelectArguments<A: ABI>: GuestValue {
  var count = A.Address()
  var input = A.Address()
  var output = A.Address()
  var exceptional = A.Address()
  var timeout = A.Address()
}

/// `struct sigset_argpack`: the last argument of `pselect6`, two words as long as the kernel's `long`.
struct MaskArgument<A: ABI>: GuestValue {
  var addressWord = A.Long()
  var sizeWord = A.Long()

  var address: UInt64 { unsigned(addressWord) }
  var size: UInt64 { unsigned(sizeWord) }

  private func unsigned(_ word: A.Long) -> UInt64 {
    UInt64(truncatingIfNeeded: word) & (A.Long.bitWidth == 64 ? ~0 : 0xffff_ffff)
  }
}
