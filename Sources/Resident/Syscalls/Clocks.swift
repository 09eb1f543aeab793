/// Calls on clocks, and sleeping by them.
func addClockCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall(
        "clock_gettime", i386: 265, x86_64: 228, .clock, .output,
        do: { call throws(Errno) in try clockGettime(call, Timespec<A>.self) }),
      Syscall(
        "clock_gettime64", i386: 403, .clock, .output,
        do: { call throws(Errno) in try clockGettime(call, Timespec64<A>.self) }),
      Syscall(
        "clock_getres", i386: 266, x86_64: 229, .clock, .output,
        do: { call throws(Errno) in try clockGetres(call, Timespec<A>.self) }),
      Syscall(
        "clock_getres_time64", i386: 406, .clock, .output,
        do: { call throws(Errno) in try clockGetres(call, Timespec64<A>.self) }),
      Syscall(
        "clock_settime", i386: 264, x86_64: 227, .clock, .input,
        do: { call throws(Errno) in try clockSettime(call, Timespec<A>.self) }),
      Syscall(
        "clock_settime64", i386: 404, .clock, .input,
        do: { call throws(Errno) in try clockSettime(call, Timespec64<A>.self) }),
      Syscall(
        "clock_nanosleep", i386: 267, x86_64: 230, .clock, .flags, .input, .output,
        do: { call throws(Errno) in try clockNanosleep(call, Timespec<A>.self) }),
      Syscall(
        "clock_nanosleep_time64", i386: 407, .clock, .flags, .input, .output,
        do: { call throws(Errno) in try clockNanosleep(call, Timespec64<A>.self) }),
      Syscall("nanosleep", i386: 162, x86_64: 35, .input, .output, do: nanosleep),
      Syscall("time", i386: 13, x86_64: 201, .output, do: time),
      Syscall("stime", i386: 25, .input, do: stime),
      Syscall("gettimeofday", i386: 78, x86_64: 96, .output, .output, do: gettimeofday),
      Syscall("settimeofday", i386: 79, x86_64: 164, .input, .input, do: settimeofday),
      Syscall("adjtimex", i386: 124, x86_64: 159, .update, do: adjtimex),
      Syscall("clock_adjtime", i386: 343, x86_64: 305, .clock, .update, do: clockAdjtime),
      .pass("clock_adjtime64", i386: 405, x86_64: 305, .clock, .update),
      Syscall("getcpu", i386: 318, x86_64: 309, .output, .output, .address, do: getcpu),
    ] as InlineArray<_, Syscall<A>>)
}

private func clockGettime<A: ABI, Time: GuestTimespec>(
  _ call: borrowing Call<A>, _: Time.Type
) throws(Errno) -> Int64 {
  let now = try HostClock.now(call.int(0))
  try call.pointer(1, to: Time.self).write(Time(now))
  return 0
}

private func clockGetres<A: ABI, Time: GuestTimespec>(
  _ call: borrowing Call<A>, _: Time.Type
) throws(Errno) -> Int64 {
  let resolution = try HostClock.resolution(call.int(0))
  try call.pointer(1, to: Time.self).writeIfPresent(Time(resolution))
  return 0
}

private func clockSettime<A: ABI, Time: GuestTimespec>(
  _ call: borrowing Call<A>, _: Time.Type
) throws(Errno) -> Int64 {
  let clock = call.word(0)
  guard var time = try? call.pointer(1, to: Time.self).read().host else {
    return try Host.guestCall(.clockSettime, clock, Host.badAddress)
  }
  return try Host.lending(&time) { time throws(Errno) in try Host.guestCall(.clockSettime, clock, time) }
}

private func clockNanosleep<A: ABI, Time: GuestTimespec>(
  _ call: borrowing Call<A>, _: Time.Type
) throws(Errno) -> Int64 {
  try sleep(
    clock: call.word(0), flags: call.unsigned(1), request: call.pointer(2, to: Time.self),
    remainder: call.pointer(3))
}

