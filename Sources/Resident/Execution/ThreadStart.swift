import ResidentSupport

/// How a host thread becomes one that can hold a guest.
enum ThreadStart {
  /// Gives the process's first thread its slot.
  static func adoptFirst() throws(Errno) -> ThreadPointer {
    let tid = Int32(truncatingIfNeeded: try Host.call(.gettid))
    let actions = try unsafe SignalActionsPool.allocate(copying: nil, tid: tid)
    let thread = try unsafe SlotPool.allocate(for: tid, actions: actions)
    unsafe thread.pointee.gateway.tid = tid
    AlternateStackCall.adopt(thread)
    try settle(thread)
    unsafe InheritedSignals.adopt(thread)
    try installHandlers()
    InheritedSignals.unblockNeeded()
    return thread
  }

  /// The first steps of a thread or a `vfork` child, before its guest code: all signals are blocked.
  static func begin(_ thread: ThreadPointer) {
    do throws(Errno) {
      try useSignalStack(thread)
      if unsafe thread.pointee.hasLostHandlers { try installHandlers() }
    } catch {
      Host.complain("dragoman: the host refuses a thread's signal stack\n")
      Host.exit(134)
    }
    if Disarming.armsThreads { Interception.armThread(thread) }
    ThreadLocalStorage.begin(thread)
    let tell = unsafe thread.pointee.tellChildTID
    if tell != 0 {
      // The kernel, too, passes over an address that cannot be written.
      do throws(Errno) { try GuestPointer<Int32>(tell).write(thread.tid) } catch {}
    }
    unsafe Delivery.setHostMask(thread.pointee.signalMask.forHost)
  }

  /// Lets the host call the resident for what it cannot do without.
  static func installHandlers() throws(Errno) {
    try HostHandler.install(Signal.segmentation)
    try HostHandler.install(Signal.bus)
    try HostHandler.install(Signal.system)
  }

  /// What the first host thread needs: `%fs`, the signal stack, the kernel's word for its end.
  static func settle(_ thread: ThreadPointer) throws(Errno) {
    ThreadLocalStorage.holdFS(thread)
    try useSignalStack(thread)
    try Host.call(.setTidAddress, thread.address &+ UInt64(BLOCK_TID))
  }

  private static func useSignalStack(_ thread: ThreadPointer) throws(Errno) {
    var stack = HostSignalStack()
    stack.base = thread.slot &+ UInt64(SLOT_SIGNAL_STACK_LOW)
    stack.size = UInt64(SLOT_SIGNAL_STACK_TOP - SLOT_SIGNAL_STACK_LOW)
    try unsafe withUnsafeMutablePointer(to: &stack) { room throws(Errno) -> Void in
      try Host.call(.sigaltstack, UInt64(UInt(bitPattern: room)), 0)
    }
  }
}
