import ResidentSupport

/// The frames that x32 handlers are called with (`x32_setup_rt_frame`).
extension RealTimeFrameX32: WideSignalFrame {
  static var limit: UInt64 { X32.addressLimit }

  init(_ info: HostSignalInfo, _ context: UserContext64, _ stack: AlternateStack, restorer: UInt64) {
    self.init()
    returnAddress = restorer
    // The 64-bit words are the same, whatever lies between them.
    self.context.flags = UInt32(truncatingIfNeeded: context.flags)
    self.context.stack = SignalStack32(stack)
    self.context.registers = context.registers
    self.context.mask = SplitWord(context.mask.rawValue)
    information = SignalInformation32(info, .x32)
  }
}
