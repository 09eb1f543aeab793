/// `struct shmid64_ds` of the host.
struct HostSharedMemoryStatus: HostIPCStatus {
  var permission = HostIPCPermission()
  var size: UInt64 = 0
  var attached: Int64 = 0
  var detached: Int64 = 0
  var changed: Int64 = 0
  var creatorProcess: Int32 = 0
  var lastProcess: Int32 = 0
  var attachments: UInt64 = 0
  var unused = InlineArray<2, UInt64>(repeating: 0)
}

/// `struct compat_shmid64_ds`.
struct SharedMemoryStatus64: IPCStatus {
  var permission = IPCPermission64()
  var size: UInt32 = 0
  var attached = IPCTime()
  var detached = IPCTime()
  var changed = IPCTime()
  var creatorProcess: Int32 = 0
  var lastProcess: Int32 = 0
  var attachments: UInt32 = 0
  var unused = InlineArray<2, UInt32>(repeating: 0)

  init() {}
  init(_ host: HostSharedMemoryStatus) {
    permission = IPCPermission64(host.permission)
    size = UInt32(truncatingIfNeeded: host.size)
    attached = IPCTime(host.attached)
    detached = IPCTime(host.detached)
    changed = IPCTime(host.changed)
    creatorProcess = host.creatorProcess
    lastProcess = host.lastProcess
    attachments = UInt32(truncatingIfNeeded: host.attachments)
  }
  var change: HostSharedMemoryStatus { HostSharedMemoryStatus(permission: permission.change) }
  static var changedSize: Int { MemoryLayout<IPCPermission64>.stride }
}

/// `struct compat_shmid_ds`, the first version.
struct SharedMemoryStatus: IPCStatus {
  var permission = IPCPermission()
  var size: UInt32 = 0
  var attached: Int32 = 0
  var detached: Int32 = 0
  var changed: Int32 = 0
  var creatorProcess: UInt16 = 0
  var lastProcess: UInt16 = 0
  var attachments: UInt16 = 0
  var pad: UInt16 = 0
  var unused = InlineArray<2, UInt32>(repeating: 0)

  init() {}
  init(_ host: HostSharedMemoryStatus) {
    permission = IPCPermission(host.permission)
    size = UInt32(truncatingIfNeeded: host.size)
    attached = Int32(truncatingIfNeeded: host.attached)
    detached = Int32(truncatingIfNeeded: host.detached)
    changed = Int32(truncatingIfNeeded: host.changed)
    creatorProcess = UInt16(truncatingIfNeeded: host.creatorProcess)
    lastProcess = UInt16(truncatingIfNeeded: host.lastProcess)
    attachments = UInt16(truncatingIfNeeded: host.attachments)
  }
  var change: HostSharedMemoryStatus { HostSharedMemoryStatus(permission: permission.change) }
  static var changedSize: Int { MemoryLayout<IPCPermission>.stride }
}

/// `struct shminfo64` of the host.
struct HostSharedMemoryLimits: BitwiseCopyable {
  var words = InlineArray<9, UInt64>(repeating: 0)
}

/// `struct compat_shminfo64`; the first version ends after five words.
struct SharedMemoryLimits64: GuestValue {
  var words = InlineArray<9, UInt32>(repeating: 0)

  init() {}
  init(_ host: HostSharedMemoryLimits) {
    for index in 0..<5 { words[index] = UInt32(truncatingIfNeeded: host.words[index]) }
    words[0] = UInt32(min(host.words[0], 0x7fff_ffff))
  }
}

/// `struct shminfo`.
struct SharedMemoryLimits: GuestValue {
  var words = InlineArray<5, UInt32>(repeating: 0)

  init() {}
  init(_ host: HostSharedMemoryLimits) {
    let wide = SharedMemoryLimits64(host)
    for index in 0..<5 { words[index] = wide.words[index] }
  }
}

/// `struct shm_info` of the host: a count of ids, then five words.
struct HostSharedMemoryUse: BitwiseCopyable {
  var words = InlineArray<6, UInt64>(repeating: 0)
}

/// `struct compat_shm_info`.
struct SharedMemoryUse: GuestValue {
  var words = InlineArray<6, UInt32>(repeating: 0)

  init() {}
  init(_ host: HostSharedMemoryUse) {
    for index in 0..<6 { words[index] = UInt32(truncatingIfNeeded: host.words[index]) }
  }
}
