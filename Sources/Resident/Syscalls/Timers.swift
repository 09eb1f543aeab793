/// Calls on timers, whether they raise signals or are descriptors.
func addTimerCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .pass("alarm", i386: 27, x86_64: 37, .unsigned),
      Syscall("getitimer", i386: 105, x86_64: 36, .int, .output, do: getitimer),
      Syscall("setitimer", i386: 104, x86_64: 38, .int, .input, .output, do: setitimer),
      Syscall("times", i386: 43, x86_64: 100, .output, do: times),
      Syscall(
        "sched_rr_get_interval", i386: 161, x86_64: 148, .process, .output,
        do: { call throws(Errno) in try schedRrGetInterval(call, Timespec<A>.self) }),
      .pass("sched_rr_get_interval_time64", i386: 423, x86_64: 148, .process, .output),
      Syscall("timer_create", i386: 259, x32: 526, x86_64: 222, .clock, .input, .output, do: timerCreate),
      .pass("timer_getoverrun", i386: 262, x86_64: 225, .int),
      .pass("timer_delete", i386: 263, x86_64: 226, .int),
      Syscall(
        "timer_gettime", i386: 261, x86_64: 224, .int, .output,
        do: { call throws(Errno) in try getTimer(call, .timerGettime, Timespec<A>.self) }),
      .pass("timer_gettime64", i386: 408, x86_64: 224, .int, .output),
      Syscall(
        "timer_settime", i386: 260, x86_64: 223, .int, .flags, .input, .output,
        do: { call throws(Errno) in try setTimer(call, .timerSettime, Timespec<A>.self) }),
      Syscall(
        "timer_settime64", i386: 409, .int, .flags, .input, .output,
        do: { call throws(Errno) in try setTimer(call, .timerSettime, Timespec64<A>.self) }),
      .pass("timerfd_create", i386: 322, x86_64: 283, .clock, .flags),
      Syscall(
        "timerfd_gettime", i386: 326, x86_64: 287, .descriptor, .output,
        do: { call throws(Errno) in try getTimer(call, .timerfdGettime, Timespec<A>.self) }),
      .pass("timerfd_gettime64", i386: 410, x86_64: 287, .descriptor, .output),
      Syscall(
        "timerfd_settime", i386: 325, x86_64: 286, .descriptor, .flags, .input, .output,
        do: { call throws(Errno) in try setTimer(call, .timerfdSettime, Timespec<A>.self) }),
      Syscall(
        "timerfd_settime64", i386: 411, .descriptor, .flags, .input, .output,
        do: { call throws(Errno) in try setTimer(call, .timerfdSettime, Timespec64<A>.self) }),
    ] as InlineArray<_, Syscall<A>>)
}

private func getitimer<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let which = call.word(0)
  var timer = HostIntervalTimeval()
  try Host.lending(&timer) { room throws(Errno) in try Host.guestCall(.getitimer, which, room) }
  try call.pointer(1, to: IntervalTimeval<A>.self).write(IntervalTimeval(timer))
  return 0
}

private func setitimer<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let which = call.word(0)
  var new = try call.pointer(1, to: IntervalTimeval<A>.self).readIfPresent()?.host
  var old = HostIntervalTimeval()
  try Host.lending(optional: &new) { new throws(Errno) in
    try Host.lending(&old) { old throws(Errno) in try Host.guestCall(.setitimer, which, new, old) }
  }
  try call.pointer(2, to: IntervalTimeval<A>.self).writeIfPresent(IntervalTimeval(old))
  return 0
}

private func times<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var ticks = InlineArray<4, Int64>(repeating: 0)
  let now = try Host.lending(&ticks) { room throws(Errno) in try Host.guestCall(.times, room) }
  try call.pointer(0, to: ProcessTimes<A>.self).writeIfPresent(ProcessTimes(ticks))
  return now
}

private func schedRrGetInterval<A: ABI, Time: GuestTimespec>(
  _ call: borrowing Call<A>, _: Time.Type
) throws(Errno) -> Int64 {
  let process = call.word(0)
  var interval = HostTimespec()
  try Host.lending(&interval) { room throws(Errno) in try Host.guestCall(.schedRrGetInterval, process, room) }
  try call.pointer(1, to: Time.self).write(Time(interval))
  return 0
}

private func timerCreate<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let (clock, identifier) = (call.word(0), call.word(2))
  var event = try call.pointer(1, to: SignalEvent<A>.self).readIfPresent()?.host
  return try Host.lending(optional: &event) { event throws(Errno) in
    try Host.guestCall(.timerCreate, clock, event, identifier)
  }
}

/// `timer_gettime` and `timerfd_gettime`.
private func getTimer<A: ABI, Time: GuestTimespec>(
  _ call: borrowing Call<A>, _ number: HostNumber, _: Time.Type
) throws(Errno) -> Int64 {
  let timer = call.word(0)
  var setting = HostIntervalTimespec()
  try Host.lending(&setting) { room throws(Errno) in try Host.guestCall(number, timer, room) }
  try call.pointer(1, to: IntervalTimespec<Time>.self).write(IntervalTimespec(setting))
  return 0
}

/// `timer_settime` and `timerfd_settime`.
private func setTimer<A: ABI, Time: GuestTimespec>(
  _ call: borrowing Call<A>, _ number: HostNumber, _: Time.Type
) throws(Errno) -> Int64 {
  let (timer, flags) = (call.word(0), call.word(1))
  let setting = call.pointer(2, to: IntervalTimespec<Time>.self)
  if setting.isNull && number == .timerSettime { throw .invalid }
  var new = try setting.read().host
  var old = HostIntervalTimespec()
  try Host.lending(&new) { new throws(Errno) in
    try Host.lending(&old) { old throws(Errno) in try Host.guestCall(number, timer, flags, new, old) }
  }
  try call.pointer(3, to: IntervalTimespec<Time>.self).writeIfPresent(IntervalTimespec(old))
  return 0
}

/// `struct tms`.
struct ProcessTimes<A: ABI>: GuestValue {
  var user = A.Long()
  var system = A.Long()
  var childrenUser = A.Long()
  var childrenSystem = A.Long()

  init() {}
  init(_ host: InlineArray<4, Int64>) {
    user = A.Long(truncatingIfNeeded: host[0])
    system = A.Long(truncatingIfNeeded: host[1])
    childrenUser = A.Long(truncatingIfNeeded: host[2])
    childrenSystem = A.Long(truncatingIfNeeded: host[3])
  }
}
