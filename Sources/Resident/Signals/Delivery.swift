import ResidentSupport

/// Turns a host signal into a guest's: the action's choice, the frame, the masks.
enum Delivery {
  enum Outcome {
    /// The registers now enter the guest's handler.
    case delivered
    case ignored
    /// The process ends of this signal once the host sees it.
    case die(Int32)
  }

  /// Delivers one signal to guest code that stands at `frame`.
  ///
  /// `fault` is what the CPU said where the guest's own instruction raised it.
  static func deliver(
    _ info: HostSignalInfo, to thread: ThreadPointer, _ frame: inout register_frame, _ vector: VectorState,
    fault: FaultInformation?
  ) -> Outcome {
    let signal = info.signal
    let actions = unsafe thread.pointee.actions
    let action = unsafe actions.pointee[signal]
    if action.isIgnored { return .ignored }
    if action.isDefault { return isIgnoredByDefault(signal) ? .ignored : .die(signal) }
    do throws(Errno) {
      switch action.abi {
      case .x86_64:
        try RealTimeFrame64.push(info, action, thread, &frame, vector)
        frame.ax = 0
      case .x32: try RealTimeFrameX32.push(info, action, thread, &frame, vector)
      default: try SignalFrame.push(info, action, thread, &frame, vector)
      }
    } catch {
      return badStack(signal, thread, &frame, vector)
    }
    if action.has(SignalAction.resetHandler) {
      // Its flags and its mask stay.
      unsafe actions.pointee[signal].handler = 0
      if !SignalSet.needed.contains(signal) {
        _ = try? HostHandler.uninstall(signal, disposition: 0, flags: action.flags)
      }
    }
    let current = unsafe thread.pointee.hasTemporaryMask ? thread.pointee.temporaryMask : thread.pointee.signalMask
    unsafe thread.pointee.hasTemporaryMask = false
    var mask = current.union(action.mask)
    if !action.has(SignalAction.noDefer) { mask = mask.union(SignalSet(signal)) }
    unsafe thread.pointee.signalMask = mask.subtracting(.unblockable)
    return .delivered
  }

  /// The kernel's `force_sigsegv`: a frame that could not be written is a segmentation fault, and one of SIGSEGV itself
  /// ends the process.
  private static func badStack(
    _ signal: Int32, _ thread: ThreadPointer, _ frame: inout register_frame, _ vector: VectorState
  ) -> Outcome {
    let segmentation = Signal.segmentation
    let action = unsafe thread.pointee.actions.pointee[segmentation]
    let isBlocked = unsafe thread.pointee.signalMask.contains(segmentation)
    if signal == segmentation || !action.hasHandler || isBlocked { return .die(segmentation) }
    return deliver(.kernel(segmentation), to: thread, &frame, vector, fault: nil)
  }

  /// The process's own end by `signal`: the host takes the default action as soon as it is not blocked.
  static func die(of signal: Int32) {
    Statistics.report()
    _ = try? HostHandler.uninstall(signal, disposition: 0)
    let process = (try? Host.call(.getpid)) ?? 0
    let thread = (try? Host.call(.gettid)) ?? 0
    _ = try? Host.call(.tgkill, UInt64(process), UInt64(thread), UInt64(signal))
  }

  /// The signals whose default action is to be ignored.
  static func isIgnoredByDefault(_ signal: Int32) -> Bool {
    signal == Signal.child || signal == Signal.continue || signal == Signal.urgent || signal == Signal.windowChange
  }

  /// At the gateway's way out: deals with every noted signal, decides how an interrupted call goes on, and leaves the
  /// frame ready to enter the guest.
  static func attend(_ thread: ThreadPointer) {
    thread.completeFrame()
    if !thread.hasNotedSignal { return }
    if CallRestart.isNotStarted(thread) { unsafe thread.pointee.hasTemporaryMask = false }
    var isRestartDecided = false
    while true {
      thread.waive(ATTENTION_SIGNAL)
      let mask = unsafe thread.pointee.hasTemporaryMask ? thread.pointee.temporaryMask : thread.pointee.signalMask
      guard let info = take(thread, notIn: mask) else { break }
      let action = unsafe thread.pointee.actions.pointee[info.signal]
      if !isRestartDecided && action.hasHandler {
        CallRestart.decide(thread, action)
        isRestartDecided = true
      }
      let vector = VectorState.saved(in: thread)
      let outcome = unsafe deliver(info, to: thread, &thread.pointee.gateway.frame, vector, fault: nil)
      switch outcome {
      case .delivered:
        vector.load()
      case .ignored:
        break
      case .die(let signal):
        setHostMask(SignalSet.all.subtracting(SignalSet(signal)))
        die(of: signal)
      }
    }
    if !isRestartDecided { CallRestart.decide(thread, nil) }
    unsafe thread.pointee.hasTemporaryMask = false
    setHostMask(unsafe thread.pointee.signalMask.forHost)
  }

