/// The kernel's `struct procmap_query`, the same for every caller.
private struct MappingQuery: GuestValue {
  var size: UInt64 = 0
  var flags: UInt64 = 0
  var address: UInt64 = 0
  var start: UInt64 = 0
  var end: UInt64 = 0
  var kinds: UInt64 = 0
  var pageSize: UInt64 = 0
  var offset: UInt64 = 0
  var inode: UInt64 = 0
  var major: UInt32 = 0
  var minor: UInt32 = 0
  var nameSize: UInt32 = 0
  var identifierSize: UInt32 = 0
  var name: UInt64 = 0
  var identifier: UInt64 = 0

  /// The mapping that covers the address, or the next one.
  static var orNext: UInt64 { 0x10 }
}

extension Ioctl {
  var isMappingQuery: Bool { command == 0xc068_6611 }

  /// `PROCMAP_QUERY`: asks the host's own list, of which the guest's descriptor is a copy, and passes over what the guest does
  /// not see.
  func mappingQuery<A: ABI>(_: A.Type) throws(Errno) -> Int64 {
    let closeOnExecute: UInt64 = 0x8_0000
    let opened = MemoryListing.withPath(of: descriptor) { path in try? Host.call(.open, path, closeOnExecute) }
    guard let opened else { return try pass() }
    let list = HostFile(adopting: Int32(truncatingIfNeeded: opened))
    let word = UInt64(UInt32(bitPattern: list.descriptor))
    let whole = UInt64(MemoryLayout<MappingQuery>.size)
    guard let size = try? GuestPointer<UInt64>(argument).read() else {
      do throws(Errno) {
        return try Host.call(.ioctl, word, command, Host.badAddress)
      } catch {
        // Not thrown: for a fault the copy would be asked, which is no list to the host.
        return 0 &- Int64(error.rawValue)
      }
    }
    // Another size than today's is the kernel's to judge.
    if size != whole { return try Host.guestCall(.ioctl, word, command, argument) }
    let asked = try GuestPointer<MappingQuery>(argument).read()
    var query = asked
    while true {
      try Host.lending(&query) { room throws(Errno) in try Host.guestCall(.ioctl, word, command, room) }
      let isWide = A.Long.bitWidth == 64
      if !isWide && query.start >= I386.addressLimit { throw .noEntry }
      let isEntry = SiteEntries.isHidden(from: query.start, to: query.end)
      if !isEntry && !HostSpace.isResident(query.start) { break }
      if asked.flags & MappingQuery.orNext == 0 { throw .noEntry }
      let next = query.end
      query = asked
      query.address = next
    }
    query.address = asked.address
    try GuestPointer<MappingQuery>(argument).write(query)
    return 0
  }
}
