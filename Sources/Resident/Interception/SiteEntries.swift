import ResidentSupport

/// Where the jumps of 64-bit sites lead to: 16 bytes for each, within 2 GiB of it, with a jump to its trampoline.
///
/// The bytes of the distance at which instructions began are `hlt`, which decides where an entry may be: for the usual site,
/// whose second byte it is, in 256 bytes of each 64 KiB, so that a stretch of that size serves all sites around. Other sites
/// have pages of their own. Where moved instructions have an operand near them they follow the entry, in 32 bytes more.
enum SiteEntries {
  static var size: UInt64 { 16 }
  static var most: Int { 256 }
  /// How many rows of the table are in use; the first one is that of the pool of trampolines for 32-bit sites.
  nonisolated(unsafe) private static var count = 1

  static func contains(_ address: UInt64) -> Bool {
    for index in 1..<count where unsafe address >= stretches[2 * index] && address < stretches[2 * index + 1] {
      return true
    }
    return false
  }

  static func overlap(from start: UInt64, to end: UInt64) -> Bool {
    for index in 1..<count where unsafe stretches[2 * index] < end && stretches[2 * index + 1] > start { return true }
    return false
  }

  /// Notes where the pool of trampolines lies, which is hidden from the guest as entries are; empty when it is the guest's.
  static func note(pool: Range<UInt64>) {
    unsafe stretches[0] = pool.lowerBound
    unsafe stretches[1] = pool.upperBound
  }

  /// Whether something that the guest is not shown overlaps what lies from `start` up to `end`.
  static func isHidden(from start: UInt64, to end: UInt64) -> Bool {
    if overlap(from: start, to: end) { return true }
    // There is no table before that.
    return unsafe SitePool.base != 0 && stretches[0] < end && stretches[1] > start
  }

  /// Whether the stretch around `entry` overlaps what lies from `start` up to `end`.
  static func isLost(_ entry: UInt64, from start: UInt64, to end: UInt64) -> Bool {
    for index in 1..<count where unsafe entry >= stretches[2 * index] && entry < stretches[2 * index + 1] {
      return unsafe stretches[2 * index] < end && stretches[2 * index + 1] > start
    }
    return false
  }

  /// Gives up the stretches that overlap what lies from `start` up to `end`: no jump leads there any more.
  ///
  /// Needs the lock of the guest's space.
  static func giveUp(from start: UInt64, to end: UInt64) {
    for index in 1..<count where unsafe stretches[2 * index] < end && stretches[2 * index + 1] > start {
      let length = unsafe stretches[2 * index + 1] &- stretches[2 * index]
      _ = try? unsafe Host.call(.munmap, stretches[2 * index], length)
      // Beyond the guest's range nothing overlaps what a guest maps.
      if !GuestSpace.isHosts { AddressSpaceLimit.shareInGuestRange &-= length }
      unsafe stretches[2 * index] = 0
      unsafe stretches[2 * index + 1] = 0
    }
  }

  /// The address in the guest's own code that a thread at `address` in an entry stands for; nil elsewhere.
  static func original(_ address: UInt64) -> UInt64? {
    if !contains(address) { return nil }
    for index in 0..<SiteTable.end {
      let site = SiteTable[index]
      let offset = address &- site.entry
      if site.entry == 0 || offset >= length(for: site) { continue }
      return offset < size ? site.address : site.behind &+ min(offset &- size, UInt64(site.movedCount))
    }
    return nil
  }

  /// Whether a thread at `address` is in an entry, but in none of the moved instructions.
  static func isOnItsWay(_ address: UInt64) -> Bool {
    if !contains(address) { return false }
    for index in 0..<SiteTable.end {
      let site = SiteTable[index]
      let offset = address &- site.entry
      if site.entry == 0 || offset >= length(for: site) { continue }
      return offset <= size || offset >= size &+ UInt64(site.movedCount)
    }
    return true
  }

  private static func length(for site: PatchedSite) -> UInt64 { site.isRelocated ? 3 &* size : size }

  /// An entry for the site: one in a stretch there is, or in a new one.
  static func find(for site: PatchedSite) -> UInt64? {
    let next = site.address &+ PatchedSite.jumpLength
    for index in 1..<count {
      var place = unsafe stretches[2 * index]
      let end = unsafe stretches[2 * index + 1]
      if unsafe !reaches(place, next) || !reaches(end, next) { continue }
      while place &+ length(for: site) <= end {
        let isFree = fits(place &- next, site) && !isTaken(place, length(for: site))
        if isFree && reachesOperand(site, from: place) { return place }
        place &+= size
      }
    }
    return count == most ? nil : map(for: site, next)
  }

  /// The code of the entry that leads to the trampoline at `target`.
  static func code(leadingTo target: UInt64) -> InlineArray<16, UInt8> {
    var code = InlineArray<16, UInt8>(repeating: 0xcc)
    code[0] = 0xff
    code[1] = 0x25
    code.put(2, at: 2)
    code.put(wide: target, at: 8)
    return code
  }

  private static var stretches: UnsafeMutablePointer<UInt64> {
    unsafe UnsafeMutablePointer(bitPattern: UInt(SITE_STRETCHES))!
  }

  private static func reaches(_ place: UInt64, _ next: UInt64) -> Bool {
    let distance = Int64(bitPattern: place &- next)
    return distance == Int64(Int32(truncatingIfNeeded: distance))
  }

