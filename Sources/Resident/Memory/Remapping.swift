/// `mremap`: the host checks and moves, the resident says where to.
extension GuestSpace {
  /// A request, with sizes in whole pages.
  private struct Remapping {
    let address: UInt64
    let old: UInt64
    let new: UInt64
    let flags: UInt64
    let target: UInt64

    static var mayMove: UInt64 { 1 }
    static var fixed: UInt64 { 2 }
    static var keep: UInt64 { 4 }

    var namesTarget: Bool { flags & (Remapping.fixed | Remapping.keep) != 0 }

    /// The kernel's `check_mremap_params`, for a 32-bit task's range.
    func check() throws(Errno) {
      let limit = bounds.limit
      if flags & ~(Remapping.mayMove | Remapping.fixed | Remapping.keep) != 0 { throw .invalid }
      if address % GuestMap.pageSize != 0 || new == 0 || new > limit { throw .invalid }
      if !namesTarget { return }
      if target > limit &- new || target % GuestMap.pageSize != 0 || flags & Remapping.mayMove == 0 { throw .invalid }
      if flags & Remapping.keep != 0 && old != new { throw .invalid }
      // With a fixed target the host sees this itself, and its version decides which error comes first.
      if flags & Remapping.fixed == 0 && address < target &+ new && target < address &+ old { throw .invalid }
    }

    /// Asks the host.
    func make(flags: UInt64, target: UInt64) throws(Errno) -> UInt64 {
      try UInt64(bitPattern: Host.guestCall(.mremap, address, old, new, flags, target))
    }
  }

  /// `mremap`; gives the mapping's new address.
  static func mremap(
    _ address: UInt64, _ oldSize: UInt64, _ newSize: UInt64, flags: UInt64, target: UInt64, tid: Int32
  ) throws(Errno) -> UInt64 {
    if isHosts { return try HostSpace.mremap(address, oldSize, newSize, flags, target, tid: tid) }
    let request = Remapping(
      address: address, old: roundUp(oldSize), new: roundUp(newSize), flags: flags, target: target)
    lock.acquire(for: tid)
    defer { lock.release() }
    try request.check()
    try VirtualObject.current.checkMove(
      of: address..<max(address, address &+ request.old), newSize: request.new, isKept: flags & Remapping.keep != 0)
    // The host would take away what lies behind, also beyond the end of the guest's addresses.
    if request.old > request.new && (address >= bounds.limit || request.old > bounds.limit &- address) {
      settle(address)
      throw map.isTaken(page: address / GuestMap.pageSize) ? .invalid : .fault
    }
    // Moved code would jump somewhere else.
    SitePatches.withdraw(from: address, size: max(request.old, request.new))
    if flags & Remapping.fixed != 0 { SitePatches.withdraw(from: target, size: request.new) }
    settle(address)
    if flags & Remapping.fixed != 0 { settle(target) }
    if flags & Remapping.fixed != 0 { return try move(request, flags: flags, to: target) }
    if flags & Remapping.keep != 0 {
      // Room where the source should be says that it is not all there.
      let room = try chooseRoom(hint: target, size: request.new)
      if room < address &+ request.old && address < room &+ request.new { throw .fault }
      return try move(request, flags: flags, to: room)
    }
    if let stayed = try resizeInPlace(request) { return stayed }
    let room = try chooseRoom(hint: 0, size: request.new)
    return try move(request, flags: flags | Remapping.fixed, to: room)
  }

  /// Shrinks or grows where it is; nil where the mapping has to move and may.
  private static func resizeInPlace(_ request: Remapping) throws(Errno) -> UInt64? {
    let mayMove = request.flags & Remapping.mayMove != 0
    if request.new > request.old && request.address &+ request.new > bounds.limit {
      if !map.isTaken(page: request.address / GuestMap.pageSize) { throw .fault }
      if mayMove { return nil }
      throw .noMemory
    }
    do throws(Errno) {
      let stayed = try request.make(flags: 0, target: 0)
      if request.new < request.old {
        free(stayed &+ request.new, request.old &- request.new)
      } else if request.new > request.old {
        let growsDown = map.growsDown(page: request.address / GuestMap.pageSize)
        take(stayed &+ request.old, request.new &- request.old, growsDown: growsDown)
      }
      return stayed
    } catch {
      if mayMove && error == .noMemory { return nil }
      throw error
    }
  }

  private static func move(_ request: Remapping, flags: UInt64, to room: UInt64) throws(Errno) -> UInt64 {
    let (page, count) = (request.address / GuestMap.pageSize, request.old / GuestMap.pageSize)
    let growsDown = map.growsDown(page: page)
    // Several mappings that move at once keep the gaps between them.
    let hasGaps = map.nextFree(from: page, below: page &+ count) < page &+ count
    if hasGaps { settleAll(from: page, count: count) }
    do throws(Errno) {
      let moved = try request.make(flags: flags, target: room)
      if moved != room {
        // Without a fixed target the host may want another place for huge pages; the kernel of a 32-bit task does not.
        try Host.call(.mremap, moved, request.new, request.new, Remapping.mayMove | Remapping.fixed, room)
      }
      if request.old == request.new {
        takeAlike(room, as: page, count: count)
      } else {
        take(room, request.new, growsDown: growsDown)
      }
      if flags & Remapping.keep == 0 { free(request.address, request.old) }
      VirtualObject.follow(from: request.address, to: room)
      if hasGaps { forgetUnmapped(room, request.new) }
      return room
    } catch {
      // What was at the target may be gone nevertheless, and the end of what was to be shorter; and of several mappings
      // the first ones may have moved.
      if request.old == request.new && flags & Remapping.keep == 0 { noteMoved(from: page, count: count, to: room) }
      forgetUnmapped(room, request.new)
      forgetUnmapped(request.address, request.old)
      throw error
    }
  }

  /// Notes which of the mappings in `count` pages from `page` on are at `room` now.
  private static func noteMoved(from page: UInt64, count: UInt64, to room: UInt64) {
    let end = page &+ count
    var at = page
    while at < end {
      let start = map.nextTaken(from: at, below: end)
      if start == end { return }
      at = map.nextFree(from: start, below: end)
      noteMoved(pages: start, at, by: room / GuestMap.pageSize &- page)
    }
  }

  private static func noteMoved(pages first: UInt64, _ end: UInt64, by distance: UInt64) {
    let count = end &- first
    if isMapped(page: first, count: count) { return }
    if count == 1 {
      map.take(page: first &+ distance, count: 1, growsDown: map.growsDown(page: first))
      return map.free(page: first, count: 1)
    }
    let middle = first &+ count / 2
    noteMoved(pages: first, middle, by: distance)
    noteMoved(pages: middle, end, by: distance)
  }

  /// Notes that the mappings of `count` pages from `page` on now lie at `room` as well, each growing as it did.
  ///
  /// What was at `room` where these have gaps is still there.
  private static func takeAlike(_ room: UInt64, as page: UInt64, count: UInt64) {
    let distance = room / GuestMap.pageSize &- page
    let end = page &+ count
    var at = map.nextTaken(from: page, below: end)
    while at < end {
      let runEnd = map.nextFree(from: at, below: end)
      while at < runEnd {
        let run = map.growthRun(from: at, count: runEnd &- at)
        map.take(page: at &+ distance, count: run, growsDown: map.growsDown(page: at))
        at &+= run
      }
      at = map.nextTaken(from: at, below: end)
    }
  }
}
