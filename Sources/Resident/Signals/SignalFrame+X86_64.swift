import ResidentSupport

/// The frames that x86-64 handlers are called with (`x64_setup_rt_frame`).
extension RealTimeFrame64: WideSignalFrame {
  static var limit: UInt64 { X86_64.addressLimit }

  init(_ info: HostSignalInfo, _ context: UserContext64, _ stack: AlternateStack, restorer: UInt64) {
    self.init()
    returnAddress = restorer
    information = info
    self.context = context
  }
}

/// A frame for a handler of 64-bit code.
protocol WideSignalFrame: GuestValue {
  /// One past the highest address where it may lie.
  static var limit: UInt64 { get }
  static var contextOffset: UInt64 { get }
  static var informationOffset: UInt64 { get }

  init(_ info: HostSignalInfo, _ context: UserContext64, _ stack: AlternateStack, restorer: UInt64)
}

extension WideSignalFrame {
  /// Pushes a frame for `info` onto the guest's stack and points the registers at the handler.
  ///
  /// Throws where the stack cannot take it; then the registers are as they were.
  static func push(
    _ info: HostSignalInfo, _ action: SignalAction, _ thread: ThreadPointer, _ frame: inout register_frame,
    _ vector: VectorState
  ) throws(Errno) {
    if !action.has(SignalAction.restorerGiven) { throw .fault }
    let stack = unsafe thread.pointee.alternateStack
    let place = try WideSignalFramePlace(
      action, stack, stackPointer: frame.isWide ? frame.sp : frame.sp & 0xffff_ffff,
      hasVectorState: vector.address != 0, size: MemoryLayout<Self>.stride, limit: limit)
    if vector.address != 0 { try vector.write(image: place.vectorState, prefix: 0) }
    var context = unsafe savedContext(thread, frame, stack)
    context.registers.vectorState = vector.address == 0 ? 0 : place.vectorState
    try GuestPointer<Self>(place.frame).write(Self(info, context, stack, restorer: action.restorer))
    if stack.flags & AlternateStack.autoDisarm != 0 { unsafe thread.pointee.alternateStack = AlternateStack() }
    vector.reset()
    frame.si = place.frame &+ informationOffset
    frame.dx = place.frame &+ contextOffset
    enter(action, info.signal, place.frame, &frame)
  }

  /// Points the registers at the handler.
  private static func enter(_ action: SignalAction, _ signal: Int32, _ place: UInt64, _ frame: inout register_frame) {
    frame.di = UInt64(UInt32(bitPattern: signal))
    frame.sp = place
    frame.ip = action.handler
    frame.flags &= ~(Flags.direction | Flags.resume | Flags.trap)
    frame.cs = UInt64(SELECTOR_CODE64)
    frame.ss = UInt64(SELECTOR_DATA)
  }

  private static func savedContext(
    _ thread: ThreadPointer, _ frame: register_frame, _ stack: AlternateStack
  ) -> UserContext64 {
    let fault = unsafe thread.pointee.lastFault
    var context = UserContext64()
    context.flags = UserContext64.hasStackSegment
    if VectorState.hasExtended { context.flags |= UserContext64.hasExtendedState }
    if frame.isWide { context.flags |= UserContext64.isStrictAboutStackSegment }
    context.stack = SignalStack64(stack)
    context.registers = SignalContext64(frame)
    context.registers.trap = fault.trap
    context.registers.error = fault.error
    context.registers.faultAddress = fault.address
    context.mask = unsafe thread.pointee.signalMask
    context.registers.oldMask = context.mask.rawValue
    return context
  }
}

/// Where the parts of a frame lie: the kernel's `get_sigframe` and `fpu__alloc_mathframe`.
private struct WideSignalFramePlace {
  var frame: UInt64
  var vectorState: UInt64 = 0

  init(
    _ action: SignalAction, _ stack: AlternateStack, stackPointer: UInt64, hasVectorState: Bool, size: Int,
    limit: UInt64
  ) throws(Errno) {
    let redZone: UInt64 = 128
    var pointer = stackPointer &- redZone
    let isNested = stack.isEnabled && stack.holds(stackPointer)
    var enters = false
    if action.has(SignalAction.onStack) && stack.isEnabled && !stack.holds(pointer) {
      pointer = stack.base &+ stack.size
      enters = true
    }
    if hasVectorState {
      pointer = (pointer &- VectorState.size &- (VectorState.hasExtended ? 4 : 0)) & ~63
      vectorState = pointer
    }
    frame = ((pointer &- UInt64(size)) & ~15) &- 8
    // A frame that runs off the alternate stack is a fault, not something written elsewhere.
    if (enters || isNested) && (frame <= stack.base || frame > stack.base &+ stack.size) { throw .fault }
    if frame >= limit { throw .fault }
  }
}
