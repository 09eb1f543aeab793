import ResidentSupport

/// What a guest wants done with one signal.
struct SignalAction: Sendable {
  /// Address of the handler; 0 is the default action, 1 ignores the signal.
  var handler: UInt64 = 0
  var flags: UInt64 = 0
  var restorer: UInt64 = 0
  var mask = SignalSet()
  /// The ABI of the call that installed it: the frame's layout follows it.
  var abi = ABIIdentifier.i386

  var isDefault: Bool { handler == 0 }
  var isIgnored: Bool { handler == 1 }
  var hasHandler: Bool { handler > 1 }
  func has(_ flag: UInt64) -> Bool { flags & flag != 0 }

  static var noChildStop: UInt64 { 0x1 }
  static var noChildWait: UInt64 { 0x2 }
  static var information: UInt64 { 0x4 }
  static var exposeTagBits: UInt64 { 0x800 }
  static var restorerGiven: UInt64 { 0x0400_0000 }
  static var onStack: UInt64 { 0x0800_0000 }
  static var restart: UInt64 { 0x1000_0000 }
  static var noDefer: UInt64 { 0x4000_0000 }
  static var resetHandler: UInt64 { 0x8000_0000 }
  /// The kernel's UAPI_SA_FLAGS and SA_RESTORER; other bits are not kept.
  static var known: UInt64 { 0xdc00_0807 }
}

/// The actions of one process: shared by its threads, and its own for a `vfork` child, which shares memory only.
struct SignalActions {
  /// How many threads use them; 0 marks a free place in the pool.
  var users: UInt32 = 0
  private var actions = InlineArray<65, SignalAction>(repeating: SignalAction())

  /// As CLONE_CLEAR_SIGHAND: what had a handler has the default action.
  mutating func clearHandlers() {
    for index in 1..<65 where actions[index].hasHandler { actions[index] = SignalAction() }
  }

  subscript(signal: Int32) -> SignalAction {
    get { actions[Int(signal)] }
    set { actions[Int(signal)] = newValue }
  }
}

/// Places for the actions of the processes that share this memory: one for the process itself, more for `vfork`
/// children.
enum SignalActionsPool {
  static let lock = Lock()
  private static var count: Int { 64 }
  /// How many places have ever been taken: nobody has touched the memory of the rest.
  private nonisolated(unsafe) static var touched = 0

  private static func place(_ index: Int) -> UnsafeMutablePointer<SignalActions> {
    let size = Int(SIGNAL_ACTIONS_BYTES) / count
    return unsafe (UnsafeMutableRawPointer(signal_actions_storage()) + index * size)
      .assumingMemoryBound(to: SignalActions.self)
  }

  /// A place of its own, with all actions the default or as in `original`.
  static func allocate(
    copying original: UnsafeMutablePointer<SignalActions>?, tid: Int32
  ) throws(Errno) -> UnsafeMutablePointer<SignalActions> {
    lock.acquire(for: tid)
    defer { lock.release() }
    for index in 0..<count {
      let free = unsafe place(index)
      if unsafe free.pointee.users != 0 { continue }
      touched = max(touched, index + 1)
      if let original { unsafe free.update(from: original, count: 1) }
      unsafe free.pointee.users = 1
      return unsafe free
    }
    throw .tryAgain
  }

  /// One more thread uses `actions`.
  static func share(_ actions: UnsafeMutablePointer<SignalActions>, tid: Int32) {
    lock.acquire(for: tid)
    unsafe actions.pointee.users &+= 1
    lock.release()
  }

  /// Takes back what a thread that never came to be had been given.
  static func giveUp(_ actions: UnsafeMutablePointer<SignalActions>, tid: Int32) {
    lock.acquire(for: tid)
    unsafe drop(actions)
    lock.release()
  }

  /// In a new process: only the caller uses its actions.
  static func keepOnly(_ actions: UnsafeMutablePointer<SignalActions>) {
    for index in 0..<touched { unsafe place(index).pointee.users = 0 }
    unsafe actions.pointee.users = 1
  }

  /// One thread less uses them.
  ///
  /// The caller keeps others away.
  static func drop(_ actions: UnsafeMutablePointer<SignalActions>) {
    if unsafe actions.pointee.users > 0 { unsafe actions.pointee.users &-= 1 }
  }
}
