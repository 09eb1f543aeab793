/// The mapping calls with the guest's own placement. Every change of the host's mappings and of the map is one step
/// under the lock.
extension GuestSpace {
  enum MapFlag {
    static var shared: UInt64 { 0x01 }
    static var `private`: UInt64 { 0x02 }
    static var sharedValidated: UInt64 { 0x03 }
    static var type: UInt64 { 0x0f }
    static var fixed: UInt64 { 0x10 }
    static var anonymous: UInt64 { 0x20 }
    static var low32: UInt64 { 0x40 }
    static var growsDown: UInt64 { 0x100 }
    static var noReserve: UInt64 { 0x4000 }
    static var hugePages: UInt64 { 0x4_0000 }
    static var fixedNoReplace: UInt64 { 0x10_0000 }
  }

  /// `mmap` for the thread `tid`; gives the address.
  static func mmap(
    _ hint: UInt64, _ size: UInt64, protection: UInt64, flags: UInt64, descriptor: Int32, offset: UInt64, tid: Int32
  ) throws(Errno) -> UInt64 {
    if isHosts { return try HostSpace.mmap(hint, size, protection, flags, descriptor, offset, tid: tid) }
    lock.acquire(for: tid)
    defer { lock.release() }
    let file = UInt64(bitPattern: Int64(descriptor))
    let hostFlags = flags & ~MapFlag.low32
    // A bad descriptor comes before a size that cannot be, which the host refuses after it.
    func refused(size: UInt64) throws(Errno) -> UInt64 {
      try UInt64(bitPattern: Host.call(.mmap, 0, size, protection, hostFlags, file, offset))
    }
    let tooMuch: UInt64 = 1 << 62
    if size == 0 { return try refused(size: 0) }
    let growsDown = flags & MapFlag.growsDown != 0
    if flags & (MapFlag.fixed | MapFlag.fixedNoReplace) != 0 {
      let length = roundUp(size)
      if length > bounds.limit || hint > bounds.limit &- length { return try refused(size: tooMuch) }
      if flags & MapFlag.fixedNoReplace == 0 || PageZero.overlaps(hint, size) {
        SitePatches.withdraw(from: hint, size: size)
      }
      settle(hint)
      let address: UInt64
      do throws(Errno) {
        address = try UInt64(bitPattern: Host.guestCall(.mmap, hint, size, protection, hostFlags, file, offset))
      } catch {
        if flags & MapFlag.fixedNoReplace == 0 { forgetUnmapped(roundDown(hint), length) }
        throw error
      }
      take(address, size, growsDown: growsDown)
      return address
    }
    var alignment: UInt64 = flags & MapFlag.hugePages != 0 ? 0x20_0000 : GuestMap.pageSize
    var length = size
    for _ in 0..<64 {
      let address: UInt64
      do throws(Errno) {
        address = try chooseRoom(hint: roundDown(hint), size: length, alignment: alignment)
      } catch {
        return try refused(size: tooMuch)
      }
      do throws(Errno) {
        if flags & MapFlag.type == MapFlag.sharedValidated {
          try mapReserved(address, size, protection, hostFlags, file, offset)
        } else {
          try Host.guestCall(.mmap, address, size, protection, hostFlags | MapFlag.fixedNoReplace, file, offset)
        }
        take(address, length, growsDown: growsDown)
        return address
      } catch {
        if error == .exists {
          learn(address, size)
        } else if error == .invalid, alignment == GuestMap.pageSize, let huge = hugePageSize(of: descriptor, flags) {
          // Such a file is mapped in pages of its own size, to the last one's end.
          alignment = huge
          length = (size &+ huge &- 1) & ~(huge &- 1)
        } else {
          throw error
        }
      }
    }
    throw .noMemory
  }

  /// The size of the pages of a file of huge pages; nil for any other.
  private static func hugePageSize(of descriptor: Int32, _ flags: UInt64) -> UInt64? {
    if flags & MapFlag.anonymous != 0 || descriptor < 0 { return nil }
    var status = HostFileSystemStatus()
    let found = try? Host.lending(&status) { room throws(Errno) in
      try Host.call(.fstatfs, UInt64(UInt32(bitPattern: descriptor)), room)
    }
    let hugePages: Int64 = 0x9584_58f6
    return found != nil && status.type == hugePages ? UInt64(status.blockSize) : nil
  }

