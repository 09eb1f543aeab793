/// `struct msghdr` of an ABI: what `sendmsg` and `recvmsg` take.
struct Message<A: ABI>: GuestValue {
  var name = A.Address()
  var nameSize: Int32 = 0
  var vectors = A.Address()
  var vectorCount = A.Address()
  var control = A.Address()
  var controlSize = A.Address()
  var flags: UInt32 = 0

  /// Where in it the fields lie that `recvmsg` writes.
  static var nameSizeOffset: UInt64 { UInt64(MemoryLayout<A.Address>.size) }
  static var controlSizeOffset: UInt64 { UInt64(MemoryLayout<A.Address>.size * 5) }
  static var flagsOffset: UInt64 { UInt64(MemoryLayout<A.Address>.size * 6) }
}

/// `struct mmsghdr` of an ABI.
struct MultipleMessage<A: ABI>: GuestValue {
  var message = Message<A>()
  var count: UInt32 = 0

  static var countOffset: UInt64 { UInt64(MemoryLayout<A.Address>.size * 7) }
}

/// `struct cmsghdr` of an ABI.
struct ControlHeader<A: ABI>: GuestValue {
  var size = A.Address()
  var level: Int32 = 0
  var kind: Int32 = 0

  /// Data and the next header begin at multiples of this.
  static func aligned(_ size: Int) -> Int {
    let step = MemoryLayout<A.Address>.size
    return (size + step - 1) / step * step
  }
  static var length: Int { MemoryLayout<ControlHeader>.size }
}

/// `struct msghdr` of the host.
struct HostMessage: BitwiseCopyable {
  var name: UInt64 = 0
  var nameSize: Int32 = 0
  var pad: UInt32 = 0
  var vectors: UInt64 = 0
  var vectorCount: UInt64 = 0
  var control: UInt64 = 0
  var controlSize: UInt64 = 0
  var flags: UInt32 = 0
  var pad2: UInt32 = 0
}

/// `struct cmsghdr` of the host.
struct HostControlHeader: BitwiseCopyable {
  var size: UInt64 = 0
  var level: Int32 = 0
  var kind: Int32 = 0

  static var length: Int { 16 }
  static func aligned(_ size: Int) -> Int { (size + 7) & ~7 }
}
