/// What the three kinds of System V IPC objects have in common in the versions of their status.
protocol IPCStatus: GuestValue {
  associatedtype Host: HostIPCStatus
  init(_ host: Host)
  /// What `IPC_SET` takes from it.
  var change: Host { get }
  /// How many bytes of it `IPC_SET` looks at.
  static var changedSize: Int { get }
}

extension IPCStatus {
  /// Copies what `IPC_SET` looks at out of the guest.
  static func readChange(_ address: UInt64) throws(Errno) -> Self.Host {
    var status = Self()
    try unsafe withUnsafeMutablePointer(to: &status) { room throws(Errno) -> Void in
      try unsafe GuestMemory.read(address, into: UnsafeMutableRawPointer(room), count: changedSize)
    }
    return status.change
  }
}

/// A status in the host's layout.
protocol HostIPCStatus: BitwiseCopyable {
  init()
}

/// `struct ipc64_perm` of the host.
struct HostIPCPermission: BitwiseCopyable {
  var key: Int32 = 0
  var owner: UInt32 = 0
  var group: UInt32 = 0
  var creator: UInt32 = 0
  var creatorGroup: UInt32 = 0
  var mode: UInt32 = 0
  var sequence: UInt16 = 0
  var pad: UInt16 = 0
  var pad2: UInt32 = 0
  var unused = InlineArray<2, UInt64>(repeating: 0)
}

/// `struct compat_ipc64_perm`.
struct IPCPermission64: GuestValue {
  var key: Int32 = 0
  var owner: UInt32 = 0
  var group: UInt32 = 0
  var creator: UInt32 = 0
  var creatorGroup: UInt32 = 0
  var mode: UInt16 = 0
  var pad: UInt16 = 0
  var sequence: UInt16 = 0
  var pad2: UInt16 = 0
  var unused = InlineArray<2, UInt32>(repeating: 0)

  init() {}
  init(_ host: HostIPCPermission) {
    key = host.key
    owner = host.owner
    group = host.group
    creator = host.creator
    creatorGroup = host.creatorGroup
    mode = UInt16(truncatingIfNeeded: host.mode)
    sequence = host.sequence
  }
  var change: HostIPCPermission {
    var host = HostIPCPermission()
    host.owner = owner
    host.group = group
    host.mode = UInt32(mode)
    return host
  }
}

/// `struct compat_ipc_perm`, with 16-bit ids.
struct IPCPermission: GuestValue {
  var key: Int32 = 0
  var owner: UInt16 = 0
  var group: UInt16 = 0
  var creator: UInt16 = 0
  var creatorGroup: UInt16 = 0
  var mode: UInt16 = 0
  var sequence: UInt16 = 0

  init() {}
  init(_ host: HostIPCPermission) {
    key = host.key
    owner = IPCPermission.narrow(host.owner)
    group = IPCPermission.narrow(host.group)
    creator = IPCPermission.narrow(host.creator)
    creatorGroup = IPCPermission.narrow(host.creatorGroup)
    mode = UInt16(truncatingIfNeeded: host.mode)
    sequence = host.sequence
  }
  var change: HostIPCPermission {
    var host = HostIPCPermission()
    host.owner = UInt32(owner)
    host.group = UInt32(group)
    host.mode = UInt32(mode)
    return host
  }

  /// An id that does not fit shows as the overflow id: `high2lowuid`.
  private static func narrow(_ id: UInt32) -> UInt16 { id > 0xffff ? 65534 : UInt16(id) }
}

/// A time of an IPC status in its 64-bit version.
struct IPCTime: GuestValue {
  var low: UInt32 = 0
  var high: UInt32 = 0

  init() {}
  init(_ seconds: Int64) {
    low = UInt32(truncatingIfNeeded: seconds)
    high = UInt32(truncatingIfNeeded: seconds >> 32)
  }
}
