/// Where the kernel would put a mapping: `get_unmapped_area` with the searches of `mm/vma.c`.
///
/// All need the lock.
extension GuestSpace {
  /// The kernel's `stack_guard_gap`, in pages: so much stays free below a mapping that grows downwards.
  static var guardPages: UInt64 { 256 }

  /// Chooses room for `size` bytes: at the hint where that is free, else top-down from the base (or upwards in the legacy
  /// layout), else upwards from a third of the limit.
  ///
  /// With an `alignment` of more than a page the kernel looks for so much more room that any address in it will do.
  static func chooseRoom(hint: UInt64, size: UInt64, alignment: UInt64 = GuestMap.pageSize) throws(Errno) -> UInt64 {
    let count = pageCount(size)
    if count == 0 || size > bounds.limit { throw .noMemory }
    if hint != 0 {
      let page = (max(hint, SpaceBounds.lowest) &+ alignment &- 1) / alignment &* (alignment / GuestMap.pageSize)
      if isRoom(page: page, count: count) { return page &* GuestMap.pageSize }
    }
    let step = alignment / GuestMap.pageSize
    if bounds.isTopDown, let page = topDown(count, step) { return page &* GuestMap.pageSize }
    if let page = bottomUp(count, step) { return page &* GuestMap.pageSize }
    throw .noMemory
  }

  /// Whether `count` pages from `page` on are free, and the guard gap of a mapping above them as well.
  private static func isRoom(page: UInt64, count: UInt64) -> Bool {
    let end = page &+ count
    if end > bounds.limit / GuestMap.pageSize || end < page { return false }
    return map.isFree(page: page, count: count) && guardedStart(above: end) >= end
  }

  private static func topDown(_ count: UInt64, _ step: UInt64) -> UInt64? {
    let wanted = count &+ step &- 1
    var high = bounds.mappingBase / GuestMap.pageSize
    let low = SpaceBounds.lowest / GuestMap.pageSize
    while true {
      guard let found = map.highestRun(of: wanted, from: low, to: high) else { return nil }
      let end = found &+ wanted
      let guarded = guardedStart(above: end)
      if guarded >= end { return (end &- count) / step &* step }
      high = guarded
    }
  }

  private static func bottomUp(_ count: UInt64, _ step: UInt64) -> UInt64? {
    let wanted = count &+ step &- 1
    let limit = bounds.limit / GuestMap.pageSize
    var low = bounds.legacyBase / GuestMap.pageSize
    while true {
      guard let found = map.lowestRun(of: wanted, from: low, to: limit) else { return nil }
      let guarded = guardedStart(above: found &+ wanted)
      if guarded >= found &+ wanted { return (found &+ step &- 1) / step &* step }
      // Past the mapping that grows.
      low = map.nextFree(from: map.nextTaken(from: found, below: limit), below: limit)
      if low >= limit { return nil }
    }
  }

  /// Notes how far the next mapping at or above `address` has grown, before a change there that may leave a part of it.
  static func settle(_ address: UInt64) { _ = guardedStart(above: address / GuestMap.pageSize) }

  /// The same for each mapping that begins in the `count` pages from `page` on.
  static func settleAll(from page: UInt64, count: UInt64) {
    var at = page
    while at < page &+ count {
      let start = map.nextTaken(from: at, below: page &+ count)
      if start == page &+ count { return }
      if map.growsDown(page: start) { _ = learnGrowth(of: start) }
      at = map.nextFree(from: start, below: page &+ count)
    }
  }

  /// Where the guard gap of the next mapping at or above `page` begins, as the kernel's `vm_start_gap`.
  ///
  /// The mapping's own start where it does not grow.
  private static func guardedStart(above page: UInt64) -> UInt64 {
    let limit = bounds.limit / GuestMap.pageSize
    let start = map.nextTaken(from: page, below: limit)
    if start == limit || !map.growsDown(page: start) { return start }
    let grown = learnGrowth(of: start)
    return grown > guardPages ? grown &- guardPages : 0
  }

  /// The first page of the mapping that grows and that the map has from `start` on; the pages by which the kernel has
  /// let it grow since are noted.
  private static func learnGrowth(of start: UInt64) -> UInt64 {
    let bottom = map.lastTaken(below: start, from: 0)
    // All in [mapped, start) is the mapping's; `free` is not, or is the end of what is below.
    var (free, mapped) = (bottom, start)
    var step: UInt64 = 1
    while mapped > free {
      let page = mapped &- min(step, mapped &- free)
      if isMapped(page: page, count: mapped &- page) {
        mapped = page
        step &*= 2
      } else if mapped &- page == 1 {
        break
      } else {
        free = page
        step = max((mapped &- page) / 2, 1)
      }
    }
    if mapped < start { map.take(page: mapped, count: start &- mapped, growsDown: true) }
    return mapped
  }

  /// Notes which of these pages the kernel turned out to have mapped by itself: a stack that grew.
  static func learn(_ address: UInt64, _ size: UInt64) {
    for page in address / GuestMap.pageSize..<address / GuestMap.pageSize &+ pageCount(size)
    where !map.isTaken(page: page) && isMapped(page: page, count: 1) {
      map.take(page: page, count: 1, growsDown: true)
    }
  }

  /// Whether the host has a mapping at each of these pages.
  static func isMapped(page: UInt64, count: UInt64) -> Bool {
    let asynchronously: UInt64 = 1
    return (try? Host.call(.msync, page &* GuestMap.pageSize, count &* GuestMap.pageSize, asynchronously)) != nil
  }
}

/// Where mappings may lie.
struct SpaceBounds: Sendable {
  /// What kernels are built with as the lowest address (`CONFIG_LSM_MMAP_MIN_ADDR`); `vm.mmap_min_addr` shows only what
  /// was asked for on top of it.
  static var lowest: UInt64 { 0x1_0000 }

  /// The guest's TASK_SIZE.
  var limit: UInt64 = 0xffff_e000
  /// Where the search begins: its upper end when top-down, its lower end otherwise.
  var mappingBase: UInt64 = 0xf7ff_0000
  /// Where the search goes up from when there is no room below the base: a third of the limit.
  var legacyBase: UInt64 = 0x5555_5000
  var isTopDown = true
}
