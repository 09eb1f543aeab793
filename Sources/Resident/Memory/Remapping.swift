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
      if address < target &+ new && target < address &+ old { throw .invalid }
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
    do throws(Errno) {
      let moved = try request.make(flags: flags, target: room)
      if moved != room {
        // Without a fixed target the host may want another place for huge pages; the kernel of a 32-bit task does not.
        try Host.call(.mremap, moved, request.new, request.new, Remapping.mayMove | Remapping.fixed, room)
      }
      if flags & Remapping.keep == 0 { free(request.address, request.old) }
      take(room, request.new, growsDown: growsDown)
      if hasGaps { forgetUnmapped(room, request.new) }
      return room
    } catch {
      // What was at the target may be gone nevertheless, and the end of what was to be shorter.
      forgetUnmapped(room, request.new)
      forgetUnmapped(request.address, request.old)
      throw error
    }
  }
}
