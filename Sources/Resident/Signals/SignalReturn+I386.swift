import ResidentSupport

/// Takes a guest back to where a signal found it (`ia32_restore_sigcontext`).
enum SignalReturn {
  /// `sigreturn`: the frame lies just below the stack pointer, which has popped the return address and the signal.
  static func plain(_ thread: ThreadPointer) throws(Errno) {
    let frame = thread.stackPointer &- 8
    let context: SignalContext32
    var mask: UInt64
    do throws(Errno) {
      context = try GuestPointer<SignalContext32>(frame &+ PlainFrameHead32.contextOffset).read()
      mask = UInt64(context.oldMask)
      mask |= UInt64(try GuestPointer<UInt32>(frame &+ PlainFrameHead32.secondMaskOffset).read()) << 32
      SignalMask.set(thread, SignalSet(rawValue: mask))
      try restore(thread, context)
    } catch {
      bad(thread)
    }
  }

  /// `rt_sigreturn`: the stack pointer has popped the return address only.
  static func realTime(_ thread: ThreadPointer) throws(Errno) {
    let frame = thread.stackPointer &- 4
    do throws(Errno) {
      let context = try GuestPointer<UserContext32>(frame &+ RealTimeFrame32.contextOffset).read()
      SignalMask.set(thread, SignalSet(rawValue: UInt64(context.mask[0]) | UInt64(context.mask[1]) << 32))
      try restore(thread, context.registers)
      AlternateStackCall.restore(thread, AlternateStack(context.stack))
    } catch {
      bad(thread)
    }
  }

  private static func restore(_ thread: ThreadPointer, _ context: SignalContext32) throws(Errno) {
    let old = unsafe thread.pointee.gateway.frame
    var frame = old
    frame.di = UInt64(context.di)
    frame.si = UInt64(context.si)
    frame.bp = UInt64(context.bp)
    frame.sp = UInt64(context.sp)
    frame.bx = UInt64(context.bx)
    frame.dx = UInt64(context.dx)
    frame.cx = UInt64(context.cx)
    frame.ax = UInt64(context.ax)
    frame.ip = UInt64(context.ip)
    frame.cs = UInt64(context.cs & 0xffff | 3)
    frame.ss = UInt64(context.ss & 0xffff | 3)
    frame.flags = old.flags & ~Flags.changeable | UInt64(context.flags) & Flags.changeable | 0x202
    unsafe thread.pointee.gateway.frame = frame
    unsafe thread.pointee.gateway.original_ax = CallRestart.none
    unsafe thread.pointee.gateway.entry = UInt32(ENTRY_TRAP)
    thread.demand(ATTENTION_FULL_EXIT)
    if !ThreadLocalStorage.loadGS(thread, context.gs & 0xffff) { _ = ThreadLocalStorage.loadGS(thread, 0) }
    if context.fs & 0xffff != ThreadLocalStorage.visibleFS(thread) {
      ThreadLocalStorage.loadFS(thread, context.fs & 0xffff)
    }
    _ = segment_load_data(context.ds & 0xffff | 3, context.es & 0xffff | 3)
    let vector = VectorState(at: thread.vectorState)
    if context.vectorState == 0 {
      vector.reset()
    } else {
      try vector.read(from: UInt64(context.vectorState))
    }
    if !vector.load() { throw .fault }
  }

  /// A frame that cannot be read back is a segmentation fault at the call.
  static func bad(_ thread: ThreadPointer) {
    let action = unsafe thread.pointee.actions.pointee[Signal.segmentation]
    let isBlocked = unsafe thread.pointee.signalMask.contains(Signal.segmentation)
    if !action.hasHandler || isBlocked {
      Delivery.setHostMask(SignalSet.all.subtracting(SignalSet(Signal.segmentation)))
      Delivery.die(of: Signal.segmentation)
    }
    unsafe thread.pointee.noted.add(.kernel(Signal.segmentation))
    thread.demand(ATTENTION_SIGNAL)
  }
}
