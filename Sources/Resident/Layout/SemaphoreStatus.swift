/// `struct semid64_ds` of the host.
struct HostSemaphoreStatus: HostIPCStatus {
  var permission = HostIPCPermission()
  var operated: Int64 = 0
  var pad: UInt64 = 0
  var changed: Int64 = 0
  var pad2: UInt64 = 0
  var count: UInt64 = 0
  var unused = InlineArray<2, UInt64>(repeating: 0)
}

/// `struct compat_semid64_ds`.
struct SemaphoreStatus64: IPCStatus {
  var permission = IPCPermission64()
  var operated = IPCTime()
  var changed = IPCTime()
  var count: UInt32 = 0
  var unused = InlineArray<2, UInt32>(repeating: 0)

  init() {}
  init(_ host: HostSemaphoreStatus) {
    permission = IPCPermission64(host.permission)
    operated = IPCTime(host.operated)
    changed = IPCTime(host.changed)
    count = UInt32(truncatingIfNeeded: host.count)
  }
  var change: HostSemaphoreStatus { HostSemaphoreStatus(permission: permission.change) }
  static var changedSize: Int { MemoryLayout<IPCPermission64>.stride }
}

/// `struct compat_semid_ds`, the first version.
struct SemaphoreStatus: IPCStatus {
  var permission = IPCPermission()
  var operated: Int32 = 0
  var changed: Int32 = 0
  var unused = InlineArray<4, UInt32>(repeating: 0)
  var count: UInt16 = 0
  var pad: UInt16 = 0

  init() {}
  init(_ host: HostSemaphoreStatus) {
    permission = IPCPermission(host.permission)
    operated = Int32(truncatingIfNeeded: host.operated)
    changed = Int32(truncatingIfNeeded: host.changed)
    count = UInt16(truncatingIfNeeded: host.count)
  }
  var change: HostSemaphoreStatus { HostSemaphoreStatus(permission: permission.change) }
  static var changedSize: Int { MemoryLayout<IPCPermission>.stride }
}
