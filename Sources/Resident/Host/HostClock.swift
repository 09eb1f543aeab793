import ResidentSupport

/// The host's clocks, read through its own vDSO: most answers need no call into the kernel.
enum HostClock {
  private typealias ClockFunction = @convention(c) (Int32, UnsafeMutableRawPointer) -> Int32
  private typealias DayFunction = @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Int32
  private typealias TimeFunction = @convention(c) (UnsafeMutableRawPointer?) -> Int

  // Addresses of the vDSO's functions; 0 where it has none.
  nonisolated(unsafe) private static var clockGettime: UInt = 0
  nonisolated(unsafe) private static var clockGetres: UInt = 0
  nonisolated(unsafe) private static var gettimeofday: UInt = 0
  nonisolated(unsafe) private static var time: UInt = 0
  nonisolated(unsafe) private static var getcpu: UInt = 0
  nonisolated(unsafe) private static var base: UInt64 = 0
  nonisolated(unsafe) private static var size: UInt64 = 0

  /// Looks the functions up in the vDSO that the kernel mapped at `base`; 0 where there is none.
  static func start(virtualObject base: UInt64) {
    guard let object = HostVirtualObject(base: base) else { return }
    self.base = base
    size = object.size
    clockGettime = object.function("__vdso_clock_gettime")
    clockGetres = object.function("__vdso_clock_getres")
    gettimeofday = object.function("__vdso_gettimeofday")
    time = object.function("__vdso_time")
    getcpu = object.function("__vdso_getcpu")
  }

  /// Whether `address` is in the host's vDSO: its code faults where the guest has forbidden itself the time stamp
  /// counter (`PR_SET_TSC`).
  static func contains(_ address: UInt64) -> Bool { address &- base < size }

  /// The address of one of the vDSO's functions, in the order in which `VDSOX32.S` has places for them; 0 for none.
  static func function(_ index: Int) -> UInt {
    switch index {
    case 0: clockGettime
    case 1: gettimeofday
    case 2: time
    case 3: clockGetres
    case 4: getcpu
    default: 0
    }
  }

  /// Whether what the vDSO calls traps already, by a filter that was inherited; told by a clock that it does not know.
  static func isTrapped() -> Bool {
    let threadTime: Int32 = 3
    hasTrapped = false
    isTrying = true
    _ = try? now(threadTime)
    isTrying = false
    return hasTrapped
  }

  /// Whether a call that trapped is one that the vDSO made for the resident; if so, makes it.
  ///
  /// It has no answer itself for some clocks, nor for any where the kernel's own time source cannot be read.
  static func answer(_ context: inout HostContext) -> Bool {
    if !contains(context.ip) || !isTrying && !Interruption.isInClock(context) { return false }
    hasTrapped = true
    context.ax = UInt64(
      bitPattern: host_call(context.ax, context.di, context.si, context.dx, context.r10, context.r8, context.r9))
    return true
  }

  nonisolated(unsafe) private static var isTrying = false
  nonisolated(unsafe) private static var hasTrapped = false

  /// Reads the clocks by calls into the kernel from now on, which need no counter.
  static func leaveVirtualObject() {
    clockGettime = 0
    clockGetres = 0
    gettimeofday = 0
    time = 0
    getcpu = 0
  }

  /// What the clock shows.
  @inline(__always)
  static func now(_ clock: Int32) throws(Errno) -> HostTimespec {
    try ask(clockGettime, .clockGettime, clock)
  }

  /// How fine the clock is.
  @inline(__always)
  static func resolution(_ clock: Int32) throws(Errno) -> HostTimespec {
    // For auxiliary clocks, which begin here, the vDSO has an answer even where the kernel has no such clock.
    let firstAuxiliary: Int32 = 16
    return try ask(clock < firstAuxiliary ? clockGetres : 0, .clockGetres, clock)
  }

  @inline(__always)
  private static func ask(_ function: UInt, _ number: HostNumber, _ clock: Int32) throws(Errno) -> HostTimespec {
    var time = HostTimespec()
    if function != 0 {
      let code = unsafe unsafeBitCast(function, to: ClockFunction.self)
      _ = try Host.value(Int64(unsafe withUnsafeMutablePointer(to: &time) { unsafe code(clock, $0) }))
    } else {
      try Host.lending(&time) { room throws(Errno) in
        try Host.call(number, UInt64(bitPattern: Int64(clock)), room)
      }
    }
    return time
  }

  /// The time of day and the kernel's time zone (minutes west, kind of daylight saving).
  @inline(__always)
  static func timeOfDay() throws(Errno) -> (time: HostTimeval, zone: UInt64) {
    var time = HostTimeval()
    var zone: UInt64 = 0
    if gettimeofday != 0 {
      let code = unsafe unsafeBitCast(gettimeofday, to: DayFunction.self)
      _ = try Host.value(
        Int64(
          unsafe withUnsafeMutablePointer(to: &time) { room in
            unsafe withUnsafeMutablePointer(to: &zone) { unsafe code(room, $0) }
          }))
    } else {
      try Host.lending(&time) { room throws(Errno) in
        try Host.lending(&zone) { place throws(Errno) in try Host.call(.gettimeofday, room, place) }
      }
    }
    return (time, zone)
  }

  /// Seconds since 1970, as coarse as `time` is.
  @inline(__always)
  static func seconds() throws(Errno) -> Int64 {
    if time == 0 { return try Host.call(.time, 0) }
    return Int64(unsafe unsafeBitCast(time, to: TimeFunction.self)(nil))
  }

  /// The processor and the memory node that the thread runs on.
  @inline(__always)
  static func processor() throws(Errno) -> (processor: UInt32, node: UInt32) {
    var processor: UInt32 = 0
    var node: UInt32 = 0
    if getcpu != 0 {
      let code = unsafe unsafeBitCast(getcpu, to: DayFunction.self)
      _ = try Host.value(
        Int64(
          unsafe withUnsafeMutablePointer(to: &processor) { room in
            unsafe withUnsafeMutablePointer(to: &node) { unsafe code(room, $0) }
          }))
    } else {
      try Host.lending(&processor) { room throws(Errno) in
        try Host.lending(&node) { place throws(Errno) in try Host.call(.getcpu, room, place, 0) }
      }
    }
    return (processor, node)
  }
}
