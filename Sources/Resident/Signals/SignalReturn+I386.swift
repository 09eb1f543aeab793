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
    restoreSegments(thread, context)
    let vector = VectorState(at: thread.vectorState)
    if context.vectorState == 0 {
      vector.reset()
    } else {
      try vector.read(from: UInt64(context.vectorState))
    }
    if !vector.load() { throw .fault }
  }

  /// The kernel's `reload_segments`: a selector that cannot be loaded becomes the null one.
  private static func restoreSegments(_ thread: ThreadPointer, _ context: SignalContext32) {
    if !ThreadLocalStorage.loadGS(thread, named(context.gs)) { _ = ThreadLocalStorage.loadGS(thread, 0) }
    let fs = named(context.fs)
    if fs != ThreadLocalStorage.visibleFS(thread) {
      let isSlot = ThreadLocalStorage.base(of: fs, in: thread) != nil
      ThreadLocalStorage.loadFS(thread, isSlot || isLoadable(fs) ? fs : 0)
    }
    let ds = named(context.ds)
    let es = named(context.es)
    let isData = isLoadable(ds)
    let isExtra = isLoadable(es)
    _ = segment_load_data(isData ? ds : 0, isExtra ? es : 0)
  }

  /// The selector that the kernel loads for one in a frame (`fixup_rpl`).
  private static func named(_ selector: UInt32) -> UInt32 {
    let selector = selector & 0xffff
    return selector <= 3 ? 0 : selector | 3
  }

  /// Tries it in %es, which is loaded right after.
  private static func isLoadable(_ selector: UInt32) -> Bool {
    segment_load_data(UInt32(SELECTOR_DATA), selector) == 0
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
