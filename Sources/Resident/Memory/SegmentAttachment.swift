/// System V shared memory in the guest's space.
extension GuestSpace {
  enum AttachFlag {
    static var round: UInt64 { 0o20000 }
    static var remap: UInt64 { 0o40000 }
  }

  /// `shmat`; gives the address where the segment now lies.
  static func attach(segment: Int32, at wish: UInt64, flags: UInt64, tid: Int32) throws(Errno) -> UInt64 {
    let identifier = UInt64(bitPattern: Int64(segment))
    var address = wish
    if address & (GuestMap.pageSize &- 1) != 0 {
      if flags & AttachFlag.round == 0 { throw .invalid }
      address = roundDown(address)
    }
    if address == 0 && flags & AttachFlag.remap != 0 { throw .invalid }
    lock.acquire(for: tid)
    defer { lock.release() }
    let size = try segmentSize(identifier)
    if wish != 0 {
      if size > bounds.limit || address > bounds.limit &- size {
        // What is in the way comes before the end of the space: `do_shmat`.
        settle(address)
        let end = bounds.limit / GuestMap.pageSize
        let isInTheWay = map.nextTaken(from: address / GuestMap.pageSize, below: end) < end
        throw isInTheWay && flags & AttachFlag.remap == 0 ? .invalid : .noMemory
      }
      if flags & AttachFlag.remap != 0 { SitePatches.withdraw(from: address, size: size) }
      settle(address)
      try Host.guestCall(.shmat, identifier, wish, flags)
      take(address, size)
      return address
    }
    for _ in 0..<64 {
      let room = try chooseRoom(hint: 0, size: size)
      do throws(Errno) {
        try Host.guestCall(.shmat, identifier, room, flags & ~AttachFlag.round)
        take(room, size)
        return room
      } catch {
        if error != .invalid { throw error }
        learn(room, size)
        if map.isFree(page: room / GuestMap.pageSize, count: pageCount(size)) { throw error }
      }
    }
    throw .noMemory
  }

  /// `shmdt`.
  static func detach(_ address: UInt64, tid: Int32) throws(Errno) {
    lock.acquire(for: tid)
    defer { lock.release() }
    try Host.call(.shmdt, address)
    forgetUnmapped(from: address)
  }

  static func segmentSize(_ identifier: UInt64) throws(Errno) -> UInt64 {
    let statistics: UInt64 = 2
    var status = HostSharedMemoryStatus()
    try Host.lending(&status) { room throws(Errno) in try Host.call(.shmctl, identifier, statistics, room) }
    return status.size
  }

  /// Frees the pages at or above `address` that the host no longer has: which ones went with a segment only it knows,
  /// since the guest may have unmapped or moved parts of it.
  private static func forgetUnmapped(from address: UInt64) { forgetUnmapped(address, bounds.limit &- address) }

  /// Frees those of the `size` bytes from `address` on that the host no longer has.
  static func forgetUnmapped(_ address: UInt64, _ size: UInt64) {
    let limit = min(address &+ size, bounds.limit) / GuestMap.pageSize
    var page = address / GuestMap.pageSize
    while page < limit {
      page = map.nextTaken(from: page, below: limit)
      if page >= limit { return }
      let end = map.nextFree(from: page, below: limit)
      forgetUnmapped(pages: page, end)
      page = end
    }
  }

  private static func forgetUnmapped(pages first: UInt64, _ end: UInt64) {
    let count = end &- first
    if isMapped(page: first, count: count) { return }
    if count == 1 { return map.free(page: first, count: 1) }
    let middle = first &+ count / 2
    forgetUnmapped(pages: first, middle)
    forgetUnmapped(pages: middle, end)
  }
}
