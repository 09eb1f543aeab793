import ResidentSupport

/// What a guest asked of `clone`, `clone3`, `fork` or `vfork`.
struct SpawnRequest {
  var flags: UInt64 = 0
  var exitSignal: UInt64 = 0
  /// The child's stack pointer; 0 keeps the parent's.
  var stackPointer: UInt64 = 0
  var parentTID: UInt64 = 0
  var childTID: UInt64 = 0
  /// Address of a `struct user_desc`; for 64-bit callers the base of %fs.
  var storage: UInt64 = 0
  var abi = ABIIdentifier.i386
  var processDescriptor: UInt64 = 0
  /// Only `clone3` has these.
  var chosenTIDs: UInt64 = 0
  var chosenTIDCount: UInt64 = 0
  var controlGroup: UInt64 = 0

  func has(_ flag: UInt64) -> Bool { flags & flag != 0 }

  /// The base for the child's %fs.
  var base: UInt64? { has(SpawnRequest.setStorage) && abi != .i386 ? storage : nil }

  static var sharedMemory: UInt64 { 0x100 }
  static var sharedActions: UInt64 { 0x800 }
  static var processDescriptor: UInt64 { 0x1000 }
  static var vfork: UInt64 { 0x4000 }
  static var sameParent: UInt64 { 0x8000 }
  /// Means nothing any more; `clone3` refuses it.
  static var detached: UInt64 { 0x40_0000 }
  static var thread: UInt64 { 0x1_0000 }
  static var setStorage: UInt64 { 0x8_0000 }
  static var parentSetTID: UInt64 { 0x10_0000 }
  static var childClearTID: UInt64 { 0x20_0000 }
  static var childSetTID: UInt64 { 0x100_0000 }
  static var clearActions: UInt64 { 0x1_0000_0000 }
}

/// The host's `struct clone_args`.
struct HostCloneArguments: BitwiseCopyable {
  var flags: UInt64 = 0
  var pidfd: UInt64 = 0
  var childTID: UInt64 = 0
  var parentTID: UInt64 = 0
  var exitSignal: UInt64 = 0
  var stack: UInt64 = 0
  var stackSize: UInt64 = 0
  var storage: UInt64 = 0
  var chosenTIDs: UInt64 = 0
  var chosenTIDCount: UInt64 = 0
  var controlGroup: UInt64 = 0

  static var size: UInt64 { 88 }
}

/// Makes threads and processes.
enum Spawn {
  /// Carries a request out; gives the child's id to the parent.
  ///
  /// The child's own way out is its frame.
  static func make(_ request: SpawnRequest, _ thread: ThreadPointer) throws(Errno) -> Int64 {
    if thread.hasNotedSignal { throw .notStarted }
    if request.has(SpawnRequest.sharedActions) && !request.has(SpawnRequest.sharedMemory)
      || request.has(SpawnRequest.thread) && !request.has(SpawnRequest.sharedActions)
      || request.has(SpawnRequest.clearActions) && request.has(SpawnRequest.sharedActions)
    {
      throw .invalid
    }
    thread.completeFrame()
    return request.has(SpawnRequest.sharedMemory) ? try share(request, thread) : try fork(request, thread)
  }

  // MARK: A child with memory of its own

  private static func fork(_ request: SpawnRequest, _ thread: ThreadPointer) throws(Errno) -> Int64 {
    let descriptor = try storageDescriptor(request, thread)
    // No other thread may hold these at the moment of the copy: in the child nobody would let go of them.
    let tid = thread.tid
    GuestSpace.lock.acquire(for: tid)
    SlotPool.lock.acquire(for: tid)
    SignalActionsPool.lock.acquire(for: tid)
    defer {
      SignalActionsPool.lock.release()
      SlotPool.lock.release()
      GuestSpace.lock.release()
    }
    var host = HostCloneArguments()
    host.flags =
      request.flags & ~(SpawnRequest.setStorage) | SpawnRequest.childSetTID | SpawnRequest.childClearTID
    host.pidfd = request.processDescriptor
    host.childTID = thread.address &+ UInt64(BLOCK_TID)
    host.parentTID = request.parentTID
    host.exitSignal = request.exitSignal
    host.chosenTIDs = request.chosenTIDs
    host.chosenTIDCount = request.chosenTIDCount
    host.controlGroup = request.controlGroup
    // What comes from here on comes to one of the two, and waits in the host until that one can tell whose it is.
    Delivery.setHostMask(.all)
    if thread.hasNotedSignal {
      Delivery.setHostMask(SignalSet.all.subtracting(.needed))
      throw .notStarted
    }
    let child: Int64
    do throws(Errno) {
      child = try Host.lending(&host) { room throws(Errno) in try Host.call(.clone3, room, HostCloneArguments.size) }
    } catch {
      unsafe Delivery.setHostMask(thread.pointee.signalMask.forHost)
      throw error
    }
    if child == 0 { becomeChild(request, thread, descriptor) }
    unsafe Delivery.setHostMask(thread.pointee.signalMask.forHost)
    return child
  }

