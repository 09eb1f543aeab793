import ResidentSupport

/// The kernel's `siginfo_t` in the host's layout, as raw words: number, error and code, then what depends on the code.
struct HostSignalInfo: GuestValue {
  var words = InlineArray<16, UInt64>(repeating: 0)
  init() {}

  var signal: Int32 { Int32(truncatingIfNeeded: words[0]) }
  var error: Int32 { Int32(truncatingIfNeeded: words[0] >> 32) }
  var code: Int32 { Int32(truncatingIfNeeded: words[1]) }
  /// Whether it came from elsewhere: from a process, a timer, a terminal; not from the interrupted instruction.
  var isSent: Bool { code <= 0 || !SignalSet.synchronous.contains(signal) }

  /// What the kernel says of a signal that it forces itself: SI_KERNEL.
  static func kernel(_ signal: Int32) -> HostSignalInfo {
    var info = HostSignalInfo()
    info.words[0] = UInt64(UInt32(bitPattern: signal))
    info.words[1] = 0x80
    return info
  }
}

/// Signals that found the thread in the resident and wait for its way out. Once one is noted the host's mask is filled, so
/// there is one at most, beside those that the host's mask never holds back.
struct NotedSignals {
  private var infos = InlineArray<4, HostSignalInfo>(repeating: HostSignalInfo())
  private var count = 0

  var isEmpty: Bool { count == 0 }

  /// Adds one; a standard signal that is there already is not queued twice.
  mutating func add(_ info: HostSignalInfo) {
    for index in 0..<count where infos[index].signal == info.signal { return }
    if count == 4 { return }
    infos[count] = info
    count &+= 1
  }

  /// Takes the first one out that `mask` does not block.
  mutating func take(notIn mask: SignalSet) -> HostSignalInfo? {
    for index in 0..<count where !mask.contains(infos[index].signal) {
      let found = infos[index]
      count &-= 1
      for later in index..<count { infos[later] = infos[later + 1] }
      return found
    }
    return nil
  }

  /// Forgets `signal`, which is ignored from now on.
  mutating func drop(_ signal: Int32) {
    _ = take(notIn: SignalSet.all.subtracting(SignalSet(signal)))
  }

  /// The noted signals as a set.
  var set: SignalSet {
    var set = SignalSet()
    for index in 0..<count { set = set.union(SignalSet(infos[index].signal)) }
    return set
  }
}

/// A thread's `sigaltstack` as the guest sees it.
struct AlternateStack {
  var base: UInt64 = 0
  var size: UInt64 = 0
  var flags: UInt32 = 2  // SS_DISABLE

  static var onStack: UInt32 { 1 }
  static var disabled: UInt32 { 2 }
  static var autoDisarm: UInt32 { 0x8000_0000 }

  var isEnabled: Bool { size != 0 }
  /// Whether `stackPointer` lies on it.
  func holds(_ stackPointer: UInt64) -> Bool {
    flags & AlternateStack.autoDisarm == 0 && stackPointer > base && stackPointer &- base <= size
  }
}
