/// `struct sigaction` of `rt_sigaction`.
struct RealTimeAction<A: ABI>: GuestValue {
  var handler = A.Address()
  var flags = A.Address()
  var restorer = A.Address()
  /// Two words for the 32-bit kernels' sake: aligned to four bytes there, and where it lies so in any case elsewhere.
  var mask = SplitWord()
  init() {}

  init(_ action: SignalAction) {
    handler = A.Address(truncatingIfNeeded: action.handler)
    flags = A.Address(truncatingIfNeeded: action.flags)
    restorer = A.Address(truncatingIfNeeded: action.restorer)
    mask = SplitWord(action.mask.rawValue)
  }

  var action: SignalAction {
    SignalAction(
      handler: UInt64(handler), flags: UInt64(flags), restorer: UInt64(restorer),
      mask: SignalSet(rawValue: mask.value), abi: A.identifier)
  }
}

/// `struct old_sigaction` of i386's `sigaction`.
struct OldSignalAction: GuestValue {
  var handler: UInt32 = 0
  var mask: UInt32 = 0
  var flags: UInt32 = 0
  var restorer: UInt32 = 0
  init() {}
}