  /// In the new process: everything but the caller is gone, and nothing is delivered to it yet, for the host holds it back.
  private static func becomeChild(_ request: SpawnRequest, _ thread: ThreadPointer, _ descriptor: UserDescriptor?) {
    unsafe thread.pointee.noted = NotedSignals()
    thread.waive(ATTENTION_SIGNAL)
    // From here on what comes is the child's, and a bad pointer may fault.
    Delivery.setHostMask(SignalSet.all.subtracting(.needed))
    unsafe thread.pointee.hasTemporaryMask = false
    unsafe thread.pointee.robustList = 0
    unsafe thread.pointee.wideRobustList = 0
    unsafe thread.pointee.robustListIsHosts = false
    unsafe thread.pointee.clearChildTID = request.has(SpawnRequest.childClearTID) ? request.childTID : 0
    SlotPool.keepOnly(thread)
    unsafe SignalActionsPool.keepOnly(thread.pointee.actions)
    if request.has(SpawnRequest.clearActions) {
      unsafe thread.pointee.actions.pointee.clearHandlers()
      _ = try? ThreadStart.installHandlers()
    }
    Statistics.start()
    AddressSpaceLimit.own.owner = UInt64(thread.tid)
    if request.stackPointer != 0 { unsafe thread.pointee.gateway.frame.sp = request.stackPointer }
    if request.has(SpawnRequest.childSetTID) {
      do throws(Errno) {
        try GuestPointer<Int32>(request.childTID).write(thread.tid)
      } catch {}
    }
    if let descriptor { ThreadLocalStorage.adopt(thread, descriptor) }
    if let base = request.base { ThreadLocalStorage.setFSBase(thread, base) }
    // A fork loses it.
    unsafe thread.pointee.isArmed = false
    Disarming.becomeChild()
    if Disarming.armsThreads { Interception.armThread(thread) }
  }

  // MARK: A thread, or a vfork child

  private static func share(_ request: SpawnRequest, _ thread: ThreadPointer) throws(Errno) -> Int64 {
    let descriptor = try storageDescriptor(request, thread)
    let actions = unsafe thread.pointee.actions
    let childActions: UnsafeMutablePointer<SignalActions>
    if request.has(SpawnRequest.sharedActions) {
      unsafe SignalActionsPool.share(actions, tid: thread.tid)
      unsafe childActions = actions
    } else {
      unsafe childActions = try SignalActionsPool.allocate(copying: actions, tid: thread.tid)
      if request.has(SpawnRequest.clearActions) { unsafe childActions.pointee.clearHandlers() }
    }
    let child: ThreadPointer
    do throws(Errno) {
      unsafe child = try SlotPool.allocate(for: thread.tid, actions: childActions)
    } catch {
      unsafe SignalActionsPool.giveUp(childActions, tid: thread.tid)
      throw error
    }
    inherit(request, from: thread, to: child, descriptor)
    Delivery.setHostMask(SignalSet.all.subtracting(.needed))
    let result = callHost(request, thread, child)
    if !thread.hasNotedSignal {
      unsafe Delivery.setHostMask(thread.pointee.signalMask.forHost)
    }
    if result < 0 {
      unsafe SignalActionsPool.giveUp(childActions, tid: thread.tid)
      SlotPool.release(child)
    }
    return try Host.value(result)
  }

