/// `struct timex` of the ABI's `long`: `struct old_timex32` on i386, without the 64-bit generation's extra pads.
struct ClockAdjustment<A: ABI>: GuestValue {
  var modes: UInt32 = 0
  var offset = A.Long()
  var frequency = A.Long()
  var maximumError = A.Long()
  var estimatedError = A.Long()
  var status: Int32 = 0
  var constant = A.Long()
  var precision = A.Long()
  var tolerance = A.Long()
  var time = Timeval<A>()
  var tick = A.Long()
  var pulseFrequency = A.Long()
  var jitter = A.Long()
  var shift: Int32 = 0
  var stability = A.Long()
  var jitterCount = A.Long()
  var calibrationCount = A.Long()
  var errorCount = A.Long()
  var stabilityCount = A.Long()
  var atomicOffset: Int32 = 0
  var reserved = InlineArray<11, UInt32>(repeating: 0)

  init() {}

  /// What `put_old_timex32` copies out.
  init(_ host: HostClockAdjustment) {
    modes = host.modes
    offset = A.Long(truncatingIfNeeded: host.offset)
    frequency = A.Long(truncatingIfNeeded: host.frequency)
    maximumError = A.Long(truncatingIfNeeded: host.maximumError)
    estimatedError = A.Long(truncatingIfNeeded: host.estimatedError)
    status = host.status
    constant = A.Long(truncatingIfNeeded: host.constant)
    precision = A.Long(truncatingIfNeeded: host.precision)
    tolerance = A.Long(truncatingIfNeeded: host.tolerance)
    time = Timeval(host.time)
    tick = A.Long(truncatingIfNeeded: host.tick)
    pulseFrequency = A.Long(truncatingIfNeeded: host.pulseFrequency)
    jitter = A.Long(truncatingIfNeeded: host.jitter)
    shift = host.shift
    stability = A.Long(truncatingIfNeeded: host.stability)
    jitterCount = A.Long(truncatingIfNeeded: host.jitterCount)
    calibrationCount = A.Long(truncatingIfNeeded: host.calibrationCount)
    errorCount = A.Long(truncatingIfNeeded: host.errorCount)
    stabilityCount = A.Long(truncatingIfNeeded: host.stabilityCount)
    atomicOffset = host.atomicOffset
  }

  /// What `get_old_timex32` copies in: all but the offset to atomic time.
  var host: HostClockAdjustment {
    var host = HostClockAdjustment()
    host.modes = modes
    host.offset = Int64(offset)
    host.frequency = Int64(frequency)
    host.maximumError = Int64(maximumError)
    host.estimatedError = Int64(estimatedError)
    host.status = status
    host.constant = Int64(constant)
    host.precision = Int64(precision)
    host.tolerance = Int64(tolerance)
    host.time = time.host
    host.tick = Int64(tick)
    host.pulseFrequency = Int64(pulseFrequency)
    host.jitter = Int64(jitter)
    host.shift = shift
    host.stability = Int64(stability)
    host.jitterCount = Int64(jitterCount)
    host.calibrationCount = Int64(calibrationCount)
    host.errorCount = Int64(errorCount)
    host.stabilityCount = Int64(stabilityCount)
    return host
  }
}

/// `struct timex` of the host.
struct HostClockAdjustment: BitwiseCopyable {
  var modes: UInt32 = 0
  var pad0: UInt32 = 0
  var offset: Int64 = 0
  var frequency: Int64 = 0
  var maximumError: Int64 = 0
  var estimatedError: Int64 = 0
  var status: Int32 = 0
  var pad1: UInt32 = 0
  var constant: Int64 = 0
  var precision: Int64 = 0
  var tolerance: Int64 = 0
  var time = HostTimeval()
  var tick: Int64 = 0
  var pulseFrequency: Int64 = 0
  var jitter: Int64 = 0
  var shift: Int32 = 0
  var pad2: UInt32 = 0
  var stability: Int64 = 0
  var jitterCount: Int64 = 0
  var calibrationCount: Int64 = 0
  var errorCount: Int64 = 0
  var stabilityCount: Int64 = 0
  var atomicOffset: Int32 = 0
  var pads = InlineArray<11, UInt32>(repeating: 0)
}
