/// Calls on futexes.
///
/// The words are the host's own: a guest's address is the same address to it.
func addFutexCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall(
        "futex", i386: 240, x86_64: 202, .update, .int, .unsigned, .input, .update, .unsigned,
        do: { call throws(Errno) in try futex(call, Timespec<A>.self) }),
      Syscall(
        "futex_time64", i386: 422, .update, .int, .unsigned, .input, .update, .unsigned,
        do: { call throws(Errno) in try futex(call, Timespec64<A>.self) }),
      Syscall("futex_waitv", i386: 449, x86_64: 449, .input, .unsigned, .flags, .input, .clock, do: futexWaitv),
      .pass("futex_wake", i386: 454, x86_64: 454, .update, .size, .int, .flags),
      Syscall("futex_wait", i386: 455, x86_64: 455, .update, .size, .size, .flags, .input, .clock, do: futexWait),
      .pass("futex_requeue", i386: 456, x86_64: 456, .input, .flags, .int, .int),
    ] as InlineArray<_, Syscall<A>>)
}

private func futex<A: ABI, Time: GuestTimespec>(_ call: borrowing Call<A>, _: Time.Type) throws(Errno) -> Int64 {
  let (address, operation, value) = (call.word(0), call.word(1), call.word(2))
  let (fourth, other, value3) = (call.word(3), call.word(4), call.word(5))
  if fourth == 0 || !hasTimeout(UInt32(truncatingIfNeeded: operation)) {
    return try Host.guestCall(.futex, address, operation, value, fourth, other, value3)
  }
  var timeout = try call.pointer(3, to: Time.self).read().host
  return try Host.lending(&timeout) { timeout throws(Errno) in
    try Host.guestCall(.futex, address, operation, value, timeout, other, value3)
  }
}

/// Whether the fourth argument is a time, and not a number: the kernel's `futex_cmd_has_timeout`.
private func hasTimeout(_ operation: UInt32) -> Bool {
  let options: UInt32 = 128 | 256  // FUTEX_PRIVATE_FLAG, FUTEX_CLOCK_REALTIME
  switch operation & ~options {
  case 0, 6, 9, 11, 13: return true  // WAIT, LOCK_PI, WAIT_BITSET, WAIT_REQUEUE_PI, LOCK_PI2
  default: return false
  }
}

private func futexWaitv<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let (waiters, count, flags, clock) = (call.word(0), call.word(1), call.word(2), call.word(4))
  var timeout: HostTimespec? = nil
  do throws(Errno) {
    timeout = try call.pointer(3, to: Timespec64<A>.self).readIfPresent()?.host
  } catch {
    return try Host.guestCall(.futexWaitv, waiters, count, flags, Host.badAddress, clock)
  }
  return try Host.lending(optional: &timeout) { timeout throws(Errno) in
    try Host.guestCall(.futexWaitv, waiters, count, flags, timeout, clock)
  }
}

private func futexWait<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let (address, value, mask, flags) = (call.word(0), call.word(1), call.word(2), call.word(3))
  let (number, clock) = (call.host, call.word(5))
  var timeout: HostTimespec? = nil
  do throws(Errno) {
    timeout = try call.pointer(4, to: Timespec64<A>.self).readIfPresent()?.host
  } catch {
    return try Host.guestCall(number, address, value, mask, flags, Host.badAddress, clock)
  }
  return try Host.lending(optional: &timeout) { timeout throws(Errno) in
    try Host.guestCall(number, address, value, mask, flags, timeout, clock)
  }
}
