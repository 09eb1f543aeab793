import ResidentSupport

/// The code of one trampoline.
typealias TrampolineCode = InlineArray<64, UInt8>

/// Where the trampolines of 32-bit code are: pages in the guest's reach, one place for each patched site, given out once.
///
/// Pages that nobody has used cost nothing. Everything here needs the lock of the guest's space, but for the questions
/// where an address lies.
enum SitePool {
  static var placeCount: Int { SiteTable.capacity }
  static var placeSize: UInt64 { 64 }
  static var size: UInt64 { UInt64(placeCount) &* placeSize }
  /// Offsets in a place.
  static var inner: UInt64 { 7 }
  static var landing: UInt64 { 24 }
  private static var gatewayWord: UInt64 { 56 }

  /// 0 before the first site was patched.
  nonisolated(unsafe) static var base: UInt64 = 0

  static func contains(_ address: UInt64) -> Bool { base != 0 && address >= base && address &- base < size }

  /// Where the pool is; empty before the first site was patched.
  static var range: Range<UInt64> { base..<(base == 0 ? 0 : base &+ size) }

  /// Whether a jump leads to `address`.
  static func isEntry(_ address: UInt64) -> Bool { contains(address) && (address &- base) % placeSize == 0 }

  static func address(of index: Int) -> UInt64 { base &+ UInt64(index) &* placeSize }

  /// The address in the guest's own code that a thread at `address` in the pool stands for.
  static func original(_ address: UInt64) -> UInt64 {
    let index = Int((address &- base) / placeSize)
    let site = SiteTable[index]
    let offset = (address &- base) % placeSize
    if offset < landing { return site.address }
    if offset == landing { return site.behind }
    if site.movedBranch?.isCall == true { return site.branchTarget }
    return site.behind &+ UInt64(site.movedCount)
  }

  /// A place for the site, such that the second byte of the jump's distance is the barrier: the one it had, or a new one.
  static func findPlace(for site: PatchedSite) -> Int? {
    let next = site.address &+ PatchedSite.jumpLength
    var fresh: Int? = nil
    for index in 0..<placeCount {
      let distance = address(of: index) &- next
      if UInt8(truncatingIfNeeded: distance >> 8) != PatchedSite.barrier { continue }
      let old = SiteTable[index]
      if old.address == 0 {
        if fresh == nil { fresh = index }
      } else if old.address == site.address && !old.isActive && old.hasSameCode(as: site) {
        return index
      }
    }
    return fresh
  }

  /// Maps the pool below where programs are linked, where the guest's mappings come to last.
  static func map() throws(Errno) {
    if base != 0 { return }
    let bounds = GuestSpace.bounds
    let pages = GuestSpace.pageCount(size)
    let lowest: UInt64 = 0x200_0000 / GuestMap.pageSize
    let linked: UInt64 = 0x800_0000 / GuestMap.pageSize
    let found =
      GuestSpace.map.highestRun(of: pages, from: lowest, to: linked)
      ?? GuestSpace.map.lowestRun(of: pages, from: linked, to: bounds.limit / GuestMap.pageSize)
    guard let page = found else { throw .noMemory }
    let place = page &* GuestMap.pageSize
    let readExecute: UInt64 = 5
    let privateAnonymousNoReplace: UInt64 = 0x10_0022
    AddressSpaceLimit.grow(by: size)
    try Host.call(.mmap, place, size, readExecute, privateAnonymousNoReplace, ~0, 0)
    AddressSpaceLimit.shareInGuestRange &+= size
    GuestSpace.take(place, size)
    SiteEntries.note(pool: place..<place &+ size)
    base = place
  }

  /// The trampoline of `site` for place `index`.
  static func code(for site: PatchedSite, at index: Int) -> TrampolineCode {
    var code = TrampolineCode(repeating: 0xcc)
    let start = address(of: index)
    code[0] = 0xea
    code.put(UInt32(truncatingIfNeeded: start &+ inner), at: 1)
    code[5] = UInt8(SELECTOR_CODE64)
    code[6] = 0
    code[7] = 0x41
    code[8] = 0xbc
    code.put(UInt32(truncatingIfNeeded: start &+ landing), at: 9)
    code[13] = 0xff
    code[14] = 0x25
    code.put(UInt32(truncatingIfNeeded: gatewayWord &- 19), at: 15)
    let moved = Int(site.movedCount)
    for byte in 0..<moved { code[Int(landing) &+ byte] = site.original[2 &+ byte] }
    let (back, end) = (Int(landing) &+ moved, site.behind &+ UInt64(moved))
    putJump(to: end, at: back, of: start, in: &code)
    if let branch = site.movedBranch {
      if branch.isCall {
        code[Int(landing)] = 0x68
        code.put(UInt32(truncatingIfNeeded: end), at: Int(landing) &+ 1)
        putJump(to: site.branchTarget, at: back, of: start, in: &code)
      } else {
        code.put(UInt32(truncatingIfNeeded: site.branchTarget &- (start &+ UInt64(back))), at: back &- 4)
      }
    }
    code.put(wide: site_gateway_address(), at: Int(gatewayWord))
    return code
  }

  private static func putJump(
    to target: UInt64, at offset: Int, of start: UInt64, in code: inout TrampolineCode
  ) {
    code[offset] = 0xe9
    code.put(UInt32(truncatingIfNeeded: target &- (start &+ UInt64(offset) &+ 5)), at: offset &+ 1)
  }
}
