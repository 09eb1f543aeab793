import ResidentSupport

/// Calls on signals.
func addSignalCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .kept("rt_sigaction", i386: 174, x32: 512, x86_64: 13, .signal, .input, .output, .size, do: rtSigaction),
      Syscall("sigaction", i386: 67, .signal, .input, .output, do: sigaction),
      Syscall("signal", i386: 48, .signal, .address, do: signal),
      .kept("rt_sigprocmask", i386: 175, x86_64: 14, .int, .input, .output, .size, do: rtSigprocmask),
      Syscall("sigprocmask", i386: 126, .int, .input, .output, do: sigprocmask),
      Syscall("sgetmask", i386: 68, do: sgetmask),
      Syscall("ssetmask", i386: 69, .unsigned, do: ssetmask),
      .kept("rt_sigpending", i386: 176, x32: 522, x86_64: 127, .output, .size, do: rtSigpending),
      Syscall("sigpending", i386: 73, .output, do: sigpending),
      .kept("rt_sigsuspend", i386: 179, x86_64: 130, .input, .size, do: rtSigsuspend),
      Syscall("sigsuspend", i386: 72, .int, .int, .unsigned, do: sigsuspend),
      .kept("rt_sigtimedwait", i386: 177, x32: 523, x86_64: 128, .input, .output, .input, .size, do: rtSigtimedwait),
      Syscall("rt_sigtimedwait_time64", i386: 421, .input, .output, .input, .size, do: rtSigtimedwait64),
      Syscall("rt_sigqueueinfo", i386: 178, x32: 524, x86_64: 129, .process, .signal, .input, do: rtSigqueueinfo),
      Syscall(
        "rt_tgsigqueueinfo", i386: 335, x32: 536, x86_64: 297, .process, .process, .signal, .input, do: rtTgsigqueueinfo
      ),
      .kept("sigaltstack", i386: 186, x32: 525, x86_64: 131, .input, .output, do: sigaltstack),
      .kept("rt_sigreturn", i386: 173, x32: 513, x86_64: 15, do: rtSigreturn),
      Syscall("sigreturn", i386: 119, do: sigreturn),
      .pass("kill", i386: 37, x86_64: 62, .process, .signal),
      .pass("tkill", i386: 238, x86_64: 200, .process, .signal),
      .pass("tgkill", i386: 270, x86_64: 234, .process, .process, .signal),
      .pass("pause", i386: 29, x86_64: 34),
    ] as InlineArray<_, Syscall<A>>)
}

private func checkSetSize(_ size: UInt64) throws(Errno) {
  if size != 8 { throw .invalid }
}

private func rtSigaction<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try checkSetSize(call.word(3))
  let input: GuestPointer<RealTimeAction<A>> = call.pointer(1)
  let output: GuestPointer<RealTimeAction<A>> = call.pointer(2)
  let new: SignalAction? = input.isNull ? nil : try input.read().action
  let old = try SignalActionCall.set(call.thread, call.int(0), new)
  if let new { Disarming.actionChanged(new, call.thread) }
  if !output.isNull { try output.write(RealTimeAction<A>(old)) }
  return 0
}

private func sigaction<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let input: GuestPointer<OldSignalAction> = call.pointer(1)
  let output: GuestPointer<OldSignalAction> = call.pointer(2)
  var new: SignalAction? = nil
  if !input.isNull {
    let given = try input.read()
    new = SignalAction(
      handler: UInt64(given.handler), flags: UInt64(given.flags), restorer: UInt64(given.restorer),
      mask: SignalSet(rawValue: UInt64(given.mask)), abi: A.identifier)
  }
  let old = try SignalActionCall.set(call.thread, call.int(0), new)
  if !output.isNull {
    var answer = OldSignalAction()
    answer.handler = UInt32(truncatingIfNeeded: old.handler)
    answer.mask = UInt32(truncatingIfNeeded: old.mask.rawValue)
    answer.flags = UInt32(truncatingIfNeeded: old.flags)
    answer.restorer = UInt32(truncatingIfNeeded: old.restorer)
    try output.write(answer)
  }
  return 0
}

/// The first `signal`: one shot, and not blocked while its handler runs.
private func signal<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let action = SignalAction(
    handler: call.word(1), flags: SignalAction.resetHandler | SignalAction.noDefer, abi: A.identifier)
  return try Int64(SignalActionCall.set(call.thread, call.int(0), action).handler)
}

