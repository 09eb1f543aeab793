import ResidentSupport

/// The slots that threads live in: guard page, resident's stack, guard page, signal stack, vector state, block.
///
/// The layout is in `Gateway.h`. A slot is free again when the kernel has cleared its block's thread id.
enum SlotPool {
  static let lock = Lock()
  private nonisolated(unsafe) static var mapped = 0
  private static var most: Int { SegmentBases.haveInstructions ? 32_000 : SegmentBases.mostThreads }

  /// Gives a slot of its own to a new thread; its block is reset.
  ///
  /// `tid` is the caller's. Until the kernel writes the new thread's id its place holds −1.
  static func allocate(for tid: Int32, actions: UnsafeMutablePointer<SignalActions>) throws(Errno) -> ThreadPointer {
    lock.acquire(for: tid)
    defer { lock.release() }
    for index in 0..<mapped {
      let thread = block(at: index)
      if unsafe atomicTID(thread) == 0 {
        discard(thread)
        return unsafe prepare(thread, actions: actions)
      }
    }
    if mapped == most { throw .tryAgain }
    try map(mapped)
    mapped += 1
    return unsafe prepare(block(at: mapped - 1), actions: actions)
  }

  /// Gives a slot back that no thread has started on.
  static func release(_ thread: ThreadPointer) {
    unsafe thread.pointee.gateway.tid = 0
  }

  /// In a new process: the slots of all other threads are free, for only the caller exists.
  static func keepOnly(_ survivor: ThreadPointer) {
    for index in 0..<mapped {
      let thread = block(at: index)
      if thread != survivor { unsafe thread.pointee.gateway.tid = 0 }
    }
  }

  /// The thread of this process with the id `tid`.
  static func find(tid: Int32) -> ThreadPointer? {
    // Slots that are being made ready have a number that is no thread's.
    if tid <= 0 { return nil }
    for index in 0..<mapped {
      let thread = block(at: index)
      if unsafe atomicTID(thread) == tid { return thread }
    }
    return nil
  }

  /// Whether there is no other thread.
  static func isAlone(_ thread: ThreadPointer) -> Bool {
    for index in 0..<mapped {
      let other = block(at: index)
      if other != thread, unsafe atomicTID(other) != 0 { return false }
    }
    return true
  }

  /// Whether some thread is armed, or some is not.
  static func hasThread(armed: Bool) -> Bool {
    for index in 0..<mapped {
      let thread = block(at: index)
      if unsafe atomicTID(thread) > 0 && thread.pointee.isArmed == armed { return true }
    }
    return false
  }

  /// Calls `body` for every thread there is, and for those that are being made.
  static func visitWithNew(_ body: (ThreadPointer) -> Void) {
    for index in 0..<mapped {
      let thread = block(at: index)
      if unsafe atomicTID(thread) != 0 { body(thread) }
    }
  }

  /// Calls `body` for every thread there is.
  static func visitAll(_ body: (ThreadPointer) -> Void) {
    for index in 0..<mapped {
      let thread = block(at: index)
      if unsafe atomicTID(thread) > 0 { body(thread) }
    }
  }

  private static func block(at index: Int) -> ThreadPointer {
    let slot = UInt64(SLOT_REGION) &+ UInt64(index) &* UInt64(SLOT_SIZE)
    return unsafe ThreadPointer(bitPattern: UInt(slot &+ UInt64(SLOT_BLOCK)))!
  }

  private static func atomicTID(_ thread: ThreadPointer) -> Int32 {
    // The kernel clears it from another thread: it must be read anew each time.
    unsafe UnsafeMutablePointer<Int32>(bitPattern: UInt(thread.address &+ UInt64(BLOCK_TID)))!.pointee
  }

  private static func map(_ index: Int) throws(Errno) {
    let slot = UInt64(SLOT_REGION) &+ UInt64(index) &* UInt64(SLOT_SIZE)
    if index > 0 { AddressSpaceLimit.grow(by: UInt64(SLOT_SIZE)) }
    let noReserve: UInt64 = 0x4000
    let fixedNoReplace: UInt64 = 0x10_0000
    try Host.call(.mmap, slot, UInt64(SLOT_SIZE), 0, OwnMemory.flags | noReserve | fixedNoReplace, ~0, 0)
    try Host.call(.mprotect, slot &+ UInt64(SLOT_STACK_LOW), UInt64(SLOT_STACK_TOP - SLOT_STACK_LOW), 3)
    try Host.call(.mprotect, slot &+ UInt64(SLOT_SIGNAL_STACK_LOW), UInt64(SLOT_SIZE - SLOT_SIGNAL_STACK_LOW), 3)
    if GuestSpace.locksMappings { _ = try? Host.call(.munlock, slot, UInt64(SLOT_SIZE)) }
  }

  private static func discard(_ thread: ThreadPointer) {
    if unsafe thread.pointee.scratch != 0 {
      _ = try? unsafe Host.call(.munmap, thread.pointee.scratch, thread.pointee.scratchSize)
    }
    unsafe SignalActionsPool.drop(thread.pointee.actions)
  }

  private static func prepare(
    _ thread: ThreadPointer, actions: UnsafeMutablePointer<SignalActions>
  ) -> ThreadPointer {
    unsafe thread.initialize(to: Thread(actions: actions))
    unsafe thread.pointee.gateway.tid = -1
    unsafe thread.pointee.gateway.landing.selector = UInt16(SELECTOR_CODE32)
    return thread
  }
}
