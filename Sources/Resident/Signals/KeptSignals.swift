/// The signals that the resident never blocks or ignores, while an exec is tried: the new program inherits what the
/// guest wants of them.
struct KeptSignals {
  private let blocked: SignalSet
  private var ignored = SignalSet()
  private var actions = InlineArray<3, HostSignalAction>(repeating: HostSignalAction())

  private static func signal(_ index: Int) -> Int32 {
    index == 0 ? Signal.segmentation : index == 1 ? Signal.bus : Signal.system
  }

  /// Blocks and ignores those that the guest of `thread` does.
  init(lending thread: ThreadPointer) {
    blocked = SignalSet(rawValue: unsafe thread.pointee.signalMask.rawValue & SignalSet.needed.rawValue)
    if blocked.rawValue != 0 {
      KeptSignals.changeMask(0, blocked)
      KeptSignals.giveBack(thread, blocked)
    }
    for index in 0..<3 where unsafe thread.pointee.actions.pointee[KeptSignals.signal(index)].isIgnored {
      var ignore = HostSignalAction()
      ignore.handler = 1
      KeptSignals.exchange(KeptSignals.signal(index), ignore, &actions[index])
      ignored = ignored.union(SignalSet(KeptSignals.signal(index)))
    }
  }

  /// Puts the resident's own wishes in force again, where the exec failed.
  func takeBack() {
    for index in 0..<3 where ignored.contains(KeptSignals.signal(index)) {
      var old = HostSignalAction()
      KeptSignals.exchange(KeptSignals.signal(index), actions[index], &old)
    }
    if blocked.rawValue != 0 { KeptSignals.changeMask(1, blocked) }
  }

  /// Lets those that wait in the resident wait in the host, from where the new program gets them.
  private static func giveBack(_ thread: ThreadPointer, _ blocked: SignalSet) {
    let process = UInt64((try? Host.call(.getpid)) ?? 0)
    while var info = unsafe thread.pointee.noted.take(notIn: SignalSet.all.subtracting(blocked)) {
      let signal = UInt64(info.signal)
      _ = try? Host.lending(&info) { room throws(Errno) in
        try Host.call(.rtTgsigqueueinfo, process, UInt64(UInt32(bitPattern: thread.tid)), signal, room)
      }
    }
  }

  private static func changeMask(_ how: UInt64, _ set: SignalSet) {
    var set = set
    _ = try? Host.lending(&set) { room throws(Errno) in try Host.call(.rtSigprocmask, how, room, 0, 8) }
  }

  private static func exchange(_ signal: Int32, _ action: HostSignalAction, _ old: inout HostSignalAction) {
    var action = action
    _ = try? Host.lending(&action) { new throws(Errno) in
      try Host.lending(&old) { room throws(Errno) in
        try Host.call(.rtSigaction, UInt64(UInt32(bitPattern: signal)), new, room, 8)
      }
    }
  }
}
