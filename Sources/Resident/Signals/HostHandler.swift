import ResidentSupport

/// The one handler that the host's kernel knows, for every signal that a guest handles and for those that the
/// resident needs.
///
/// Runs on the thread's signal stack with all but the needed signals blocked.
@_cdecl("resident_signal")
func residentSignal(
  _ signal: Int32, _ informationAddress: UnsafeRawPointer, _ contextAddress: UnsafeMutableRawPointer
) {
  let information = unsafe informationAddress.assumingMemoryBound(to: HostSignalInfo.self)
  let context = unsafe contextAddress.assumingMemoryBound(to: HostContext.self)
  let thread = unsafe ThreadPointer.owning(stackAddress: UInt64(UInt(bitPattern: context)))
  let info = unsafe information.pointee
  unsafe VectorState(at: context.pointee.vectorState).learnLayout()
  let isInCall = unsafe Interruption.isInCall(context.pointee) && !SingleStep.isOnItsWay(info, context.pointee)
  let isSent = info.isSent || isInCall
  if signal == Signal.system && !isSent && TrappedCall.isOne(info) {
    if unsafe HostClock.answer(&context.pointee) { return }
    unsafe TrappedCall.begin(thread, info, &context.pointee)
    return
  }
  if KernelExit.isOne(info, thread) {
    unsafe KernelExit.finish(thread, &context.pointee)
    return
  }
  if isSent {
    unsafe HostHandler.receive(info, thread, &context.pointee)
  } else {
    unsafe HostHandler.raise(info, thread, &context.pointee)
  }
}

enum HostHandler {
  /// Lets the host call the resident for `signal`.
  ///
  /// The kernel restarts calls by itself where it would for any handler; `Interruption` sees that and leaves the
  /// decision to the guest's own flags.
  static func install(_ signal: Int32, flags: UInt64 = 0) throws(Errno) {
    var action = HostSignalAction()
    action.handler = SignalEntry.address
    action.flags =
      flags & (SignalAction.noChildStop | SignalAction.noChildWait) | SignalAction.information
      | SignalAction.restorerGiven | SignalAction.onStack | SignalAction.restart
    // The handler itself reads and writes guest memory, and may fault there.
    if SignalSet.needed.contains(signal) { action.flags |= SignalAction.noDefer }
    action.restorer = signal_restorer_address()
    action.mask = SignalSet.all.subtracting(.needed).rawValue
    try set(signal, action)
  }

  /// Installs it for the signals that the resident cannot do without.
  static func installNeeded() throws(Errno) {
    try install(Signal.segmentation)
    try install(Signal.bus)
    try install(Signal.system)
  }

  /// Gives `signal` the host's own treatment: 0 default, 1 ignore.
  static func uninstall(_ signal: Int32, disposition: UInt64, flags: UInt64 = 0) throws(Errno) {
    var action = HostSignalAction()
    action.handler = disposition
    action.flags =
      flags & (SignalAction.noChildStop | SignalAction.noChildWait) | SignalAction.restorerGiven
    action.restorer = signal_restorer_address()
    try set(signal, action)
  }

  private static func set(_ signal: Int32, _ action: HostSignalAction) throws(Errno) {
    var action = action
    try unsafe withUnsafeMutablePointer(to: &action) { room throws(Errno) -> Void in
      try Host.call(.rtSigaction, UInt64(signal), UInt64(UInt(bitPattern: room)), 0, 8)
    }
  }

  /// A signal that somebody sent.
  static func receive(_ info: HostSignalInfo, _ thread: ThreadPointer, _ context: inout HostContext) {
    if isBlocked(info.signal, thread) {
      hold(info, thread, &context)
      return
    }
    switch Interruption.judge(context, thread) {
    case .guest(var frame):
      unsafe WideSite.decideRestart(context, thread.pointee.actions.pointee[info.signal], &frame)
      let vector = VectorState(at: context.vectorState)
      let outcome = Delivery.deliver(info, to: thread, &frame, vector, fault: nil)
      finish(outcome, info, thread, frame, &context)
    case .resident:
      unsafe thread.pointee.noted.add(info)
      thread.demand(ATTENTION_SIGNAL)
      context.mask = SignalSet.all.subtracting(.needed)
      Interruption.stopCall(&context)
    }
  }

  /// Whether the guest blocks `signal`.
  ///
  /// One that a waiting call's own mask lets in has come during that call; one that only this mask holds back has
  /// come before it.
  private static func isBlocked(_ signal: Int32, _ thread: ThreadPointer) -> Bool {
    if unsafe !thread.pointee.signalMask.contains(signal) { return false }
    return unsafe !thread.pointee.hasTemporaryMask || thread.pointee.temporaryMask.contains(signal)
  }

