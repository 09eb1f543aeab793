@testable import ResidentHosted

extension LayoutTable {
  static func addTimes(to table: inout LayoutTable) {
    table.guest(
      ClockAdjustment<I386>.self, "struct old_timex32",
      [
        ("modes", \.modes), ("offset", \.offset), ("freq", \.frequency), ("maxerror", \.maximumError),
        ("esterror", \.estimatedError), ("status", \.status), ("constant", \.constant), ("precision", \.precision),
        ("tolerance", \.tolerance), ("time", \.time), ("tick", \.tick), ("ppsfreq", \.pulseFrequency),
        ("jitter", \.jitter), ("shift", \.shift), ("stabil", \.stability), ("jitcnt", \.jitterCount),
        ("calcnt", \.calibrationCount), ("errcnt", \.errorCount), ("stbcnt", \.stabilityCount),
        ("tai", \.atomicOffset), ("reserved", \.reserved),
      ])
    table.host(
      HostClockAdjustment.self, "struct __kernel_timex",
      [
        ("modes", \.modes), ("offset", \.offset), ("freq", \.frequency), ("maxerror", \.maximumError),
        ("esterror", \.estimatedError), ("status", \.status), ("constant", \.constant), ("precision", \.precision),
        ("tolerance", \.tolerance), ("time", \.time), ("tick", \.tick), ("ppsfreq", \.pulseFrequency),
        ("jitter", \.jitter), ("shift", \.shift), ("stabil", \.stability), ("jitcnt", \.jitterCount),
        ("calcnt", \.calibrationCount), ("errcnt", \.errorCount), ("stbcnt", \.stabilityCount),
        ("tai", \.atomicOffset),
      ])
    table.guest(
      Timespec<I386>.self, "struct long_pair",
      [
        ("first", \.seconds), ("second", \.nanoseconds),
      ])
    table.guest(
      Timespec64<I386>.self, "struct __kernel_timespec",
      [
        ("tv_sec", \.seconds), ("tv_nsec", \.nanoseconds),
      ])
    table.guest(
      IntervalTimespec<Timespec<I386>>.self, "struct long_pairs",
      [
        ("it_interval", \.interval), ("it_value", \.value),
      ])
    table.guest(
      IntervalTimespec<Timespec64<I386>>.self, "struct __kernel_itimerspec",
      [
        ("it_interval", \.interval), ("it_value", \.value),
      ])
    table.guest(
      Timeval<I386>.self, "struct __kernel_old_timeval",
      [
        ("tv_sec", \.seconds), ("tv_usec", \.microseconds),
      ])
    table.guest(
      IntervalTimeval<I386>.self, "struct __kernel_old_itimerval",
      [
        ("it_interval", \.interval), ("it_value", \.value),
      ])
    table.host(
      HostTimespec.self, "struct __kernel_timespec",
      [
        ("tv_sec", \.seconds), ("tv_nsec", \.nanoseconds),
      ])
    table.host(
      HostTimeval.self, "struct __kernel_old_timeval",
      [
        ("tv_sec", \.seconds), ("tv_usec", \.microseconds),
      ])
    table.host(
      HostIntervalTimespec.self, "struct __kernel_itimerspec",
      [
        ("it_interval", \.interval), ("it_value", \.value),
      ])
    table.host(
      HostIntervalTimeval.self, "struct __kernel_old_itimerval",
      [
        ("it_interval", \.interval), ("it_value", \.value),
      ])
    table.guest(
      ShortTimes.self, "struct old_utimbuf32",
      [
        ("actime", \.accessed), ("modtime", \.modified),
      ])
    table.guest(
      ProcessTimes<I386>.self, "struct tms",
      [
        ("tms_utime", \.user), ("tms_stime", \.system), ("tms_cutime", \.childrenUser),
        ("tms_cstime", \.childrenSystem),
      ])
  }
}
