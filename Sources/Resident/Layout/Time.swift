/// A `struct timespec` of a guest, in one of its generations.
protocol GuestTimespec: GuestValue {
  init(_ host: HostTimespec)
  var host: HostTimespec { get }
}

/// `struct timespec` of the ABI's `long`: `struct old_timespec32` on i386.
///
/// What does not fit is cut off, as the kernel does.
struct Timespec<A: ABI>: GuestTimespec {
  var seconds = A.Long()
  var nanoseconds = A.Long()

  init() {}
  init(_ host: HostTimespec) {
    seconds = A.Long(truncatingIfNeeded: host.seconds)
    nanoseconds = A.Long(truncatingIfNeeded: host.nanoseconds)
  }
  var host: HostTimespec { HostTimespec(seconds: Int64(seconds), nanoseconds: Int64(nanoseconds)) }
}

/// `struct __kernel_timespec`, the 64-bit generation.
struct Timespec64<A: ABI>: GuestTimespec {
  var seconds = A.Wide(0)
  var nanoseconds = A.Wide(0)

  init() {}
  init(_ host: HostTimespec) {
    seconds = A.Wide(UInt64(bitPattern: host.seconds))
    nanoseconds = A.Wide(UInt64(bitPattern: host.nanoseconds))
  }
  /// The upper half of the nanoseconds is padding to a 32-bit libc: `get_timespec64`.
  var host: HostTimespec {
    let padding = MemoryLayout<A.Long>.size == 8 ? ~0 as UInt64 : 0xffff_ffff
    return HostTimespec(
      seconds: Int64(bitPattern: seconds.value), nanoseconds: Int64(bitPattern: nanoseconds.value & padding))
  }
}

/// `struct itimerspec` of either generation.
struct IntervalTimespec<Time: GuestTimespec>: GuestValue {
  var interval = Time()
  var value = Time()

  init() {}
  init(_ host: HostIntervalTimespec) {
    interval = Time(host.interval)
    value = Time(host.value)
  }
  var host: HostIntervalTimespec { HostIntervalTimespec(interval: interval.host, value: value.host) }
}

/// `struct timeval` of the ABI's `long`: `struct old_timeval32` on i386.
struct Timeval<A: ABI>: GuestValue {
  var seconds = A.Long()
  var microseconds = A.Long()

  init() {}
  init(_ host: HostTimeval) {
    seconds = A.Long(truncatingIfNeeded: host.seconds)
    microseconds = A.Long(truncatingIfNeeded: host.microseconds)
  }
  var host: HostTimeval { HostTimeval(seconds: Int64(seconds), microseconds: Int64(microseconds)) }
}

/// `struct itimerval` of the ABI's `long`.
struct IntervalTimeval<A: ABI>: GuestValue {
  var interval = Timeval<A>()
  var value = Timeval<A>()

  init() {}
  init(_ host: HostIntervalTimeval) {
    interval = Timeval(host.interval)
    value = Timeval(host.value)
  }
  var host: HostIntervalTimeval { HostIntervalTimeval(interval: interval.host, value: value.host) }
}
