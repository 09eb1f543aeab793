import ResidentSupport

/// The guest's address space: where its mappings may lie, which pages they take, and its heap.
///
/// One for each memory that threads and `vfork` children share.
enum GuestSpace {
  static let lock = Lock()
  static var map: GuestMap { unsafe GuestMap(storage: guest_map_storage()) }
  nonisolated(unsafe) static var bounds = SpaceBounds()
  /// The break as the guest last set it, and where it began.
  nonisolated(unsafe) static var heapStart: UInt64 = 0
  nonisolated(unsafe) static var heapEnd: UInt64 = 0
  /// Whether the host's kernel took the guest's heap for its own `brk`.
  nonisolated(unsafe) static var heapIsHosts = false

  /// Whether the guest's addresses are all of the host's, which then keeps the map: a 64-bit guest.
  nonisolated(unsafe) static var isHosts = false

  /// Chooses room for `size` bytes as the kernel's `get_unmapped_area` does: at the hint where that is free, else
  /// top-down from the base (or upwards in the legacy layout), else upwards from the bottom.
  ///
  /// Needs the lock.
  static func chooseRoom(hint: UInt64, size: UInt64, alignment: UInt64 = GuestMap.pageSize) throws(Errno) -> UInt64 {
    let pages = pageCount(size)
    if pages == 0 || size > bounds.limit { throw .noMemory }
    let limit = bounds.limit / GuestMap.pageSize
    let step = alignment / GuestMap.pageSize
    if hint != 0 {
      let page = roundUp(hint) / GuestMap.pageSize
      if page &* GuestMap.pageSize >= bounds.lowest && page &+ pages <= limit && map.isFree(page: page, count: pages)
        && page % step == 0
      {
        return page &* GuestMap.pageSize
      }
    }
    let lowest = max(bounds.lowest, GuestMap.pageSize) / GuestMap.pageSize
    let base = bounds.mappingBase / GuestMap.pageSize
    if bounds.isTopDown {
      if let page = map.highestRun(of: pages, from: lowest, to: base, alignment: step) {
        return page &* GuestMap.pageSize
      }
      if let page = map.lowestRun(of: pages, from: bounds.legacyBase / GuestMap.pageSize, to: limit, alignment: step) {
        return page &* GuestMap.pageSize
      }
    } else if let page = map.lowestRun(of: pages, from: base, to: limit, alignment: step) {
      return page &* GuestMap.pageSize
    }
    throw .noMemory
  }

  /// Notes that a mapping of `size` bytes now lies at `address`.
  ///
  /// Needs the lock.
  static func take(_ address: UInt64, _ size: UInt64) {
    map.take(page: address / GuestMap.pageSize, count: pageCount(size))
  }

  /// Notes that nothing lies there any more.
  ///
  /// Needs the lock.
  static func free(_ address: UInt64, _ size: UInt64) {
    map.free(page: address / GuestMap.pageSize, count: pageCount(size))
  }

  static func pageCount(_ size: UInt64) -> UInt64 { (size &+ GuestMap.pageSize &- 1) / GuestMap.pageSize }
  static func roundUp(_ address: UInt64) -> UInt64 { pageCount(address) &* GuestMap.pageSize }
  static func roundDown(_ address: UInt64) -> UInt64 { address & ~(GuestMap.pageSize &- 1) }
}

/// Where mappings may lie.
struct SpaceBounds: Sendable {
  /// `vm.mmap_min_addr`.
  var lowest: UInt64 = 0x1_0000
  /// The guest's TASK_SIZE.
  var limit: UInt64 = 0xffff_e000
  /// Where the search begins: its upper end when top-down, its lower end otherwise.
  var mappingBase: UInt64 = 0xf7ff_0000
  /// Where the search goes up from when there is no room below the base: a third of the limit.
  var legacyBase: UInt64 = 0x5555_5000
  var isTopDown = true
}