  /// Takes out the next signal that `mask` does not block and that is known here, in the order of the kernel's
  /// `next_signal`: those that an instruction can raise first.
  ///
  /// Of these the guest's blocked ones wait partly here and partly in the host.
  static func take(_ thread: ThreadPointer, notIn mask: SignalSet) -> HostSignalInfo? {
    let noted = unsafe thread.pointee.noted.set.subtracting(mask)
    if noted.rawValue & SignalSet.needed.rawValue == 0 { return unsafe thread.pointee.noted.take(notIn: mask) }
    var waiting = SignalSet()
    _ = try? Host.lending(&waiting) { room throws(Errno) in try Host.call(.rtSigpending, room, 8) }
    let raised = SignalSet(
      rawValue: (noted.rawValue | waiting.rawValue & ~mask.rawValue) & SignalSet.synchronous.rawValue)
    let first = Int32(raised.rawValue.trailingZeroBitCount) &+ 1
    var set = SignalSet(first)
    if !noted.contains(first) {
      var info = HostSignalInfo()
      var now = HostTimespec()
      let found = try? Host.lending(&set) { set throws(Errno) in
        try Host.lending(&info) { info throws(Errno) in
          try Host.lending(&now) { now throws(Errno) in try Host.call(.rtSigtimedwait, set, info, now, 8) }
        }
      }
      if found != nil { return info }
      set = noted
    }
    return unsafe thread.pointee.noted.take(notIn: SignalSet.all.subtracting(set))
  }

  /// Sets the host's mask for the calling thread.
  static func setHostMask(_ mask: SignalSet) {
    var mask = mask
    unsafe withUnsafeMutablePointer(to: &mask) { room in
      _ = try? Host.call(.rtSigprocmask, 2, UInt64(UInt(bitPattern: room)), 0, 8)
    }
  }
}

/// How a call that a signal ended goes on: the kernel's rules in `handle_signal` and `do_signal`.
enum CallRestart {
  /// Stands for the call's number where %eax is not a call's result.
  static var none: UInt64 { 0xffff_ffff }

  /// Decides for the first handler that is about to run, or for none.
  static func decide(_ thread: ThreadPointer, _ action: SignalAction?) {
    if unsafe thread.pointee.gateway.original_ax == none { return }
    let result = unsafe Int32(truncatingIfNeeded: thread.pointee.gateway.frame.ax)
    switch 0 &- result {
    case Errno.notStarted.rawValue, Errno.restartAlways.rawValue:
      restart(thread)
    case Errno.restartSystem.rawValue:
      if let action, !action.has(SignalAction.restart), !LockWait.isInProgress(thread) {
        let result = 0 &- Errno.interrupted.rawValue
        unsafe thread.pointee.gateway.frame.ax =
          thread.isWide ? UInt64(bitPattern: Int64(result)) : UInt64(UInt32(bitPattern: result))
      } else {
        restart(thread)
      }
    default:
      break
    }
  }

  /// Whether the call in the frame was stopped before the host saw it; then its own mask never came into force.
  static func isNotStarted(_ thread: ThreadPointer) -> Bool {
    unsafe thread.pointee.gateway.original_ax != none
      && Int32(truncatingIfNeeded: thread.pointee.gateway.frame.ax) == RESULT_NOT_STARTED
  }

  private static func restart(_ thread: ThreadPointer) {
    unsafe thread.pointee.gateway.frame.ax = thread.pointee.gateway.original_ax & 0xffff_ffff
    unsafe thread.pointee.gateway.frame.ip &-= 2
  }
}

@_cdecl("resident_attend")
func residentAttend(_ block: UnsafeMutableRawPointer) {
  unsafe Delivery.attend(block.assumingMemoryBound(to: Thread.self))
}
