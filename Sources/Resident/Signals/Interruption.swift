import ResidentSupport

/// What a host signal interrupted.
enum Interruption {
  /// Guest code, or a stretch of the gateway in which the guest's registers are still known.
  case guest(register_frame)
  /// The resident at work.
  case resident

  /// Judges by the interrupted instruction.
  ///
  /// In the gateway's entry the call is undone, to be made again after the handler; in its exit the guest counts as
  /// resumed. In a trampoline it counts as being where it was when it jumped there.
  static func judge(_ context: HostContext, _ thread: ThreadPointer) -> Interruption {
    let ip = context.ip
    if SitePool.contains(ip) { return .guest(beforeTrampoline(context)) }
    if let frame = PageZeroCall.interrupted(context, thread) { return .guest(frame) }
    if let frame = WideSite.interrupted(context, thread) { return .guest(frame) }
    if !isResident(context) {
      let isEntering = context.cs == UInt16(SELECTOR_CODE64) && VirtualObject.current.contains(ip)
      return isEntering ? .guest(undone(context, thread, .virtualObject)) : .guest(context.registers)
    }
    let isSite = ip >= site_entry_begin_address() && ip < site_trapped_address()
    return judge(context, thread, isSite ? .site : .virtualObject)
  }

  private static func judge(_ context: HostContext, _ thread: ThreadPointer, _ way: GatewayLabels) -> Interruption {
    let ip = context.ip
    if ip >= way.entryBegin && ip < way.callEnd {
      return way.isPassedOn(context) ? .resident : .guest(undone(context, thread, way))
    }
    if ip >= way.asideBegin && ip < way.entryEnd || ip >= way.farBegin && ip < way.farEnd {
      return .guest(undone(context, thread, way))
    }
    if ip >= way.passExitBegin && ip < way.passExitEnd {
      return .guest(passed(context, thread, way))
    }
    if ip >= way.exitBegin && ip < way.exitEnd
      || ip >= wide_site_exit_begin_address() && ip < wide_site_exit_end_address()
      || ip >= gateway_full_exit_begin_address() && ip < gateway_full_exit_end_address()
    {
      thread.completeFrame()
      thread.waive(ATTENTION_FULL_EXIT)
      // It may have been loaded halfway; whoever goes on as the guest loads it.
      if thread.owes(ATTENTION_SEGMENTS) {
        ThreadLocalStorage.holdFS(thread)
      }
      return unsafe .guest(thread.pointee.gateway.frame)
    }
    return .resident
  }

  /// Judges a fault: one in the host's vDSO, where it works for a clock function of the guest's, is that function's.
  static func judgeFault(_ context: HostContext, _ thread: ThreadPointer) -> Interruption {
    if !isInClock(context) { return judge(context, thread) }
    var frame = unanswered(thread)
    frame.ip &-= 2
    return .guest(frame)
  }

  /// Whether the interrupted code is a function of the host's vDSO that the resident called.
  static func isInClock(_ context: HostContext) -> Bool { HostClock.contains(context.ip) && isResident(context) }

  /// Whether the call in progress came through the guest's vDSO.
  static func isClockFunction(_ thread: ThreadPointer) -> Bool {
    unsafe thread.pointee.gateway.entry == UInt32(ENTRY_VSYSCALL)
  }

  /// The guest's registers after the call in progress but for its result, in whose place its number stands.
  static func unanswered(_ thread: ThreadPointer) -> register_frame {
    thread.completeFrame()
    thread.waive(ATTENTION_FULL_EXIT)
    unsafe thread.pointee.gateway.frame.ax = thread.pointee.gateway.original_ax & 0xffff_ffff
    return unsafe thread.pointee.gateway.frame
  }

  /// Whether the interrupted code is the resident's: its own, or the host's vDSO called on the resident's stack.
  static func isResident(_ context: HostContext) -> Bool {
    if context.cs != UInt16(SELECTOR_CODE64) { return false }
    let (ip, sp) = (context.ip, context.sp)
    if ip >= __executable_start_address() && ip < etext_address() { return true }
    return sp >= UInt64(RESIDENT_BEGIN) && sp < UInt64(RESIDENT_END)
  }

  /// Whether the thread was in a call to the host, where no instruction can fault: a process may give itself a signal
  /// with any code.
  static func isInCall(_ context: HostContext) -> Bool {
    if context.cs != UInt16(SELECTOR_CODE64) { return false }
    let ip = context.ip
    return WideTrampolines.isInCall(ip) || ip == gateway_call_instruction_address() || ip == gateway_call_end_address()
      || ip == site_call_instruction_address() || ip == site_call_end_address()
      || ip == host_call_instruction_address() || ip == host_call_end_address() || ip == host_call_plain_end_address()
  }

  private static func beforeTrampoline(_ context: HostContext) -> register_frame {
    var frame = context.registers
    frame.ip = SitePool.original(frame.ip)
    frame.cs = UInt64(SELECTOR_CODE32)
    frame.ss = UInt64(SELECTOR_DATA)
    return frame
  }

  /// The guest's registers as they were before the call that the gateway had begun to take in.
  private static func undone(
    _ context: HostContext, _ thread: ThreadPointer, _ way: GatewayLabels
  ) -> register_frame {
    let ip = context.ip
    var frame = context.registers
    if ip >= way.saved { frame.ax = context.r13 }
    if ip >= way.captured { mergeFlags(context, into: &frame) }
    if ip < way.callEnd {
      if ip >= way.movedSI { frame.si = context.r10 }
      if ip >= way.movedDI { frame.di = context.r8 }
    }
    if ip >= way.foundCX && ip < way.findEnd { frame.cx = way.isSite ? context.r10 : context.r12 }
    let landing = way.landing(context)
    enterGuest(&frame, thread, at: landing &- 2)
    return frame
  }

