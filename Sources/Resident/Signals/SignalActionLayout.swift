/// `struct sigaction` of `rt_sigaction` in a 32-bit ABI.
struct RealTimeAction<A: ABI>: GuestValue {
  var handler = A.Address()
  var flags = A.Address()
  var restorer = A.Address()
  var mask = A.Wide()
  init() {}

  init(_ action: SignalAction) {
    handler = A.Address(truncatingIfNeeded: action.handler)
    flags = A.Address(truncatingIfNeeded: action.flags)
    restorer = A.Address(truncatingIfNeeded: action.restorer)
    mask = A.Wide(action.mask.rawValue)
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