/// What `SIG_BLOCK`, `SIG_UNBLOCK` and `SIG_SETMASK` make of the current mask.
private func combined(_ how: Int32, _ old: SignalSet, _ given: SignalSet) throws(Errno) -> SignalSet {
  switch how {
  case 0: return old.union(given)
  case 1: return old.subtracting(given)
  case 2: return given
  default: throw .invalid
  }
}

private func rtSigprocmask<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try checkSetSize(call.word(3))
  let input: GuestPointer<SignalSet> = call.pointer(1)
  let output: GuestPointer<SignalSet> = call.pointer(2)
  let old = unsafe call.thread.pointee.signalMask
  if !input.isNull {
    SignalMask.set(call.thread, try combined(call.int(0), old, try input.read().subtracting(.unblockable)))
  }
  if !output.isNull { try output.write(old) }
  return 0
}

private func sigprocmask<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let input: GuestPointer<UInt32> = call.pointer(1)
  let output: GuestPointer<UInt32> = call.pointer(2)
  let old = unsafe call.thread.pointee.signalMask
  if !input.isNull {
    let given = SignalSet(rawValue: UInt64(try input.read())).subtracting(.unblockable)
    var new = try combined(call.int(0), old, given)
    if call.int(0) == 2 { new = SignalSet(rawValue: old.rawValue & ~0xffff_ffff | given.rawValue) }
    SignalMask.set(call.thread, new)
  }
  if !output.isNull { try output.write(UInt32(truncatingIfNeeded: old.rawValue)) }
  return 0
}

private func sgetmask<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  unsafe Int64(call.thread.pointee.signalMask.rawValue & 0xffff_ffff)
}

private func ssetmask<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let old = unsafe call.thread.pointee.signalMask
  SignalMask.set(call.thread, SignalSet(rawValue: UInt64(call.unsigned(0))))
  return Int64(old.rawValue & 0xffff_ffff)
}

/// The host's pending signals and those that wait in the resident.
private func pending(_ thread: ThreadPointer) throws(Errno) -> SignalSet {
  var set = SignalSet()
  try unsafe withUnsafeMutablePointer(to: &set) { room throws(Errno) -> Void in
    try Host.call(.rtSigpending, UInt64(UInt(bitPattern: room)), 8)
  }
  let waiting = unsafe thread.pointee.noted.set.rawValue & thread.pointee.signalMask.rawValue
  return set.union(SignalSet(rawValue: waiting))
}

private func rtSigpending<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  if call.word(1) > 8 { throw .invalid }
  let set = try pending(call.thread)
  var copy = set
  let size = Int(call.word(1))
  let address = call.word(0)
  try unsafe withUnsafeMutablePointer(to: &copy) { room throws(Errno) -> Void in
    try unsafe GuestMemory.write(room, to: address, count: size)
  }
  return 0
}

private func sigpending<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try call.pointer(0).write(UInt32(truncatingIfNeeded: pending(call.thread).rawValue))
  return 0
}

/// Waits with `mask` in force until a handler has run.
private func suspend(_ thread: ThreadPointer, _ mask: SignalSet) throws(Errno) -> Int64 {
  let mask = mask.subtracting(.unblockable)
  unsafe thread.pointee.temporaryMask = mask
  unsafe thread.pointee.hasTemporaryMask = true
  if unsafe thread.pointee.noted.set.subtracting(mask).rawValue != 0 {
    thread.demandSignals()
    throw .interrupted
  }
  var host = mask.forHost
  return try unsafe withUnsafeMutablePointer(to: &host) { room throws(Errno) -> Int64 in
    try Host.guestCall(.rtSigsuspend, UInt64(UInt(bitPattern: room)), 8)
  }
}

private func rtSigsuspend<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try checkSetSize(call.word(1))
  return try suspend(call.thread, try call.pointer(0).read())
}

private func sigsuspend<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try suspend(call.thread, SignalSet(rawValue: UInt64(call.unsigned(2))))
}

private func sigaltstack<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var wish: AlternateStack? = nil
  if A.identifier == .x86_64 {
    if call.word(0) != 0 { wish = AlternateStack(try call.pointer(0, to: SignalStack64.self).read()) }
    let old = try AlternateStackCall.set(call.thread, wish)
    if call.word(1) != 0 { try call.pointer(1).write(SignalStack64(old)) }
  } else {
    if call.word(0) != 0 { wish = AlternateStack(try call.pointer(0, to: SignalStack32.self).read()) }
    let old = try AlternateStackCall.set(call.thread, wish)
    if call.word(1) != 0 { try call.pointer(1).write(SignalStack32(old)) }
  }
  return 0
}

