/// `struct group_filter`, the value of `MCAST_MSFILTER`: an interface's index, a group's address, a mode, a count,
/// and that many addresses.
///
/// The host puts 4 bytes more behind the index.
enum GroupFilter {
  private static var header: UInt64 { 140 }
  private static var hostHeader: UInt64 { 144 }
  /// Most bytes of a filter: more addresses than `net.ipv4.igmp_max_msf` is ever set to.
  private static var largest: UInt64 { 0x10_0000 }

  static func set(_ option: SocketOption) throws(Errno) -> Int64 {
    if option.size < header { throw .invalid }
    if option.size > largest { throw .noBuffers }
    let room = try HostMemory(size: option.size + 4)
    try copyIn(option.value, size: option.size, to: room.address)
    return try option.set(room.address, option.size + 4)
  }

  static func get(_ option: SocketOption) throws(Errno) -> Int64 {
    let size = try UInt64(GuestPointer<UInt32>(option.size).read())
    if size < header { throw .invalid }
    let limit = min(size, largest)
    let room = try HostMemory(size: limit + 4)
    try copyIn(option.value, size: header, to: room.address)
    var hostSize = UInt32(limit + 4)
    let address = room.address
    let result = try Host.lending(&hostSize) { size throws(Errno) in try option.get(address, size) }
    let filled = UInt64(max(hostSize, UInt32(hostHeader)))
    let rest = unsafe UnsafeRawPointer(bitPattern: UInt(room.address + 8))!
    try unsafe GuestMemory.write(room.pointer, to: option.value, count: 4)
    try unsafe GuestMemory.write(rest, to: option.value &+ 4, count: Int(min(filled - 8, limit - 4)))
    try GuestPointer<UInt32>(option.size).write(UInt32(filled - 4))
    return result
  }

  private static func copyIn(_ value: UInt64, size: UInt64, to room: UInt64) throws(Errno) {
    let place = unsafe UnsafeMutableRawPointer(bitPattern: UInt(room))!
    try unsafe GuestMemory.read(value, into: place, count: 4)
    try unsafe GuestMemory.read(value &+ 4, into: place + 8, count: Int(size - 4))
  }
}