  /// Maps a file with `MAP_SHARED_VALIDATE`, to which the flag that leaves other mappings alone is not known: the room is
  /// taken before.
  private static func mapReserved(
    _ address: UInt64, _ size: UInt64, _ protection: UInt64, _ flags: UInt64, _ file: UInt64, _ offset: UInt64
  ) throws(Errno) {
    let reserve = MapFlag.private | MapFlag.anonymous | MapFlag.noReserve | MapFlag.fixedNoReplace
    try Host.call(.mmap, address, size, 0, reserve, ~0, 0)
    do throws(Errno) {
      try Host.guestCall(.mmap, address, size, protection, flags | MapFlag.fixed, file, offset)
    } catch {
      _ = try? Host.call(.munmap, address, size)
      throw error
    }
  }

  /// `munmap`.
  static func munmap(_ address: UInt64, _ size: UInt64, tid: Int32) throws(Errno) {
    if isHosts { return try HostSpace.munmap(address, size, tid: tid) }
    lock.acquire(for: tid)
    defer { lock.release() }
    let length = roundUp(size)
    if address & (GuestMap.pageSize &- 1) != 0 || length == 0 || length > bounds.limit
      || address > bounds.limit &- length
    {
      throw .invalid
    }
    SitePatches.withdraw(from: address, size: length)
    settle(address)
    try Host.call(.munmap, address, length)
    free(address, length)
  }

  /// `mprotect`, or `pkey_mprotect` where there is a `key`.
  static func protect(
    _ address: UInt64, _ size: UInt64, protection: UInt64, key: UInt64?, tid: Int32
  ) throws(Errno) {
    let writable: UInt64 = 2
    lock.acquire(for: tid)
    defer { lock.release() }
    if (protection & writable != 0 || PageZero.overlaps(address, size)) && size <= bounds.limit {
      SitePatches.withdraw(from: address, size: size)
    }
    if let key {
      try Host.guestCall(.pkeyMprotect, address, size, protection, key)
    } else {
      try Host.guestCall(.mprotect, address, size, protection)
    }
  }

  /// `brk`: moves the end of the heap; gives the end in force, which is the old one where the wish cannot be met.
  static func setBreak(_ wish: UInt64, tid: Int32) -> UInt64 {
    if isHosts { return HostSpace.setBreak(wish, tid: tid) }
    lock.acquire(for: tid)
    defer { lock.release() }
    if wish < heapStart || wish >= bounds.limit { return heapEnd }
    return heapIsHosts ? moveHostBreak(wish) : moveOwnBreak(wish)
  }

  /// The host's own break, which was put where the guest's heap is: its limits and its name in `/proc` hold.
  private static func moveHostBreak(_ wish: UInt64) -> UInt64 {
    let old = roundUp(heapEnd)
    let new = roundUp(wish)
    if new > old && !map.isFree(page: old / GuestMap.pageSize, count: (new &- old) / GuestMap.pageSize) {
      return heapEnd
    }
    if new < old { SitePatches.withdraw(from: new, size: old &- new) }
    guard let end = try? Host.call(.brk, wish), end == wish else { return heapEnd }
    if new < old { free(new, old &- new) } else { take(old, new &- old) }
    heapEnd = wish
    return wish
  }

  /// A heap of anonymous mappings, where the kernel does not let its break be moved.
  private static func moveOwnBreak(_ wish: UInt64) -> UInt64 {
    let old = roundUp(heapEnd)
    let new = roundUp(wish)
    do throws(Errno) {
      if new < old {
        SitePatches.withdraw(from: new, size: old &- new)
        try Host.call(.munmap, new, old &- new)
        free(new, old &- new)
      } else if new > old {
        if !map.isFree(page: old / GuestMap.pageSize, count: (new &- old) / GuestMap.pageSize) { return heapEnd }
        if try exceedsDataLimit(wish) { return heapEnd }
        try Host.call(
          .mmap, old, new &- old, 3, MapFlag.private | MapFlag.anonymous | MapFlag.fixedNoReplace, ~0, 0)
        take(old, new &- old)
      }
      heapEnd = wish
    } catch {
      return heapEnd
    }
    return heapEnd
  }

  private static func exceedsDataLimit(_ end: UInt64) throws(Errno) -> Bool {
    var limit = InlineArray<2, UInt64>(repeating: 0)
    try unsafe withUnsafeMutablePointer(to: &limit) { room throws(Errno) -> Void in
      try Host.call(.getrlimit, 2, UInt64(UInt(bitPattern: room)))
    }
    return limit[0] != ~0 && end &- heapStart > limit[0]
  }
}