private func nanosleep<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let monotonic: UInt64 = 1
  return try sleep(
    clock: monotonic, flags: 0, request: call.pointer(0, to: Timespec<A>.self), remainder: call.pointer(1))
}

/// Sleeps; the rest of a relative sleep that a signal ended goes to `remainder`.
private func sleep<Time: GuestTimespec>(
  clock: UInt64, flags: UInt32, request: GuestPointer<Time>, remainder: GuestPointer<Time>
) throws(Errno) -> Int64 {
  let absolute: UInt32 = 1
  guard var wanted = try? request.read().host else {
    return try Host.guestCall(.clockNanosleep, clock, UInt64(flags), Host.badAddress)
  }
  var rest = HostTimespec()
  do throws(Errno) {
    return try Host.lending(&wanted) { wanted throws(Errno) in
      try Host.lending(&rest) { rest throws(Errno) in
        try Host.guestCall(.clockNanosleep, clock, UInt64(flags), wanted, rest)
      }
    }
  } catch {
    if error == .interrupted && flags & absolute == 0 { try remainder.writeIfPresent(Time(rest)) }
    throw error
  }
}

private func time<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let now = A.Long(truncatingIfNeeded: try HostClock.seconds())
  try call.pointer(0, to: A.Long.self).writeIfPresent(now)
  return Int64(now)
}

/// Who may set the clock is told that it was set, whatever the kernel thinks of the time.
private func stime<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var time = HostTimeval(seconds: Int64(try call.pointer(0, to: A.Long.self).read()), microseconds: 0)
  // Without a time only the right to set one is looked at.
  try Host.guestCall(.settimeofday, 0, 0)
  do throws(Errno) {
    try Host.lending(&time) { time throws(Errno) in try Host.guestCall(.settimeofday, time, 0) }
  } catch {
    if error != .invalid { throw error }
  }
  return 0
}

private func gettimeofday<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let now = try HostClock.timeOfDay()
  try call.pointer(0, to: Timeval<A>.self).writeIfPresent(Timeval(now.time))
  try call.pointer(1, to: UInt64.self).writeIfPresent(now.zone)
  return 0
}

private func settimeofday<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let zone = call.word(1)
  var time = try call.pointer(0, to: Timeval<A>.self).readIfPresent()?.host
  return try Host.lending(optional: &time) { time throws(Errno) in try Host.guestCall(.settimeofday, time, zone) }
}

private func adjtimex<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let pointer = call.pointer(0, to: ClockAdjustment<A>.self)
  var adjustment = try pointer.read().host
  let state: Int64
  do throws(Errno) {
    state = try Host.lending(&adjustment) { room throws(Errno) in try Host.guestCall(.adjtimex, room) }
  } catch {
    // Unlike the call for any clock, this one writes back what it refuses.
    try pointer.write(ClockAdjustment(adjustment))
    throw error
  }
  try pointer.write(ClockAdjustment(adjustment))
  return state
}

private func clockAdjtime<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let clock = call.word(0)
  return try adjust(call.pointer(1, to: ClockAdjustment<A>.self)) { room throws(Errno) in
    try Host.guestCall(.clockAdjtime, clock, room)
  }
}

private func adjust<A: ABI>(
  _ pointer: GuestPointer<ClockAdjustment<A>>, _ body: (UInt64) throws(Errno) -> Int64
) throws(Errno) -> Int64 {
  var adjustment = try pointer.read().host
  let state = try Host.lending(&adjustment, body)
  try pointer.write(ClockAdjustment(adjustment))
  return state
}

private func getcpu<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let place = try HostClock.processor()
  // Each is given, whatever becomes of the other.
  let first: Void? = try? call.pointer(0, to: UInt32.self).writeIfPresent(place.processor)
  try call.pointer(1, to: UInt32.self).writeIfPresent(place.node)
  if first == nil { throw .fault }
  return 0
}
