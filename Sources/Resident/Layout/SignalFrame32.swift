/// `struct sigcontext_32`: the registers in an i386 signal frame.
struct SignalContext32: GuestValue {
  var gs: UInt32 = 0
  var fs: UInt32 = 0
  var es: UInt32 = 0
  var ds: UInt32 = 0
  var di: UInt32 = 0
  var si: UInt32 = 0
  var bp: UInt32 = 0
  var sp: UInt32 = 0
  var bx: UInt32 = 0
  var dx: UInt32 = 0
  var cx: UInt32 = 0
  var ax: UInt32 = 0
  var trap: UInt32 = 0
  var error: UInt32 = 0
  var ip: UInt32 = 0
  var cs: UInt32 = 0
  var flags: UInt32 = 0
  var stackPointerAtSignal: UInt32 = 0
  var ss: UInt32 = 0
  var vectorState: UInt32 = 0
  var oldMask: UInt32 = 0
  var faultAddress: UInt32 = 0
  init() {}
}

/// `stack_t` of a 32-bit ABI.
struct SignalStack32: GuestValue {
  var base: UInt32 = 0
  var flags: UInt32 = 0
  var size: UInt32 = 0
  init() {}
}

/// `struct ucontext_ia32`.
struct UserContext32: GuestValue {
  var flags: UInt32 = 0
  var link: UInt32 = 0
  var stack = SignalStack32()
  var registers = SignalContext32()
  var mask = InlineArray<2, UInt32>(repeating: 0)
  init() {}
}

/// `struct rt_sigframe_ia32`: what a handler with SA_SIGINFO is called with.
struct RealTimeFrame32: GuestValue {
  var returnAddress: UInt32 = 0
  var signal: Int32 = 0
  var informationPointer: UInt32 = 0
  var contextPointer: UInt32 = 0
  var information = SignalInformation32()
  var context = UserContext32()
  var returnCode = InlineArray<2, UInt32>(repeating: 0)
  init() {}

  static var informationOffset: UInt64 { 16 }
  static var contextOffset: UInt64 { 144 }
}

/// The words of `struct sigframe_ia32`, what other handlers are called with, up to its unused room for x87 state.
struct PlainFrameHead32: GuestValue {
  var returnAddress: UInt32 = 0
  var signal: Int32 = 0
  var context = SignalContext32()
  init() {}

  static var contextOffset: UInt64 { 8 }
  /// Behind the unused room: the second word of the mask, and the code that old programs ran to return.
  static var secondMaskOffset: UInt64 { 96 + 624 }
  static var size: UInt64 { 96 + 624 + 4 + 8 }
}
