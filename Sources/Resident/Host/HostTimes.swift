/// `struct timeval` of the host.
struct HostTimeval: BitwiseCopyable, Equatable, Sendable {
  var seconds: Int64 = 0
  var microseconds: Int64 = 0
}

/// `struct itimerspec` of the host.
struct HostIntervalTimespec: BitwiseCopyable, Sendable {
  var interval = HostTimespec()
  var value = HostTimespec()
}

/// `struct itimerval` of the host.
struct HostIntervalTimeval: BitwiseCopyable, Sendable {
  var interval = HostTimeval()
  var value = HostTimeval()
}
