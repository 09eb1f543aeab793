import ResidentSupport

/// Writes the frames that i386 handlers are called with (`ia32_setup_frame`, `ia32_setup_rt_frame`).
enum SignalFrame {
  /// Pushes a frame for `info` onto the guest's stack and points the registers at the handler.
  ///
  /// Throws where the stack cannot take it; then the registers are as they were.
  static func push(
    _ info: HostSignalInfo, _ action: SignalAction, _ thread: ThreadPointer, _ frame: inout register_frame,
    _ vector: VectorState
  ) throws(Errno) {
    let stack = unsafe thread.pointee.alternateStack
    let place = try Place(
      action, stack, stackPointer: frame.sp, stackSegment: frame.ss, hasVectorState: vector.address != 0)
    let ds = segment_read_ds()
    if vector.address != 0 {
      try vector.write(to: place.vectorState, codeSelector: UInt32(truncatingIfNeeded: frame.cs), dataSelector: ds)
    }
    let context = unsafe savedContext(thread, frame, vectorState: vector.address == 0 ? 0 : place.vectorState)
    let mask = unsafe thread.pointee.signalMask.rawValue
    if action.has(SignalAction.information) {
      try writeRealTime(info, action, thread, place.frame, context, mask)
      frame.dx = place.frame &+ RealTimeFrame32.informationOffset
      frame.cx = place.frame &+ RealTimeFrame32.contextOffset
    } else {
      var head = PlainFrameHead32()
      head.returnAddress = returnAddress(action, VirtualObject.current.sigreturn)
      head.signal = info.signal
      head.context = context
      try GuestPointer<PlainFrameHead32>(place.frame).write(head)
      try GuestPointer<UInt32>(place.frame &+ PlainFrameHead32.secondMaskOffset).write(
        UInt32(truncatingIfNeeded: mask >> 32))
      // popl %eax; movl $__NR_sigreturn, %eax; int $0x80: debuggers know a frame by it.
      try GuestPointer<UInt64>(place.frame &+ PlainFrameHead32.secondMaskOffset &+ 4).write(0x80cd_0000_0077_b858)
      frame.dx = 0
      frame.cx = 0
    }
    if unsafe thread.pointee.alternateStack.flags & AlternateStack.autoDisarm != 0 {
      unsafe thread.pointee.alternateStack = AlternateStack()
    }
    vector.reset()
    frame.sp = place.frame
    frame.ip = action.handler
    frame.ax = UInt64(UInt32(bitPattern: info.signal))
    frame.flags &= ~(Flags.direction | Flags.resume | Flags.trap)
    frame.cs = UInt64(SELECTOR_CODE32)
    frame.ss = UInt64(SELECTOR_DATA)
    _ = segment_load_data(UInt32(SELECTOR_DATA), UInt32(SELECTOR_DATA))
  }

  private static func writeRealTime(
    _ info: HostSignalInfo, _ action: SignalAction, _ thread: ThreadPointer, _ place: UInt64,
    _ context: SignalContext32, _ mask: UInt64
  ) throws(Errno) {
    var block = RealTimeFrame32()
    block.returnAddress = returnAddress(action, VirtualObject.current.realTimeSigreturn)
    block.signal = info.signal
    block.informationPointer = UInt32(truncatingIfNeeded: place &+ RealTimeFrame32.informationOffset)
    block.contextPointer = UInt32(truncatingIfNeeded: place &+ RealTimeFrame32.contextOffset)
    block.information = SignalInformation32(info)
    block.context.flags = VectorState.hasExtended ? 1 : 0
    block.context.stack = unsafe SignalStack32(thread.pointee.alternateStack)
    block.context.registers = context
    block.context.mask[0] = UInt32(truncatingIfNeeded: mask)
    block.context.mask[1] = UInt32(truncatingIfNeeded: mask >> 32)
    // movl $__NR_rt_sigreturn, %eax; int $0x80
    block.returnCode[0] = 0x0000_adb8
    block.returnCode[1] = 0x0080_cd00
    try GuestPointer<RealTimeFrame32>(place).write(block)
  }

  private static func returnAddress(_ action: SignalAction, _ own: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: action.has(SignalAction.restorerGiven) ? action.restorer : own)
  }

  private static func savedContext(
    _ thread: ThreadPointer, _ frame: register_frame, vectorState: UInt64
  ) -> SignalContext32 {
    func low(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word) }
    let fault = unsafe thread.pointee.lastFault
    var context = SignalContext32()
    context.gs = ThreadLocalStorage.visibleGS(thread)
    context.fs = ThreadLocalStorage.visibleFS(thread)
    context.es = segment_read_es()
    context.ds = segment_read_ds()
    context.di = low(frame.di)
    context.si = low(frame.si)
    context.bp = low(frame.bp)
    context.sp = low(frame.sp)
    context.bx = low(frame.bx)
    context.dx = low(frame.dx)
    context.cx = low(frame.cx)
    context.ax = low(frame.ax)
    context.trap = low(fault.trap)
    context.error = low(fault.error)
    context.ip = low(frame.ip)
    context.cs = low(frame.cs)
    context.flags = low(frame.flags)
    context.stackPointerAtSignal = low(frame.sp)
    context.ss = low(frame.ss)
    context.vectorState = low(vectorState)
    context.oldMask = unsafe low(thread.pointee.signalMask.rawValue)
    context.faultAddress = low(fault.address)
    return context
  }

  /// Where the parts of a frame lie: the kernel's `get_sigframe` and `fpu__alloc_mathframe`.
  struct Place {
    var frame: UInt64
    var vectorState: UInt64 = 0

    init(
      _ action: SignalAction, _ stack: AlternateStack, stackPointer: UInt64, stackSegment: UInt64, hasVectorState: Bool
    ) throws(Errno) {
      var pointer = stackPointer & 0xffff_ffff
      let isNested = stack.isEnabled && stack.holds(pointer)
      var enters = false
      if action.has(SignalAction.onStack) {
        if stack.isEnabled && !isNested {
          pointer = stack.base &+ stack.size
          enters = true
        }
      } else if stackSegment & 0xffff != UInt64(SELECTOR_DATA) && !action.has(SignalAction.restorerGiven)
        && action.restorer != 0
      {
        pointer = action.restorer
      }
      if hasVectorState {
        let size = VectorState.size &+ (VectorState.hasExtended ? 4 : 0)
        pointer = (pointer &- size) & ~63
        pointer &-= LegacyX87State.size
        vectorState = pointer
      }
      let size =
        action.has(SignalAction.information) ? UInt64(MemoryLayout<RealTimeFrame32>.stride) : PlainFrameHead32.size
      frame = ((pointer &- size &+ 4) & ~15) &- 4
      // A frame that runs off the alternate stack is a fault, not something written elsewhere.
      if (enters || isNested && action.has(SignalAction.onStack))
        && (frame <= stack.base || frame > stack.base &+ stack.size)
      {
        throw .fault
      }
      if frame > 0xffff_ffff { throw .fault }
    }
  }
}
