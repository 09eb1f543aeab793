import ResidentSupport

/// Writes the frames that x32 handlers are called with (`x32_setup_rt_frame`).
extension WideSignalFrame {
  /// Pushes a frame for `info` onto the guest's stack and points the registers at the handler.
  ///
  /// Throws where the stack cannot take it; then the registers are as they were.
  static func pushX32(
    _ info: HostSignalInfo, _ action: SignalAction, _ thread: ThreadPointer, _ frame: inout register_frame,
    _ vector: VectorState
  ) throws(Errno) {
    if !action.has(SignalAction.restorerGiven) { throw .fault }
    let stack = unsafe thread.pointee.alternateStack
    let place = try Place(
      action, stack, stackPointer: frame.isWide ? frame.sp : frame.sp & 0xffff_ffff,
      hasVectorState: vector.address != 0, size: MemoryLayout<RealTimeFrameX32>.stride, limit: X32.addressLimit)
    if vector.address != 0 { try vector.write(image: place.vectorState, prefix: 0) }
    // The 64-bit words are the same, whatever lies between them.
    let wide = unsafe savedContext(thread, frame, stack)
    var block = RealTimeFrameX32()
    block.returnAddress = action.restorer
    block.context.flags = UInt32(truncatingIfNeeded: wide.flags)
    block.context.stack = SignalStack32(stack)
    block.context.registers = wide.registers
    block.context.registers.vectorState = vector.address == 0 ? 0 : place.vectorState
    block.context.mask = SplitWord(wide.mask.rawValue)
    block.information = SignalInformation32(info, .x32)
    try GuestPointer<RealTimeFrameX32>(place.frame).write(block)
    if stack.flags & AlternateStack.autoDisarm != 0 { unsafe thread.pointee.alternateStack = AlternateStack() }
    vector.reset()
    frame.si = place.frame &+ RealTimeFrameX32.informationOffset
    frame.dx = place.frame &+ RealTimeFrameX32.contextOffset
    enter(action, info.signal, place.frame, &frame)
  }
}
