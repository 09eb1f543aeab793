/// Changes of what a process does with a signal.
enum SignalActionCall {
  /// Sets the action for `signal` where one is given; gives the one that was in force.
  static func set(_ thread: ThreadPointer, _ signal: Int32, _ new: SignalAction?) throws(Errno) -> SignalAction {
    if signal < 1 || signal > Signal.last || new != nil && SignalSet.unblockable.contains(signal) { throw .invalid }
    let actions = unsafe thread.pointee.actions
    SignalActionsPool.lock.acquire(for: thread.tid)
    defer { SignalActionsPool.lock.release() }
    let old = unsafe actions.pointee[signal]
    guard var action = new else { return old }
    action.mask = action.mask.subtracting(.unblockable)
    action.flags &= SignalAction.known
    unsafe actions.pointee[signal] = action
    if action.hasHandler {
      try HostHandler.install(signal, flags: action.flags)
    } else if !SignalSet.needed.contains(signal) {
      try HostHandler.uninstall(signal, disposition: action.handler, flags: action.flags)
    }
    if !action.hasHandler && (action.isIgnored || Delivery.isIgnoredByDefault(signal)) {
      unsafe thread.pointee.noted.drop(signal)
    }
    return old
  }
}
