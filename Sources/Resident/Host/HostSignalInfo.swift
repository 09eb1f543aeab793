/// The kernel's `siginfo_t` in the host's layout, as raw words: number, error and code, then what depends on the code.
struct HostSignalInfo: GuestValue {
  var words = InlineArray<16, UInt64>(repeating: 0)
  init() {}

  var signal: Int32 { Int32(truncatingIfNeeded: words[0]) }
  var error: Int32 { Int32(truncatingIfNeeded: words[0] >> 32) }
  var code: Int32 { Int32(truncatingIfNeeded: words[1]) }
  /// Whether it came from elsewhere: from a process, a timer, a terminal; not from the interrupted instruction.
  var isSent: Bool {
    let performanceEvent: Int32 = 6
    let memoryErrorElsewhere: Int32 = 5
    return code <= 0 || !SignalSet.synchronous.contains(signal)
      || signal == Signal.trap && code == performanceEvent
      || signal == Signal.bus && code == memoryErrorElsewhere
  }

  /// What the kernel says of a signal that it forces itself: SI_KERNEL.
  static func kernel(_ signal: Int32) -> HostSignalInfo {
    var info = HostSignalInfo()
    info.words[0] = UInt64(UInt32(bitPattern: signal))
    info.words[1] = 0x80
    return info
  }
}
