/// `siginfo_t` of the ABIs with 32-bit addresses: 128 bytes.
///
/// x32 has i386's, but for the times of a child, which have 64 bits.
struct SignalInformation32: GuestValue {
  var signal: Int32 = 0
  var error: Int32 = 0
  var code: Int32 = 0
  var fields = InlineArray<29, UInt32>(repeating: 0)
  init() {}

  /// As `abi` has it: the kernel's `copy_siginfo_to_user32`.
  init(_ info: HostSignalInfo, _ abi: ABIIdentifier) {
    self.init(info)
    // As `x32_copy_siginfo_to_user`: whoever sent it.
    if abi == .x32 && signal == Signal.child { childTimes = (info.words[4], info.words[5]) }
  }

  /// Two 64-bit times behind the child's status.
  private var childTimes: (user: UInt64, system: UInt64) {
    get { (UInt64(fields[3]) | UInt64(fields[4]) << 32, UInt64(fields[5]) | UInt64(fields[6]) << 32) }
    set {
      fields[3] = UInt32(truncatingIfNeeded: newValue.user)
      fields[4] = UInt32(truncatingIfNeeded: newValue.user >> 32)
      fields[5] = UInt32(truncatingIfNeeded: newValue.system)
      fields[6] = UInt32(truncatingIfNeeded: newValue.system >> 32)
    }
  }

  /// The kernel's `copy_siginfo_to_external32`: fields that the kind does not use are zero.
  init(_ info: HostSignalInfo) {
    signal = info.signal
    error = info.error
    code = info.code
    func low(_ index: Int) -> UInt32 { UInt32(truncatingIfNeeded: info.words[index]) }
    func high(_ index: Int) -> UInt32 { UInt32(truncatingIfNeeded: info.words[index] >> 32) }
    fields[0] = low(2)
    switch SignalInformationKind(signal: signal, code: code) {
    case .fault:
      break
    case .kill:
      fields[1] = high(2)
    case .timer, .queued:
      fields[1] = high(2)
      fields[2] = low(3)
    case .poll:
      fields[1] = low(3)
    case .memoryError:
      fields[1] = low(3) & 0xffff
    case .bounds:
      fields[2] = low(4)
      fields[3] = low(5)
    case .protectionKey:
      fields[2] = low(4)
    case .performanceEvent:
      fields[1] = low(3)
      fields[2] = low(4)
      fields[3] = high(4)
    case .child:
      fields[1] = high(2)
      fields[2] = low(3)
      fields[3] = low(4)
      fields[4] = low(5)
    case .system:
      fields[1] = low(3)
      fields[2] = high(3)
    }
  }

  /// The host's form of what a guest of `abi` queues as `signal`: the kernel's `post_copy_siginfo_from_user32`.
  func forHost(_ signal: Int32, _ abi: ABIIdentifier) -> HostSignalInfo {
    var info = forHost(signal)
    if abi == .x32, case .child = SignalInformationKind(signal: signal, code: code) {
      (info.words[4], info.words[5]) = childTimes
    }
    return info
  }

  /// The host's form of what a guest queues as `signal`: the kernel's `post_copy_siginfo_from_user32`.
  func forHost(_ signal: Int32) -> HostSignalInfo {
    var info = HostSignalInfo()
    func pair(_ low: Int, _ high: Int) -> UInt64 { UInt64(fields[low]) | UInt64(fields[high]) << 32 }
    info.words[0] = UInt64(UInt32(bitPattern: signal)) | UInt64(UInt32(bitPattern: error)) << 32
    info.words[1] = UInt64(UInt32(bitPattern: code))
    info.words[2] = UInt64(fields[0])
    switch SignalInformationKind(signal: signal, code: code) {
    case .fault:
      break
    case .kill:
      info.words[2] = pair(0, 1)
    case .timer, .queued:
      info.words[2] = pair(0, 1)
      info.words[3] = UInt64(fields[2])
    case .poll:
      info.words[2] = UInt64(bitPattern: Int64(Int32(bitPattern: fields[0])))
      info.words[3] = UInt64(fields[1])
    case .memoryError:
      info.words[3] = UInt64(fields[1] & 0xffff)
    case .bounds:
      info.words[4] = UInt64(fields[2])
      info.words[5] = UInt64(fields[3])
    case .protectionKey:
      info.words[4] = UInt64(fields[2])
    case .performanceEvent:
      info.words[3] = UInt64(fields[1])
      info.words[4] = pair(2, 3)
    case .child:
      info.words[2] = pair(0, 1)
      info.words[3] = UInt64(fields[2])
      info.words[4] = UInt64(bitPattern: Int64(Int32(bitPattern: fields[3])))
      info.words[5] = UInt64(bitPattern: Int64(Int32(bitPattern: fields[4])))
    case .system:
      info.words[3] = pair(1, 2)
    }
    return info
  }
}

/// Which of its fields a `siginfo_t` uses: the kernel's `siginfo_layout`.
enum SignalInformationKind {
  case kill, timer, queued, poll, fault, memoryError, bounds, protectionKey, performanceEvent, child, system

  init(signal: Int32, code: Int32) {
    let timer: Int32 = -2
    let asynchronousIO: Int32 = -5
    let kernel: Int32 = 0x80
    if code <= 0 || code >= kernel {
      self = code == timer ? .timer : code == asynchronousIO ? .poll : code < 0 ? .queued : .kill
      return
    }
    switch (signal, code) {
    case (Signal.bus, 4...5): self = .memoryError
    case (Signal.segmentation, 3): self = .bounds
    case (Signal.segmentation, 4): self = .protectionKey
    case (Signal.trap, 6): self = .performanceEvent
    case (Signal.illegal, ...11), (Signal.floatingPoint, ...15), (Signal.segmentation, ...10), (Signal.bus, ...5),
      (Signal.trap, ...6):
      self = .fault
    case (Signal.child, ...6): self = .child
    case (Signal.system, ...2): self = .system
    default: self = code <= 6 ? .poll : .kill
    }
  }
}
