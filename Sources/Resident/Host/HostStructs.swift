/// `struct timespec` of the host.
public struct HostTimespec: BitwiseCopyable, Sendable {
  public var seconds: Int64 = 0
  public var nanoseconds: Int64 = 0
  public init(seconds: Int64 = 0, nanoseconds: Int64 = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }
}

/// The host's `struct sigaction`, as `rt_sigaction` takes it.
struct HostSignalAction: BitwiseCopyable {
  var handler: UInt64 = 0
  var flags: UInt64 = 0
  var restorer: UInt64 = 0
  var mask: UInt64 = 0
}

/// The host's `stack_t`.
struct HostSignalStack: BitwiseCopyable {
  var base: UInt64 = 0
  var flags: Int32 = 0
  var pad: Int32 = 0
  var size: UInt64 = 0
}
