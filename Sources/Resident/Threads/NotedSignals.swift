import ResidentSupport

/// Signals that found the thread in the resident and wait for its way out.
///
/// Once one is noted the host's mask is filled, so there is one at most, beside those that the host's mask never
/// holds back.
///
/// The thread's own signal handler adds to them between any two instructions of the code that takes them out: each has
/// a place of its own, and a mark that is the last thing written and the last thing cleared.
struct NotedSignals {
  private var infos = InlineArray<4, HostSignalInfo>(repeating: HostSignalInfo())
  private var marks = InlineArray<4, UInt8>(repeating: 0)

  var isEmpty: Bool { self.set.rawValue == 0 }

  /// Adds one; a signal whose place is taken is not queued twice.
  mutating func add(_ info: HostSignalInfo) {
    let place = NotedSignals.place(of: info.signal)
    if marks[place] != 0 { return }
    infos[place] = info
    order_for_signals()
    marks[place] = 1
  }

  /// Takes the first one out that `mask` does not block.
  mutating func take(notIn mask: SignalSet) -> HostSignalInfo? {
    for place in 0..<4 where marks[place] != 0 && !mask.contains(infos[place].signal) {
      let found = infos[place]
      order_for_signals()
      marks[place] = 0
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
    for place in 0..<4 where marks[place] != 0 { set = set.union(SignalSet(infos[place].signal)) }
    return set
  }

  private static func place(of signal: Int32) -> Int {
    switch signal {
    case Signal.segmentation: 1
    case Signal.bus: 2
    case Signal.system: 3
    default: 0
    }
  }
}