  /// Whether a jump over `distance` has barriers where it needs them.
  private static func fits(_ distance: UInt64, _ site: PatchedSite) -> Bool {
    for byte: UInt64 in 2...3 where site.hasBarrier(at: byte) {
      if UInt8(truncatingIfNeeded: distance >> ((byte &- 1) &* 8)) != PatchedSite.barrier { return false }
    }
    return site.highestByte == nil || UInt8(truncatingIfNeeded: distance >> 24) == site.highestByte
  }

  private static func isTaken(_ place: UInt64, _ count: UInt64) -> Bool {
    for index in 0..<SiteTable.end {
      let site = SiteTable[index]
      if site.entry != 0 && site.entry < place &+ count && place < site.entry &+ length(for: site) { return true }
    }
    return false
  }

  /// The operand's distance from %rip where the moved instructions follow the entry at `place`; nil where it is too far.
  private static func distance(of site: PatchedSite, from place: UInt64) -> UInt32? {
    let at = Int(site.relativeOperand) &+ 1
    var old: UInt32 = 0
    for byte in 0..<4 { old |= UInt32(site.original[at &+ byte]) << UInt32(8 &* byte) }
    let moved = Int64(bitPattern: place &+ size &- site.behind)
    let new = Int64(Int32(bitPattern: old)) &- moved
    return new == Int64(Int32(truncatingIfNeeded: new)) ? UInt32(truncatingIfNeeded: new) : nil
  }

  private static func reachesOperand(_ site: PatchedSite, from place: UInt64) -> Bool {
    !site.isRelocated || distance(of: site, from: place) != nil
  }

  /// The moved instructions and the way back, for behind the entry.
  static func relocatedCode(of site: PatchedSite) -> InlineArray<32, UInt8> {
    var code = InlineArray<32, UInt8>(repeating: 0xcc)
    let moved = Int(site.movedCount)
    for byte in 0..<moved { code[byte] = site.original[2 &+ byte] }
    code.put(distance(of: site, from: site.entry) ?? 0, at: Int(site.relativeOperand) &- 1)
    code[moved] = 0xe9
    let (target, next) = (site.behind &+ UInt64(moved), site.entry &+ size &+ UInt64(moved) &+ 5)
    code.put(UInt32(truncatingIfNeeded: target &- next), at: moved &+ 1)
    return code
  }

  /// Maps a stretch: some way below the code, where neither its heap nor the next library will be; above it where there is
  /// no room below.
  ///
  /// For x32 beyond what the guest can name, where that is near enough.
  private static func map(for site: PatchedSite, _ next: UInt64) -> UInt64? {
    // The highest byte of the distance, then the one below.
    let below: InlineArray<12, UInt8> = [0xc0, 0xa0, 0xe0, 0x90, 0xb0, 0xd0, 0x84, 0xf0, 0x7e, 0x70, 0x60, 0x40]
    let above: InlineArray<12, UInt8> = [0x70, 0x60, 0x40, 0x7e, 0xc0, 0xa0, 0xe0, 0x90, 0xb0, 0xd0, 0x84, 0xf0]
    let far = !GuestSpace.isHosts && next &+ 0x7000_0000 > I386.addressLimit ? above : below
    let (takesHighest, takesThird) = (site.highestByte != nil, site.hasBarrier(at: 3))
    for choice in 0..<(takesHighest ? 1 : 12) {
      for third in 0..<(takesThird ? 1 : 16) {
        let highest = site.highestByte ?? far[choice]
        let middle = takesThird ? PatchedSite.barrier : UInt8(third &* 16)
        let barrier = UInt32(PatchedSite.barrier)
        let distance = UInt32(highest) << 24 | UInt32(middle) << 16 | barrier << 8
        let least = next &+ UInt64(bitPattern: Int64(Int32(bitPattern: distance)))
        let place = (least &+ size &- 1) & ~(size &- 1)
        if !reachesOperand(site, from: place) { continue }
        let isShared = !takesHighest && !takesThird
        if let found = map(place, length(for: site), isShared: isShared, near: next) { return found }
      }
    }
    return nil
  }

  /// Maps what is around the `needed` bytes at `place`; nil where that is not free.
  private static func map(_ place: UInt64, _ needed: UInt64, isShared: Bool, near next: UInt64) -> UInt64? {
    let length: UInt64 = isShared ? 0x1_0000 : GuestMap.pageSize
    let start = place & ~(length &- 1)
    if place &+ needed > start &+ length { return nil }
    let lowest: UInt64 = 0x1_0000
    let isBeyondGuest = !GuestSpace.isHosts && start >= I386.addressLimit
    let limit = isBeyondGuest ? UInt64(RESIDENT_BEGIN) : GuestSpace.bounds.limit
    if start < lowest || start >= limit || limit &- start < length || HostSpace.isResident(start) { return nil }
    if !reaches(start, next) || !reaches(start &+ length, next) { return nil }
    let readExecute: UInt64 = 5
    let privateAnonymousNoReplace: UInt64 = 0x10_0022
    AddressSpaceLimit.grow(by: length)
    guard let at = try? Host.call(.mmap, start, length, readExecute, privateAnonymousNoReplace, ~0, 0) else {
      AddressSpaceLimit.shrink(by: length)
      return nil
    }
    if UInt64(bitPattern: at) != start {
      _ = try? Host.call(.munmap, UInt64(bitPattern: at), length)
      AddressSpaceLimit.shrink(by: length)
      return nil
    }
    if !GuestSpace.isHosts && !isBeyondGuest {
      GuestSpace.take(start, length)
      AddressSpaceLimit.shareInGuestRange &+= length
    }
    unsafe stretches[2 * count] = start
    unsafe stretches[2 * count + 1] = start &+ length
    count &+= 1
    return place
  }
}
