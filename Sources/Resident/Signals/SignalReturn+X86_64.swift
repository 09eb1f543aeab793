import ResidentSupport

/// Takes a guest back to where a signal found it, from an x86-64 or x32 frame (`restore_sigcontext`).
extension SignalReturn {
  /// `rt_sigreturn` of x86-64: the stack pointer has popped the return address.
  static func wide(_ thread: ThreadPointer) {
    let place = thread.stackPointer &- 8 &+ RealTimeFrame64.contextOffset
    do throws(Errno) {
      let context = try GuestPointer<UserContext64>(place).read()
      SignalMask.set(thread, context.mask)
      // Before the registers, as Linux does since 6.12: a handler that runs on the stack in force cannot change it this
      // way. i386 and x32 put the registers back first, and so look at where the handler returns to.
      AlternateStackCall.restore(thread, AlternateStack(context.stack))
      try restore(thread, context.registers, flags: context.flags)
    } catch {
      bad(thread)
    }
  }

  /// `rt_sigreturn` of x32.
  static func x32(_ thread: ThreadPointer) {
    let place = thread.stackPointer &- 8 &+ RealTimeFrameX32.contextOffset
    do throws(Errno) {
      let context = try GuestPointer<UserContextX32>(place).read()
      SignalMask.set(thread, SignalSet(rawValue: context.mask.value))
      try restore(thread, context.registers, flags: UInt64(context.flags))
      AlternateStackCall.restore(thread, AlternateStack(context.stack))
    } catch {
      bad(thread)
    }
  }

  private static func restore(
    _ thread: ThreadPointer, _ registers: SignalContext64, flags: UInt64
  ) throws(Errno) {
    var frame = unsafe registers.registers(over: thread.pointee.gateway.frame)
    if flags & UserContext64.isStrictAboutStackSegment == 0 && frame.isWide {
      frame.ss = UInt64(SELECTOR_DATA)
    }
    unsafe thread.pointee.gateway.frame = frame
    unsafe thread.pointee.gateway.original_ax = CallRestart.none
    unsafe thread.pointee.gateway.entry = UInt32(ENTRY_TRAP)
    thread.demand(ATTENTION_FULL_EXIT)
    let vector = VectorState(at: thread.vectorState)
    if registers.vectorState == 0 {
      vector.reset()
    } else {
      try vector.read(image: registers.vectorState)
    }
    if !vector.load() { throw .fault }
  }
}