  /// Keeps a signal that came although the guest blocks it.
  ///
  /// The host's mask never holds the needed ones back; any other came while the mask was about to change, and goes
  /// back to where the kernel keeps what is blocked.
  private static func hold(_ info: HostSignalInfo, _ thread: ThreadPointer, _ context: inout HostContext) {
    if SignalSet.needed.contains(info.signal) {
      unsafe thread.pointee.noted.add(info)
      return
    }
    context.mask = context.mask.union(SignalSet(info.signal))
    var copy = info
    let process = UInt64((try? Host.call(.getpid)) ?? 0)
    _ = try? Host.lending(&copy) { room throws(Errno) in
      try Host.call(
        .rtTgsigqueueinfo, process, UInt64(UInt32(bitPattern: thread.tid)), UInt64(info.signal), room)
    }
  }

  /// A signal that the kernel raised for the interrupted instruction.
  static func raise(_ info: HostSignalInfo, _ thread: ThreadPointer, _ context: inout HostContext) {
    if context.ip >= guest_access_begin_address() && context.ip < guest_access_end_address()
      && context.cs == UInt16(SELECTOR_CODE64)
    {
      context.ip = guest_access_fault_address()
      return
    }
    if SingleStep.isOnItsWay(info, context) { return }
    if SingleStep.entered(info, context) {
      SingleStep.pause(thread, &context)
      return
    }
    if Interruption.isInClock(context) && !Interruption.isClockFunction(thread) {
      // The kernel's own call does not need the counter that the vDSO may not read.
      HostClock.leaveVirtualObject()
      unsafe TrappedCall.begin(thread, Interruption.unanswered(thread), as: .i386, &context)
      return
    }
    guard case .guest(var frame) = Interruption.judgeFault(context, thread) else {
      CrashReport.print(info, thread, context)
      Host.exit(134)
    }
    var (info, cause) = (info, context)
    if info.signal == Signal.segmentation || info.signal == Signal.bus {
      switch PageZeroCall.judgeFault(info, context, frame) {
      case .none: break
      case .call(let frame):
        TrappedCall.begin(thread, frame, as: frame.isWide ? WideSite.abi(number: frame.ax) : .i386, &context)
        return
      case .guests(let told, let fault): (info, cause) = (told, fault)
      }
    }
    if info.signal == Signal.segmentation {
      switch ProtectionFault.judge(thread, &frame, cause) {
      case .guests:
        break
      case .mended:
        context.resume(frame)
        restoreSegments(thread)
        return
      case .call:
        TrappedCall.begin(thread, frame, as: .i386, &context)
        return
      case .siteCall:
        WideSite.begin(thread, frame, &context)
        return
      }
    }
    let action = unsafe thread.pointee.actions.pointee[info.signal]
    let isBlocked = unsafe thread.pointee.signalMask.contains(info.signal)
    if !action.hasHandler || isBlocked {
      // As the kernel's force_sig: the default action, for the instruction that is about to fault once more.
      _ = try? uninstall(info.signal, disposition: 0)
      context.mask = context.mask.subtracting(SignalSet(info.signal))
      context.resume(frame)
      restoreSegments(thread)
      return
    }
    let fault = FaultInformation(trap: cause.trap, error: cause.error, address: cause.faultAddress)
    unsafe thread.pointee.lastFault = fault
    let outcome = Delivery.deliver(info, to: thread, &frame, VectorState(at: context.vectorState), fault: fault)
    finish(outcome, info, thread, frame, &context)
  }

  private static func finish(
    _ outcome: Delivery.Outcome, _ info: HostSignalInfo, _ thread: ThreadPointer, _ frame: register_frame,
    _ context: inout HostContext
  ) {
    switch outcome {
    case .delivered:
      context.resume(frame)
      context.mask = unsafe thread.pointee.signalMask.forHost
    case .ignored:
      context.resume(frame)
    case .die(let signal):
      Delivery.die(of: signal)
      context.resume(frame)
      context.mask = context.mask.subtracting(SignalSet(signal))
    }
    restoreSegments(thread)
  }

  /// The guest goes on without passing the gateway's exit, which would have loaded %fs.
  static func restoreSegments(_ thread: ThreadPointer) {
    if !thread.owes(ATTENTION_SEGMENTS) { return }
    if segment_read_fs_base() != thread.address { return }
    let frame = unsafe thread.pointee.gateway.frame
    _ = segment_load_fs(frame.fs)
    if frame.fs == UInt32(SELECTOR_DATA) || frame.fs == 0 && frame.isWide { segment_write_fs_base(frame.fs_base) }
  }
}

/// The address of the handler, as the kernel takes it.
private enum SignalEntry {
  static var address: UInt64 { signal_entry_address() }
}