  /// The guest's registers as they are after the call that the gateway has passed on and is leaving.
  private static func passed(
    _ context: HostContext, _ thread: ThreadPointer, _ way: GatewayLabels
  ) -> register_frame {
    let ip = context.ip
    var frame = context.registers
    if ip >= way.passExitKept { frame.ax = way.isSite ? context.r11 : context.r12 }
    if ip < way.passExitMovedCX { frame.cx = context.si }
    frame.si = context.r10
    frame.di = context.r8
    mergeFlags(context, into: &frame)
    enterGuest(&frame, thread, at: way.landing(context))
    return frame
  }

  private static func mergeFlags(_ context: HostContext, into frame: inout register_frame) {
    frame.flags = Flags.merging(arithmetic: UInt32(truncatingIfNeeded: context.r14), into: frame.flags)
  }

  private static func enterGuest(_ frame: inout register_frame, _ thread: ThreadPointer, at address: UInt64) {
    frame.ax &= 0xffff_ffff
    frame.ip = address
    frame.cs = UInt64(SELECTOR_CODE32)
    frame.ss = UInt64(SELECTOR_DATA)
    thread.resumeStepping(&frame)
    thread.waive(ATTENTION_FULL_EXIT)
  }

  /// A signal was noted while the guest's call was about to enter the kernel, or has come out of it to be restarted:
  /// the call ends here.
  static func stopCall(_ context: inout HostContext) {
    if stopPassedCall(&context, .virtualObject) || stopPassedCall(&context, .site) { return }
    if context.ip >= host_call_begin_address() && context.ip < host_call_end_address() {
      // As above, but %rcx is 0 before the instruction.
      let wasMade = context.ip == host_call_instruction_address() && context.cx == host_call_end_address()
      context.ax = UInt64(bitPattern: Int64(wasMade ? RESULT_RESTART_SYS : RESULT_NOT_STARTED))
      context.ip = host_call_end_address()
    }
  }

  private static func stopPassedCall(_ context: inout HostContext, _ way: GatewayLabels) -> Bool {
    if !way.isPassedOn(context) { return false }
    context.ax = UInt64(bitPattern: Int64(RESULT_RESTART_SYS))
    context.ip = way.callEnd
    return true
  }
}

/// The places in the code of a way through the gateway that say how far a call has come.
private enum GatewayLabels {
  case virtualObject
  case site

  var isSite: Bool { self == .site }

  private func label(_ virtualObject: UInt64, _ site: UInt64) -> UInt64 { isSite ? site : virtualObject }

  var entryBegin: UInt64 { label(gateway_entry_begin_address(), site_entry_begin_address()) }
  var saved: UInt64 { label(gateway_entry_saved_address(), site_entry_saved_address()) }
  var captured: UInt64 { label(gateway_entry_captured_address(), site_entry_captured_address()) }
  var movedSI: UInt64 { label(gateway_entry_moved_si_address(), site_entry_moved_si_address()) }
  var movedDI: UInt64 { label(gateway_entry_moved_di_address(), site_entry_moved_di_address()) }
  var callInstruction: UInt64 { label(gateway_call_instruction_address(), site_call_instruction_address()) }
  var callEnd: UInt64 { label(gateway_call_end_address(), site_call_end_address()) }
  var passExitBegin: UInt64 { label(gateway_pass_exit_begin_address(), site_pass_exit_begin_address()) }
  var passExitKept: UInt64 { label(gateway_pass_exit_kept_address(), site_pass_exit_kept_address()) }
  var passExitMovedCX: UInt64 { label(gateway_pass_exit_moved_cx_address(), site_pass_exit_moved_cx_address()) }
  var passExitEnd: UInt64 { label(gateway_pass_exit_end_address(), site_pass_exit_end_address()) }
  var asideBegin: UInt64 { label(gateway_entry_aside_address(), site_entry_aside_address()) }
  var entryEnd: UInt64 { label(gateway_entry_end_address(), site_entry_end_address()) }
  var farBegin: UInt64 { label(gateway_entry_far_address(), site_entry_far_address()) }
  var foundCX: UInt64 { label(gateway_entry_found_cx_address(), site_entry_found_cx_address()) }
  var findEnd: UInt64 { label(gateway_entry_find_end_address(), site_entry_find_end_address()) }
  var farEnd: UInt64 { label(gateway_entry_far_end_address(), site_entry_far_end_address()) }
  var exitBegin: UInt64 { label(gateway_exit_begin_address(), site_exit_begin_address()) }
  var exitEnd: UInt64 { label(gateway_exit_end_address(), site_exit_end_address()) }

  /// Where the guest goes on after the call; two bytes before, the call is made once more.
  func landing(_ context: HostContext) -> UInt64 {
    if !isSite { return UInt64(gateway_landing_offset()) }
    let landing = context.r12 & 0xffff_ffff
    return SitePool.contains(landing) ? SitePool.original(landing) : landing
  }

  /// Whether the kernel has been in the call at this way's `syscall` already and is to restart it.
  ///
  /// The instruction leaves its return address in %rcx; before it, %rcx is below 4 GiB.
  func isPassedOn(_ context: HostContext) -> Bool { context.ip == callInstruction && context.cx == callEnd }
}
