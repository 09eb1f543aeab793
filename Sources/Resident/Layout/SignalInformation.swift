/// `siginfo_t` of a 32-bit ABI: 128 bytes.
struct SignalInformation32: GuestValue {
  var signal: Int32 = 0
  var error: Int32 = 0
  var code: Int32 = 0
  var fields = InlineArray<29, UInt32>(repeating: 0)
  init() {}

  /// The kernel's `copy_siginfo_to_external32`.
  init(_ info: HostSignalInfo) {
    signal = info.signal
    error = info.error
    code = info.code
    let first = info.words[2]
    let second = info.words[3]
    fields[0] = UInt32(truncatingIfNeeded: first)
    switch SignalInformationKind(signal: signal, code: code) {
    case .kill:
      fields[1] = UInt32(truncatingIfNeeded: first >> 32)
    case .timer, .queued:
      fields[1] = UInt32(truncatingIfNeeded: first >> 32)
      fields[2] = UInt32(truncatingIfNeeded: second)
    case .poll:
      fields[1] = UInt32(truncatingIfNeeded: second)
    case .fault:
      // The bit of a memory error; behind it a bound or a protection key, or what a perf event says.
      fields[1] = UInt32(truncatingIfNeeded: second)
      fields[2] = UInt32(truncatingIfNeeded: info.words[4])
      fields[3] = UInt32(truncatingIfNeeded: isPerformanceEvent ? info.words[4] >> 32 : info.words[5])
    case .child:
      fields[1] = UInt32(truncatingIfNeeded: first >> 32)
      fields[2] = UInt32(truncatingIfNeeded: second)
      fields[3] = UInt32(truncatingIfNeeded: info.words[4])
      fields[4] = UInt32(truncatingIfNeeded: info.words[5])
    case .system:
      fields[1] = UInt32(truncatingIfNeeded: second)
      fields[2] = UInt32(truncatingIfNeeded: second >> 32)
    }
  }

  /// TRAP_PERF, whose words lie closer than those of other faults.
  private var isPerformanceEvent: Bool { signal == Signal.trap && code == 6 }

  /// The host's form of what a guest gave to `rt_sigqueueinfo`: the kernel's `copy_siginfo_from_user32`.
  var forHost: HostSignalInfo {
    var info = HostSignalInfo()
    info.words[0] = UInt64(UInt32(bitPattern: signal)) | UInt64(UInt32(bitPattern: error)) << 32
    info.words[1] = UInt64(UInt32(bitPattern: code))
    info.words[2] = UInt64(fields[0]) | UInt64(fields[1]) << 32
    info.words[3] = UInt64(fields[2])
    switch SignalInformationKind(signal: signal, code: code) {
    case .poll:
      info.words[2] = UInt64(bitPattern: Int64(Int32(bitPattern: fields[0])))
      info.words[3] = UInt64(fields[1])
    case .fault:
      info.words[2] = UInt64(fields[0])
      info.words[3] = UInt64(fields[1])
      info.words[4] = UInt64(fields[2])
      if isPerformanceEvent { info.words[4] |= UInt64(fields[3]) << 32 } else { info.words[5] = UInt64(fields[3]) }
    case .child:
      info.words[4] = UInt64(fields[3])
      info.words[5] = UInt64(fields[4])
    case .system:
      info.words[2] = UInt64(fields[0])
      info.words[3] = UInt64(fields[1]) | UInt64(fields[2]) << 32
    case .kill, .timer, .queued:
      break
    }
    return info
  }
}

/// Which of its fields a `siginfo_t` uses: the kernel's `siginfo_layout`.
enum SignalInformationKind {
  case kill, timer, queued, poll, fault, child, system

  init(signal: Int32, code: Int32) {
    if code > 0 && code < 0x80 {
      switch signal {
      case Signal.illegal where code <= 11, Signal.floatingPoint where code <= 15,
        Signal.segmentation where code <= 10, Signal.bus where code <= 5, Signal.trap where code <= 6:
        self = .fault
      case Signal.child where code <= 6: self = .child
      case Signal.system where code <= 2: self = .system
      case 29 where code <= 6: self = .poll
      default: self = code <= 6 ? .poll : .kill
      }
    } else if code == -2 {
      self = .timer
    } else if code == -5 {
      self = .poll
    } else {
      self = code < 0 ? .queued : .kill
    }
  }
}
