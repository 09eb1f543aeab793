import ResidentSupport

/// `sigaltstack` as the guest sees it: the host's own alternate stack is the resident's.
enum AlternateStackCall {
  private static var minimumSize: UInt64 { 2048 }

  /// Takes the flags that the task had before its program was executed, for the kernel forgets only the stack then.
  ///
  /// It does not tell them, but it takes a stack that is too small for the one in force where all is the same.
  static func adopt(_ thread: ThreadPointer) {
    for combination in 0..<4 {
      let mode = combination & 1 == 0 ? 0 : AlternateStack.onStack
      let flags = mode | (combination & 2 == 0 ? 0 : AlternateStack.autoDisarm)
      var wish = HostSignalStack()
      wish.flags = Int32(bitPattern: flags)
      let isSame = try? Host.lending(&wish) { wish throws(Errno) in try Host.call(.sigaltstack, wish, 0) }
      if isSame != nil {
        unsafe thread.pointee.alternateStack.flags = flags
        return
      }
    }
  }

  /// The kernel's `do_sigaltstack`; gives what the guest is told about the stack that was in force.
  static func set(_ thread: ThreadPointer, _ wish: AlternateStack?) throws(Errno) -> AlternateStack {
    let current = unsafe thread.pointee.alternateStack
    let isOn = current.isEnabled && current.holds(thread.stackPointer)
    if let wish {
      if isOn { throw .notPermitted }
      try unsafe change(thread, wish)
    }
    var answer = current
    answer.flags = !current.isEnabled ? AlternateStack.disabled : isOn ? AlternateStack.onStack : 0
    answer.flags |= current.flags & AlternateStack.autoDisarm
    return answer
  }

  /// What `rt_sigreturn` does with the stack in its frame: errors are passed over.
  static func restore(_ thread: ThreadPointer, _ stack: AlternateStack) {
    let current = unsafe thread.pointee.alternateStack
    if current.isEnabled && current.holds(thread.stackPointer) { return }
    do throws(Errno) { try change(thread, stack) } catch {}
  }

  private static func change(_ thread: ThreadPointer, _ wish: AlternateStack) throws(Errno) {
    // What is in force already is not looked at.
    let current = unsafe thread.pointee.alternateStack
    if wish.base == current.base && wish.size == current.size && wish.flags == current.flags { return }
    let mode = wish.flags & ~AlternateStack.autoDisarm
    if mode != 0 && mode != AlternateStack.onStack && mode != AlternateStack.disabled { throw .invalid }
    var stack = AlternateStack()
    stack.flags = wish.flags
    if mode != AlternateStack.disabled {
      if wish.size < minimumSize { throw .noMemory }
      stack.base = wish.base
      stack.size = wish.size
    }
    unsafe thread.pointee.alternateStack = stack
  }
}

extension SignalStack32 {
  init(_ stack: AlternateStack) {
    base = UInt32(truncatingIfNeeded: stack.base)
    flags = stack.flags
    size = UInt32(truncatingIfNeeded: stack.size)
  }
}

extension SignalStack64 {
  init(_ stack: AlternateStack) {
    base = stack.base
    flags = stack.flags
    size = stack.size
  }
}

extension AlternateStack {
  init(_ stack: SignalStack32) {
    base = UInt64(stack.base)
    flags = stack.flags
    size = UInt64(stack.size)
  }

  init(_ stack: SignalStack64) {
    base = stack.base
    flags = stack.flags
    size = stack.size
  }
}