private func rtSigreturn<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  switch A.identifier {
  case .x86_64: SignalReturn.wide(call.thread)
  case .x32: SignalReturn.x32(call.thread)
  case .i386, .arm: try SignalReturn.realTime(call.thread)
  }
  return unsafe Int64(bitPattern: call.thread.pointee.gateway.frame.ax)
}

private func sigreturn<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try SignalReturn.plain(call.thread)
  return unsafe Int64(bitPattern: call.thread.pointee.gateway.frame.ax)
}

private func rtSigtimedwait<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try timedWait(call, nanoseconds: MemoryLayout<A.Long>.size)
}

private func rtSigtimedwait64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try timedWait(call, nanoseconds: 8)
}

/// Takes a pending signal; `nanoseconds` is the width of the timeout's fields in bytes.
private func timedWait<A: ABI>(_ call: borrowing Call<A>, nanoseconds width: Int) throws(Errno) -> Int64 {
  try checkSetSize(call.word(3))
  var set: SignalSet = try call.pointer(0).read()
  var timeout = HostTimespec()
  let hasTimeout = call.word(2) != 0
  if hasTimeout {
    if width == 4 {
      let seconds: Int32 = try call.pointer(2).read()
      let rest: Int32 = try call.pointer(2, to: Int32.self).advanced(by: 1).read()
      timeout = HostTimespec(seconds: Int64(seconds), nanoseconds: Int64(rest))
    } else {
      let seconds: Int64 = try call.pointer(2).read()
      let rest: Int32 = try call.pointer(2, to: Int32.self).advanced(by: 2).read()
      timeout = HostTimespec(seconds: seconds, nanoseconds: Int64(rest))
    }
  }
  let thread = call.thread
  if let waiting = Delivery.take(thread, notIn: SignalSet.all.subtracting(set)) {
    try give(waiting, to: call.pointer(1), as: A.self)
    return Int64(waiting.signal)
  }
  var info = HostSignalInfo()
  let result = try unsafe withUnsafeMutablePointer(to: &set) { setRoom throws(Errno) -> Int64 in
    try unsafe withUnsafeMutablePointer(to: &info) { infoRoom throws(Errno) -> Int64 in
      try unsafe withUnsafeMutablePointer(to: &timeout) { timeRoom throws(Errno) -> Int64 in
        try Host.guestCall(
          .rtSigtimedwait, UInt64(UInt(bitPattern: setRoom)), UInt64(UInt(bitPattern: infoRoom)),
          hasTimeout ? UInt64(UInt(bitPattern: timeRoom)) : 0, 8)
      }
    }
  }
  try give(info, to: call.pointer(1), as: A.self)
  return result
}

/// Writes a signal's information in the layout of the ABI, where the guest wants it.
private func give<A: ABI>(
  _ info: HostSignalInfo, to output: GuestPointer<SignalInformation32>, as abi: A.Type
) throws(Errno) {
  if output.isNull { return }
  if A.identifier == .x86_64 {
    try output.rebound(to: HostSignalInfo.self).write(info)
  } else {
    try output.write(SignalInformation32(info, A.identifier))
  }
}

private func rtSigqueueinfo<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var info = try call.pointer(2, to: SignalInformation32.self).read().forHost(call.int(1), A.identifier)
  let process = call.word(0)
  let signal = call.word(1)
  return try unsafe withUnsafeMutablePointer(to: &info) { room throws(Errno) -> Int64 in
    try Host.guestCall(.rtSigqueueinfo, process, signal, UInt64(UInt(bitPattern: room)))
  }
}

private func rtTgsigqueueinfo<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var info = try call.pointer(3, to: SignalInformation32.self).read().forHost(call.int(2), A.identifier)
  let group = call.word(0)
  let process = call.word(1)
  let signal = call.word(2)
  return try unsafe withUnsafeMutablePointer(to: &info) { room throws(Errno) -> Int64 in
    try Host.guestCall(.rtTgsigqueueinfo, group, process, signal, UInt64(UInt(bitPattern: room)))
  }
}
