import ResidentSupport

/// How a host thread becomes one that can hold a guest.
enum ThreadStart {
  /// Gives the process's first thread its slot.
  static func adoptFirst() throws(Errno) -> ThreadPointer {
    let tid = Int32(truncatingIfNeeded: try Host.call(.gettid))
    let actions = try unsafe SignalActionsPool.allocate(copying: nil, tid: tid)
    let thread = try unsafe SlotPool.allocate(for: tid, actions: actions)
    try settle(thread)
    try HostHandler.install(Signal.segmentation)
    try HostHandler.install(Signal.bus)
    try HostHandler.install(Signal.system)
    return thread
  }

  /// What every new host thread needs before guest code runs on it: `%fs`, the signal stack, the kernel's word for its end.
  static func settle(_ thread: ThreadPointer) throws(Errno) {
    segment_write_fs_base(thread.address)
    var stack = HostSignalStack()
    stack.base = thread.slot &+ UInt64(SLOT_SIGNAL_STACK_LOW)
    stack.size = UInt64(SLOT_SIGNAL_STACK_TOP - SLOT_SIGNAL_STACK_LOW)
    try unsafe withUnsafeMutablePointer(to: &stack) { room throws(Errno) -> Void in
      try Host.call(.sigaltstack, UInt64(UInt(bitPattern: room)), 0)
    }
    try Host.call(.setTidAddress, thread.address &+ UInt64(BLOCK_TID))
  }
}