  private static func callHost(_ request: SpawnRequest, _ thread: ThreadPointer, _ child: ThreadPointer) -> Int64 {
    var host = HostCloneArguments()
    // The resident needs some of its handlers: it delivers what the guest has no handler for any more.
    host.flags =
      request.flags & ~(SpawnRequest.clearActions | SpawnRequest.setStorage) | SpawnRequest.childSetTID
      | SpawnRequest.childClearTID
    host.pidfd = request.processDescriptor
    host.childTID = child.address &+ UInt64(BLOCK_TID)
    host.parentTID = request.parentTID
    host.exitSignal = request.exitSignal
    host.stack = child.slot &+ UInt64(SLOT_STACK_LOW)
    host.stackSize = UInt64(SLOT_STACK_TOP - SLOT_STACK_LOW)
    // Where %fs stays the guest's, a child that is given no base of its own has its parent's.
    if let storage = SegmentBases.haveInstructions ? child.address : request.base {
      host.flags |= SpawnRequest.setStorage
      host.storage = storage
    }
    host.chosenTIDs = request.chosenTIDs
    host.chosenTIDCount = request.chosenTIDCount
    host.controlGroup = request.controlGroup
    return unsafe withUnsafeMutablePointer(to: &host) { room in
      unsafe host_spawn(
        UInt64(HostNumber.clone3.rawValue), UInt64(UInt(bitPattern: room)), HostCloneArguments.size, 0, 0, 0,
        UnsafeMutableRawPointer(child))
    }
  }

  /// Fills the child's block with what the kernel copies.
  private static func inherit(
    _ request: SpawnRequest, from parent: ThreadPointer, to child: ThreadPointer, _ descriptor: UserDescriptor?
  ) {
    unsafe child.pointee.gateway.frame = parent.pointee.gateway.frame
    unsafe child.pointee.gateway.frame.ax = 0
    if request.stackPointer != 0 { unsafe child.pointee.gateway.frame.sp = request.stackPointer }
    unsafe child.pointee.gateway.entry = UInt32(ENTRY_TRAP)
    unsafe child.pointee.hasLostHandlers = request.has(SpawnRequest.clearActions)
    unsafe child.pointee.trappedABI = parent.pointee.trappedABI
    GuestFilters.inherit(from: parent, to: child)
    unsafe child.pointee.gateway.original_ax = parent.pointee.gateway.original_ax
    if parent.owes(ATTENTION_SEGMENTS) { child.demand(ATTENTION_SEGMENTS) }
    unsafe child.pointee.signalMask = parent.pointee.signalMask
    if request.has(SpawnRequest.vfork) { unsafe child.pointee.alternateStack = parent.pointee.alternateStack }
    unsafe child.pointee.tlsDescriptors = parent.pointee.tlsDescriptors
    unsafe child.pointee.virtualGS = parent.pointee.virtualGS
    unsafe child.pointee.virtualGSBase = parent.pointee.virtualGSBase
    unsafe child.pointee.virtualFS = parent.pointee.virtualFS
    if request.has(SpawnRequest.childClearTID) {
      unsafe child.pointee.clearChildTID = request.childTID
    }
    if request.has(SpawnRequest.childSetTID) {
      unsafe child.pointee.tellChildTID = request.childTID
    }
    if let base = request.base { ThreadLocalStorage.giveFSBase(child, base) }
    if let descriptor {
      unsafe child.pointee.tlsDescriptors[Int(descriptor.entry - ThreadLocalStorage.firstEntry)] = descriptor
    }
  }

  /// The descriptor that CLONE_SETTLS names.
  private static func storageDescriptor(
    _ request: SpawnRequest, _ thread: ThreadPointer
  ) throws(Errno) -> UserDescriptor? {
    if !request.has(SpawnRequest.setStorage) || request.abi != .i386 { return nil }
    var descriptor = try GuestPointer<UserDescriptor>(request.storage).read()
    descriptor.entry = ThreadLocalStorage.slotEntry(descriptor.entry, thread)
    if !ThreadLocalStorage.isSlot(descriptor) { throw .invalid }
    return descriptor
  }
}

@_cdecl("resident_thread_started")
func residentThreadStarted(_ block: UnsafeMutableRawPointer) {
  let thread = unsafe block.assumingMemoryBound(to: Thread.self)
  ThreadStart.begin(thread)
}
