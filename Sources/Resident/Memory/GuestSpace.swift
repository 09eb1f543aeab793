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

  /// Whether the host locks each new mapping: MCL_FUTURE.
  nonisolated(unsafe) static var locksMappings = false

  /// Notes that a mapping of `size` bytes now lies at `address`.
  ///
  /// Needs the lock.
  static func take(_ address: UInt64, _ size: UInt64, growsDown: Bool = false) {
    map.take(page: address / GuestMap.pageSize, count: pageCount(size), growsDown: growsDown)
  }

  /// Notes that nothing lies there any more.
  ///
  /// Needs the lock.
  static func free(_ address: UInt64, _ size: UInt64) {
    map.free(page: address / GuestMap.pageSize, count: pageCount(size))
  }

  /// Changes the end of the addresses that new mappings may have.
  static func limitAddresses(to limit: UInt64, _ tid: Int32) {
    lock.acquire(for: tid)
    bounds.limit = limit
    lock.release()
  }

  static func pageCount(_ size: UInt64) -> UInt64 { (size &+ GuestMap.pageSize &- 1) / GuestMap.pageSize }
  static func roundUp(_ address: UInt64) -> UInt64 { pageCount(address) &* GuestMap.pageSize }
  static func roundDown(_ address: UInt64) -> UInt64 { address & ~(GuestMap.pageSize &- 1) }
}
