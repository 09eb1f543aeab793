/// `struct hd_geometry`.
struct DiskGeometry<A: ABI>: GuestValue {
  var heads: UInt8 = 0
  var sectors: UInt8 = 0
  var cylinders: UInt16 = 0
  var start = A.Address()
}

struct HostDiskGeometry: BitwiseCopyable {
  var heads: UInt8 = 0
  var sectors: UInt8 = 0
  var cylinders: UInt16 = 0
  var pad: UInt32 = 0
  var start: UInt64 = 0
}

/// `struct blkpg_ioctl_arg`.
struct PartitionRequest<A: ABI>: GuestValue {
  var operation: Int32 = 0
  var flags: Int32 = 0
  var size: Int32 = 0
  var data = A.Address()
}

struct HostPartitionRequest: BitwiseCopyable {
  var operation: Int32 = 0
  var flags: Int32 = 0
  var size: Int32 = 0
  var pad: Int32 = 0
  var data: UInt64 = 0
}

/// `struct space_resv`.
struct SpaceRequest<A: ABI>: GuestValue {
  var type: Int16 = 0
  var origin: Int16 = 0
  var start = A.Wide()
  var length = A.Wide()
  var system: Int32 = 0
  var process: UInt32 = 0
  var spare = InlineArray<4, UInt32>(repeating: 0)
}

struct HostSpaceRequest: BitwiseCopyable {
  var type: Int16 = 0
  var origin: Int16 = 0
  var pad: Int32 = 0
  var start: UInt64 = 0
  var length: UInt64 = 0
  var system: Int32 = 0
  var process: UInt32 = 0
  var spare = InlineArray<4, UInt32>(repeating: 0)
}

/// `struct sg_io_hdr`.
struct SCSIRequest<A: ABI>: GuestValue {
  var interface: Int32 = 0
  var direction: Int32 = 0
  var commandSize: UInt8 = 0
  var senseCapacity: UInt8 = 0
  var vectorCount: UInt16 = 0
  var size: UInt32 = 0
  var data = A.Address()
  var command = A.Address()
  var sense = A.Address()
  var timeout: UInt32 = 0
  var flags: UInt32 = 0
  var identifier: Int32 = 0
  var user = A.Address()
  var status = SCSIStatus()
}

struct HostSCSIRequest: BitwiseCopyable {
  var interface: Int32 = 0
  var direction: Int32 = 0
  var commandSize: UInt8 = 0
  var senseCapacity: UInt8 = 0
  var vectorCount: UInt16 = 0
  var size: UInt32 = 0
  var data: UInt64 = 0
  var command: UInt64 = 0
  var sense: UInt64 = 0
  var timeout: UInt32 = 0
  var flags: UInt32 = 0
  var identifier: Int32 = 0
  var pad: UInt32 = 0
  var user: UInt64 = 0
  var status = SCSIStatus()
  var pad2: UInt32 = 0
}

/// What a device answered: the last fields of `struct sg_io_hdr`.
struct SCSIStatus: GuestValue {
  var codes: UInt32 = 0
  var host: UInt16 = 0
  var driver: UInt16 = 0
  var rest: Int32 = 0
  var duration: UInt32 = 0
  var information: UInt32 = 0
}

extension Ioctl {
  func diskGeometry<A: ABI>(_ abi: A.Type) throws(Errno) -> Int64 {
    var host = HostDiskGeometry()
    let result = try Host.lending(&host) { room throws(Errno) in try pass(room) }
    var guest = DiskGeometry<A>()
    guest.heads = host.heads
    guest.sectors = host.sectors
    guest.cylinders = host.cylinders
    guest.start = A.Address(truncatingIfNeeded: host.start)
    try GuestPointer<DiskGeometry<A>>(argument).write(guest)
    return result
  }

  /// Adds or removes a partition; the block behind the pointer has no longs.
  func partition<A: ABI>(_ abi: A.Type) throws(Errno) -> Int64 {
    let guest = try GuestPointer<PartitionRequest<A>>(argument).read()
    var host = HostPartitionRequest(
      operation: guest.operation, flags: guest.flags, size: guest.size, data: UInt64(guest.data))
    return try Host.lending(&host) { room throws(Errno) in try pass(room) }
  }

  /// Reserves or frees space of a file.
  func space<A: ABI>(_ abi: A.Type) throws(Errno) -> Int64 {
    let guest = try GuestPointer<SpaceRequest<A>>(argument).read()
    var host = HostSpaceRequest(
      type: guest.type, origin: guest.origin, start: guest.start.value, length: guest.length.value,
      system: guest.system, process: guest.process)
    do throws(Errno) {
      return try Host.lending(&host) { room throws(Errno) in try pass(room) }
    } catch {
      // For 32-bit callers the kernel does not ask whether it is a file (`compat_ioctl_preallocate`).
      let descriptor = self.descriptor
      let status = try Host.filled(HostFileStatus()) { room throws(Errno) in try Host.call(.fstat, descriptor, room) }
      if status.isRegular || A.Address.bitWidth > 32 { throw error }
      let start: Int64
      switch guest.origin {
      case 0: start = 0
      case 1: start = (try? Host.call(.lseek, descriptor, 0, 1)) ?? 0
      case 2: start = status.size
      default: throw .invalid
      }
      return try Host.guestCall(
        .fallocate, descriptor, spaceMode, guest.start.value &+ UInt64(bitPattern: start), guest.length.value)
    }
  }

  /// The mode of `fallocate` that means the same as the command.
  private var spaceMode: UInt64 {
    let (keepSize, punchHole, zeroRange): (UInt64, UInt64, UInt64) = (1, 2, 16)
    switch command & 0xff {
    case 0x28, 0x2a: return keepSize
    case 0x29, 0x2b: return keepSize | punchHole
    default: return keepSize | zeroRange
    }
  }

  /// Sends a command to a SCSI device; scattered data is refused.
  func scsi<A: ABI>(_ abi: A.Type) throws(Errno) -> Int64 {
    let place = GuestPointer<SCSIRequest<A>>(argument)
    var guest = try place.read()
    if guest.vectorCount != 0 { throw .notTerminal }
    var host = HostSCSIRequest(
      interface: guest.interface, direction: guest.direction, commandSize: guest.commandSize,
      senseCapacity: guest.senseCapacity, size: guest.size, data: UInt64(guest.data), command: UInt64(guest.command),
      sense: UInt64(guest.sense), timeout: guest.timeout, flags: guest.flags, identifier: guest.identifier,
      user: UInt64(guest.user), status: guest.status)
    let result = try Host.lending(&host) { room throws(Errno) in try pass(room) }
    guest.status = host.status
    try place.write(guest)
    return result
  }
}
