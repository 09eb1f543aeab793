/// `struct ifreq` of the guest: a name and 16 bytes of what the command wants.
struct InterfaceRequest: GuestValue {
  var name0: UInt64 = 0
  var name1: UInt64 = 0
  var data0: UInt64 = 0
  var data1: UInt64 = 0
}

/// `struct ifreq` of the host.
struct HostInterfaceRequest: BitwiseCopyable {
  var name0: UInt64 = 0
  var name1: UInt64 = 0
  var data0: UInt64 = 0
  var data1: UInt64 = 0
  var data2: UInt64 = 0

  init() {}

  init(_ request: InterfaceRequest) {
    name0 = request.name0
    name1 = request.name1
    data0 = request.data0
    data1 = request.data1
  }

  var guest: InterfaceRequest { InterfaceRequest(name0: name0, name1: name1, data0: data0, data1: data1) }
}

/// `struct ifconf`.
struct InterfaceList<A: ABI>: GuestValue {
  var size: Int32 = 0
  var buffer = A.Address()
}

struct HostInterfaceList: BitwiseCopyable {
  var size: Int32 = 0
  var pad: UInt32 = 0
  var buffer: UInt64 = 0
}

/// `struct rtentry`.
struct Route<A: ABI>: GuestValue {
  var pad1 = A.Address()
  var target = SocketAddress()
  var gateway = SocketAddress()
  var mask = SocketAddress()
  var flags: UInt16 = 0
  var pad2: UInt16 = 0
  var pad3 = A.Address()
  var service: UInt16 = 0
  var pad4: UInt16 = 0
  var metric: UInt16 = 0
  var pad5: UInt16 = 0
  var device = A.Address()
  var size = A.Address()
  var window = A.Address()
  var roundTrip: UInt16 = 0
  var pad6: UInt16 = 0
}

struct HostRoute: BitwiseCopyable {
  var pad1: UInt64 = 0
  var target = SocketAddress()
  var gateway = SocketAddress()
  var mask = SocketAddress()
  var flags: UInt16 = 0
  var pad2: UInt16 = 0
  var pad2b: UInt32 = 0
  var pad3: UInt64 = 0
  var pad4: UInt64 = 0
  var metric: UInt16 = 0
  var pad5: UInt16 = 0
  var pad6: UInt32 = 0
  var device: UInt64 = 0
  var size: UInt64 = 0
  var window: UInt64 = 0
  var roundTrip: UInt16 = 0
  var pad7: UInt16 = 0
  var pad8: UInt32 = 0
}

/// `struct sockaddr`, unaligned.
struct SocketAddress: GuestValue {
  var word0: UInt32 = 0
  var word1: UInt32 = 0
  var word2: UInt32 = 0
  var word3: UInt32 = 0
}

/// A kind of socket: AF_INET and others.
struct SocketFamily: Equatable {
  let rawValue: Int32

  static var internet: SocketFamily { SocketFamily(rawValue: 2) }
  static var internet6: SocketFamily { SocketFamily(rawValue: 10) }
  static var packet: SocketFamily { SocketFamily(rawValue: 17) }

  /// Whether the table of neighbours can be asked for by it.
  var hasNeighbors: Bool { self == .internet || self == .packet }
}

extension Ioctl {
  /// A command on one network interface.
  func interface() throws(Errno) -> Int64 {
    let place = GuestPointer<InterfaceRequest>(argument)
    var request = try HostInterfaceRequest(place.read())
    let result = try Host.lending(&request) { room throws(Errno) in try pass(room) }
    try place.write(request.guest)
    return result
  }

  /// A command on an interface's memory and interrupt, whose addresses are longs.
  func interfaceMap<A: ABI>(_ abi: A.Type) throws(Errno) -> Int64 {
    if A.Address.bitWidth > 32 { return try pass() }
    let place = GuestPointer<InterfaceRequest>(argument)
    let guest = try place.read()
    var request = HostInterfaceRequest(guest)
    request.data0 = guest.data0 & 0xffff_ffff
    request.data1 = guest.data0 >> 32
    request.data2 = guest.data1
    let result = try Host.lending(&request) { room throws(Errno) in try pass(room) }
    let memory = request.data0 & 0xffff_ffff | request.data1 << 32
    try place.write(InterfaceRequest(name0: request.name0, name1: request.name1, data0: memory, data1: request.data2))
    return result
  }

