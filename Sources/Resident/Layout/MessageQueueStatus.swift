/// `struct msqid64_ds` of the host.
struct HostMessageQueueStatus: HostIPCStatus {
  var permission = HostIPCPermission()
  var sent: Int64 = 0
  var received: Int64 = 0
  var changed: Int64 = 0
  var byteCount: UInt64 = 0
  var count: UInt64 = 0
  var byteLimit: UInt64 = 0
  var lastSender: Int32 = 0
  var lastReceiver: Int32 = 0
  var unused = InlineArray<2, UInt64>(repeating: 0)
}

/// `struct compat_msqid64_ds`.
struct MessageQueueStatus64: IPCStatus {
  var permission = IPCPermission64()
  var sent = IPCTime()
  var received = IPCTime()
  var changed = IPCTime()
  var byteCount: UInt32 = 0
  var count: UInt32 = 0
  var byteLimit: UInt32 = 0
  var lastSender: Int32 = 0
  var lastReceiver: Int32 = 0
  var unused = InlineArray<2, UInt32>(repeating: 0)

  init() {}
  init(_ host: HostMessageQueueStatus) {
    permission = IPCPermission64(host.permission)
    sent = IPCTime(host.sent)
    received = IPCTime(host.received)
    changed = IPCTime(host.changed)
    byteCount = UInt32(truncatingIfNeeded: host.byteCount)
    count = UInt32(truncatingIfNeeded: host.count)
    byteLimit = UInt32(truncatingIfNeeded: host.byteLimit)
    lastSender = host.lastSender
    lastReceiver = host.lastReceiver
  }
  var change: HostMessageQueueStatus {
    HostMessageQueueStatus(permission: permission.change, byteLimit: UInt64(byteLimit))
  }
  /// Up to the limit, behind which there are two processes and two words more.
  static var changedSize: Int { MemoryLayout<Self>.stride - 16 }
}

/// `struct compat_msqid_ds`, the first version.
struct MessageQueueStatus: IPCStatus {
  var permission = IPCPermission()
  var unused = InlineArray<2, UInt32>(repeating: 0)
  var sent: Int32 = 0
  var received: Int32 = 0
  var changed: Int32 = 0
  var unused2 = InlineArray<2, UInt32>(repeating: 0)
  var byteCount: UInt16 = 0
  var count: UInt16 = 0
  var byteLimit: UInt16 = 0
  var lastSender: UInt16 = 0
  var lastReceiver: UInt16 = 0
  var pad: UInt16 = 0

  init() {}
  init(_ host: HostMessageQueueStatus) {
    permission = IPCPermission(host.permission)
    sent = Int32(truncatingIfNeeded: host.sent)
    received = Int32(truncatingIfNeeded: host.received)
    changed = Int32(truncatingIfNeeded: host.changed)
    byteCount = UInt16(truncatingIfNeeded: host.byteCount)
    count = UInt16(truncatingIfNeeded: host.count)
    byteLimit = UInt16(truncatingIfNeeded: host.byteLimit)
    lastSender = UInt16(truncatingIfNeeded: host.lastSender)
    lastReceiver = UInt16(truncatingIfNeeded: host.lastReceiver)
  }
  var change: HostMessageQueueStatus {
    HostMessageQueueStatus(permission: permission.change, byteLimit: UInt64(byteLimit))
  }
  /// Up to the limit, behind which there are two processes and a pad.
  static var changedSize: Int { MemoryLayout<Self>.stride - 6 }
}
