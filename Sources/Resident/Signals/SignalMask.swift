import ResidentSupport

/// Changes of a thread's signal mask.
enum SignalMask {
  /// Makes `mask` the guest's; the host's follows.
  ///
  /// A needed signal that had been waiting for it is delivered on the way out.
  static func set(_ thread: ThreadPointer, _ mask: SignalSet) {
    let mask = mask.subtracting(.unblockable)
    unsafe thread.pointee.signalMask = mask
    // With a signal noted the host's mask stays filled until it has been delivered.
    if !thread.hasNotedSignal { Delivery.setHostMask(mask.forHost) }
    if unsafe thread.pointee.noted.set.subtracting(mask).rawValue != 0 { thread.demand(ATTENTION_SIGNAL) }
  }
}
