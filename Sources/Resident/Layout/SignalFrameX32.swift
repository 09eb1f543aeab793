/// `struct ucontext_x32`: 64-bit registers between 32-bit words.
struct UserContextX32: GuestValue {
  var flags: UInt32 = 0
  var link: UInt32 = 0
  var stack = SignalStack32()
  var pad: UInt32 = 0
  var registers = SignalContext64()
  var mask = SplitWord()
  init() {}
}

/// `struct rt_sigframe_x32`: what a handler of x32 is called with, whether it asked for the information or not.
struct RealTimeFrameX32: GuestValue {
  var returnAddress: UInt64 = 0
  var context = UserContextX32()
  var information = SignalInformation32()
  init() {}

  static var contextOffset: UInt64 { 8 }
  static var informationOffset: UInt64 { 296 }
}