  /// A command with a pointer to a block.
  ///
  /// The blocks have no pointers and longs, but for those of flow rules, which are refused.
  func ethtool() throws(Errno) -> Int64 {
    var request = try HostInterfaceRequest(GuestPointer<InterfaceRequest>(argument).read())
    request.data0 &= 0xffff_ffff
    request.data1 = 0
    let subcommand = try GuestPointer<UInt32>(request.data0).read()
    let flowRules: ClosedRange<UInt32> = 0x29...0x32
    if flowRules.contains(subcommand) { throw .notSupported }
    return try Host.lending(&request) { room throws(Errno) in try pass(room) }
  }

  /// A command with a pointer to a block that its driver knows.
  func interfaceData() throws(Errno) -> Int64 {
    let place = GuestPointer<InterfaceRequest>(argument)
    let guest = try place.read()
    var request = HostInterfaceRequest(guest)
    request.data0 = guest.data0 & 0xffff_ffff
    request.data1 = 0
    return try Host.lending(&request) { room throws(Errno) in try pass(room) }
  }

  /// The list of all interfaces.
  func interfaceList<A: ABI>(_ abi: A.Type) throws(Errno) -> Int64 {
    let guestStride = UInt64(MemoryLayout<InterfaceRequest>.stride)
    let hostStride = UInt64(MemoryLayout<HostInterfaceRequest>.stride)
    let place = GuestPointer<InterfaceList<A>>(argument)
    var guest = try place.read()
    // A size below zero has room for nothing, and is no error.
    let capacity = min(UInt64(max(guest.size, 0)) / guestStride, 0x1_0000)
    let memory = try HostMemory(size: capacity * hostStride)
    var list = HostInterfaceList(
      size: Int32(capacity * hostStride), buffer: guest.buffer == 0 ? 0 : memory.address)
    let result = try Host.lending(&list) { room throws(Errno) in try pass(room) }
    let count = UInt64(max(list.size, 0)) / hostStride
    if guest.buffer != 0 {
      let requests = GuestPointer<InterfaceRequest>(UInt64(guest.buffer))
      for index in 0..<Int(count) {
        let request = unsafe memory.pointer.assumingMemoryBound(to: HostInterfaceRequest.self)[index]
        try requests.advanced(by: index).write(request.guest)
      }
    }
    guest.size = Int32(truncatingIfNeeded: count * guestStride)
    try place.write(guest)
    return result
  }

  /// The first way to set routes, which each kind of socket has a struct of its own for; most have none.
  func route<A: ABI>(_ abi: A.Type) throws(Errno) -> Int64 {
    if A.Address.bitWidth > 32 { return try pass() }
    let family = socketFamily
    if family == .internet6 { return try shaped("48bi2siu2i") }
    if family != .internet { return try Ioctl.refuse(descriptor: descriptor) }
    let guest = try GuestPointer<Route<A>>(argument).read()
    var route = HostRoute()
    route.target = guest.target
    route.gateway = guest.gateway
    route.mask = guest.mask
    route.flags = guest.flags
    route.metric = guest.metric
    route.device = UInt64(guest.device)
    route.size = UInt64(guest.size)
    route.window = UInt64(guest.window)
    route.roundTrip = guest.roundTrip
    return try Host.lending(&route) { room throws(Errno) in try pass(room) }
  }

  /// The kind of socket that the descriptor is; none for other files.
  var socketFamily: SocketFamily {
    let (level, domain): (UInt64, UInt64) = (1, 39)
    var (family, size): (Int32, Int32) = (0, 4)
    let descriptor = self.descriptor
    _ = try? Host.lending(&family) { family throws(Errno) in
      try Host.lending(&size) { size throws(Errno) in
        try Host.call(.getsockopt, descriptor, level, domain, family, size)
      }
    }
    return SocketFamily(rawValue: family)
  }

  /// When the last packet came.
  func giveTime() throws(Errno) -> Int64 {
    var time = HostTimespec()
    let result = try Host.lending(&time) { room throws(Errno) in try pass(room) }
    try GuestPointer<ShortTime>(argument).write(ShortTime(time))
    return result
  }
}
