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
