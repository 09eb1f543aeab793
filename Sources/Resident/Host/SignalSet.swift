/// A set of signals 1…64, one bit each, as the kernel's `sigset_t`.
struct SignalSet: RawRepresentable, Equatable, GuestValue, Sendable {
  var rawValue: UInt64 = 0

  init() {}
  init(rawValue: UInt64) { self.rawValue = rawValue }
  init(_ signal: Int32) { rawValue = SignalSet.bit(signal) }

  static func bit(_ signal: Int32) -> UInt64 { 1 << UInt64(truncatingIfNeeded: (signal &- 1) & 63) }
  func contains(_ signal: Int32) -> Bool { rawValue & SignalSet.bit(signal) != 0 }
  func union(_ other: SignalSet) -> SignalSet { SignalSet(rawValue: rawValue | other.rawValue) }
  func subtracting(_ other: SignalSet) -> SignalSet { SignalSet(rawValue: rawValue & ~other.rawValue) }

  /// SIGKILL and SIGSTOP, which nobody can block.
  static var unblockable: SignalSet { SignalSet(Signal.kill).union(SignalSet(Signal.stop)) }
  /// The signals whose host handlers the resident works with: a fault while they are blocked would end the process.
  static var needed: SignalSet {
    SignalSet(Signal.segmentation).union(SignalSet(Signal.bus)).union(SignalSet(Signal.system))
  }
  /// The signals that an instruction can raise.
  static var synchronous: SignalSet {
    needed.union(SignalSet(Signal.illegal)).union(SignalSet(Signal.trap)).union(SignalSet(Signal.floatingPoint))
  }
  static var all: SignalSet { SignalSet(rawValue: ~0) }

  /// What the host's mask has to be for a guest's mask of this.
  var forHost: SignalSet { subtracting(.needed) }
}

/// Signal numbers of x86 Linux.
enum Signal {
  static var illegal: Int32 { 4 }
  static var trap: Int32 { 5 }
  static var bus: Int32 { 7 }
  static var floatingPoint: Int32 { 8 }
  static var kill: Int32 { 9 }
  static var segmentation: Int32 { 11 }
  static var child: Int32 { 17 }
  static var `continue`: Int32 { 18 }
  static var stop: Int32 { 19 }
  static var urgent: Int32 { 23 }
  static var windowChange: Int32 { 28 }
  static var system: Int32 { 31 }
  static var last: Int32 { 64 }
}
