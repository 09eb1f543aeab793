import ResidentSupport

/// `sigaltstack` as the guest sees it: the host's own alternate stack is the resident's.
enum AlternateStackCall {
  private static var minimumSize: UInt64 { 2048 }

  /// The kernel's `do_sigaltstack` for a 32-bit task.
  static func set(
    _ thread: ThreadPointer, new: GuestPointer<SignalStack32>, old: GuestPointer<SignalStack32>
  ) throws(Errno) {
    let current = unsafe thread.pointee.alternateStack
    let pointer = unsafe thread.pointee.gateway.frame.sp & 0xffff_ffff
    let isOn = current.isEnabled && current.holds(pointer)
    if !new.isNull {
      let wish = try new.read()
      if isOn { throw .notPermitted }
      try unsafe change(thread, wish)
    }
    if !old.isNull {
      var answer = SignalStack32()
      answer.base = UInt32(truncatingIfNeeded: current.base)
      answer.size = UInt32(truncatingIfNeeded: current.size)
      answer.flags = !current.isEnabled ? AlternateStack.disabled : isOn ? AlternateStack.onStack : 0
      answer.flags |= current.flags & AlternateStack.autoDisarm
      try old.write(answer)
    }
  }

  /// What `rt_sigreturn` does with the stack in its frame: errors are passed over.
  static func restore(_ thread: ThreadPointer, _ stack: SignalStack32) {
    let current = unsafe thread.pointee.alternateStack
    let pointer = unsafe thread.pointee.gateway.frame.sp & 0xffff_ffff
    if current.isEnabled && current.holds(pointer) { return }
    do throws(Errno) { try change(thread, stack) } catch {}
  }

  private static func change(_ thread: ThreadPointer, _ wish: SignalStack32) throws(Errno) {
    let mode = wish.flags & ~AlternateStack.autoDisarm
    if mode != 0 && mode != AlternateStack.onStack && mode != AlternateStack.disabled { throw .invalid }
    var stack = AlternateStack()
    stack.flags = wish.flags
    if mode != AlternateStack.disabled {
      if UInt64(wish.size) < minimumSize { throw .noMemory }
      stack.base = UInt64(wish.base)
      stack.size = UInt64(wish.size)
    }
    unsafe thread.pointee.alternateStack = stack
  }
}
