/// `struct sysinfo`.
struct SystemInformation<A: ABI>: GuestValue {
  var uptime = A.Long()
  var loads = InlineArray<3, A.Address>(repeating: 0)
  var totalMemory = A.Address()
  var freeMemory = A.Address()
  var sharedMemory = A.Address()
  var bufferMemory = A.Address()
  var totalSwap = A.Address()
  var freeSwap = A.Address()
  var processes: UInt16 = 0
  var pad: UInt16 = 0
  var totalHigh = A.Address()
  var freeHigh = A.Address()
  var unit: UInt32 = 0
  var reserved: UInt64 = 0

  init() {}

  /// Sizes that do not fit are counted in larger units, as the kernel's `compat_sys_sysinfo` does.
  init(_ host: HostSystemInformation) {
    var shift: UInt64 = 0
    unit = host.unit
    if (host.totalMemory | host.totalSwap) >> 32 != 0 {
      while unit < 4096 {  // the page size, up to which the kernel scales
        unit <<= 1
        shift &+= 1
      }
    }
    uptime = A.Long(truncatingIfNeeded: host.uptime)
    for index in 0..<3 { loads[index] = A.Address(truncatingIfNeeded: host.loads[index]) }
    totalMemory = A.Address(truncatingIfNeeded: host.totalMemory >> shift)
    freeMemory = A.Address(truncatingIfNeeded: host.freeMemory >> shift)
    sharedMemory = A.Address(truncatingIfNeeded: host.sharedMemory >> shift)
    bufferMemory = A.Address(truncatingIfNeeded: host.bufferMemory >> shift)
    totalSwap = A.Address(truncatingIfNeeded: host.totalSwap >> shift)
    freeSwap = A.Address(truncatingIfNeeded: host.freeSwap >> shift)
    processes = host.processes
    totalHigh = A.Address(truncatingIfNeeded: host.totalHigh >> shift)
    freeHigh = A.Address(truncatingIfNeeded: host.freeHigh >> shift)
  }
}

/// `struct sysinfo` of the host.
struct HostSystemInformation: BitwiseCopyable {
  var uptime: Int64 = 0
  var loads = InlineArray<3, UInt64>(repeating: 0)
  var totalMemory: UInt64 = 0
  var freeMemory: UInt64 = 0
  var sharedMemory: UInt64 = 0
  var bufferMemory: UInt64 = 0
  var totalSwap: UInt64 = 0
  var freeSwap: UInt64 = 0
  var processes: UInt16 = 0
  var pad: UInt16 = 0
  var pad2: UInt32 = 0
  var totalHigh: UInt64 = 0
  var freeHigh: UInt64 = 0
  var unit: UInt32 = 0
  var pad3: UInt32 = 0
}
