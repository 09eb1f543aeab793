import ResidentSupport

/// Turns sites that trapped into jumps, and back when their code may change.
///
/// A site is where a call has trapped, so its address is an instruction's, and so is what stands behind it. See
/// `docs/decisions/0008-site-patches.md` for why this is safe.
public enum SitePatches {
  /// Why a site goes on trapping.
  public enum Refusal: UInt8, Sendable, CaseIterable {
    /// The instruction behind it is too short, or cannot be moved.
    case neighbour
    /// Its code is writable, shared, or has been changed again and again.
    case unsettled
    /// No place in the pool that the jump could lead to.
    case pool
    /// The kernel did not let the code be written.
    case kernel
  }

  /// False under `--intercept=trap`.
  nonisolated(unsafe) static var isOn = true
  /// How many sites are patched now.
  nonisolated(unsafe) private static var activeCount = 0
  /// No patched site lies before the one or after the other.
  nonisolated(unsafe) private static var lowestActive = UInt64.max
  nonisolated(unsafe) private static var highestActive: UInt64 = 0
  /// How often code has been changed.
  nonisolated(unsafe) private static var changeCount: UInt64 = 0
  private static var mostWithdrawals: UInt8 { 8 }

  /// How often calls have trapped; threads that count at once may lose one.
  nonisolated(unsafe) private static var trapCount: UInt32 = 0
  /// How many traps come before the first patch.
  ///
  /// A program's start traps some ten times, at sites that are not come to again, and a patch costs as much as ten traps.
  /// Who asked for patches has them from the first trap on.
  private static var patience: UInt32 { Interception.mode.isPatch ? 0 : 32 }

  /// Looks at the site at `address`, whose call of `number` has just trapped, and patches it if it can.
  static func consider(_ address: UInt64, isWide: Bool, number: UInt64, tid: Int32) {
    if !isOn { return }
    // The trampolines of 64-bit code look whose %gs it is.
    if isWide && !SegmentBases.haveInstructions { return }
    if trapCount < patience {
      trapCount &+= 1
      return
    }
    var site = PatchedSite()
    site.isWide = isWide
    guard let count = read(&site, at: address), site.isCall else { return }
    if RefusedSites.contain(site) { return }
    var refusal = patch(&site, count: count, tid: tid)
    if refusal == .neighbour || refusal == .pool, PageZero.admits(site, number: number) {
      site.makeNumbered()
      refusal = patch(&site, count: count, tid: tid)
    }
    if let refusal {
      RefusedSites.add(site)
      Statistics.countRefusal(refusal, at: UInt64(site.address))
    }
  }

  private static func patch(_ site: inout PatchedSite, count: Int, tid: Int32) -> Refusal? {
    if !site.isNumbered && !cover(&site, count: count) { return .neighbour }
    GuestSpace.lock.acquire(for: tid)
    defer { GuestSpace.lock.release() }
    // Another thread may have patched it, or changed the code, meanwhile.
    if !isUnchanged(site) { return nil }
    return settle(&site, count: count, in: nil)
  }

  /// Patches the call at `address`, which has not trapped but was found; `code` is around it, and changed by nobody.
  ///
  /// Needs the lock of the guest's space.
  static func patchFound(_ address: UInt64, in code: Range<UInt64>) -> Refusal? {
    var site = PatchedSite()
    site.isWide = true
    guard let count = read(&site, at: address), site.isCall else { return .unsettled }
    if !cover(&site, count: count) { return .neighbour }
    return settle(&site, count: count, in: code)
  }

  /// Whether there is a jump at `address` in place of a call.
  static func isPatched(_ address: UInt64) -> Bool {
    for index in 0..<SiteTable.end {
      if SiteTable[index].address == address && SiteTable[index].isActive { return true }
    }
    return false
  }

  /// Whether a jump lies in the `size` bytes from `start` on.
  static func hasSite(from start: UInt64, size: UInt64) -> Bool {
    let end = start &+ GuestSpace.roundUp(size)
    if activeCount == 0 || start >= highestActive &+ PatchedSite.jumpLength || end <= lowestActive { return false }
    for index in 0..<SiteTable.end where SiteTable[index].isActive {
      if SiteTable[index].address < end && SiteTable[index].address &+ PatchedSite.jumpLength > start { return true }
    }
    return false
  }

  /// Notes what a jump takes along; false where it cannot.
  private static func cover(_ site: inout PatchedSite, count: Int, takesFour: Bool? = nil) -> Bool {
    guard let covered = CoveredInstructions(site, count: count, takesFour: takesFour) else { return false }
    site.movedCount = UInt8(covered.length)
    site.barriers = covered.barriers
    site.relativeOperand = covered.relativeOperand.map { UInt8($0 &+ 1) } ?? 0
    site.branch = covered.branch.map { UInt8($0 &+ 1) } ?? 0
    return true
  }

  private static func settle(_ site: inout PatchedSite, count: Int, in code: Range<UInt64>?) -> Refusal? {
    forgetReplaced(site)
    let isWithin = code.map { $0.lowerBound <= site.address && site.behind &+ UInt64(site.movedCount) <= $0.upperBound }
    if Withdrawals.count(at: site.address) >= mostWithdrawals || !(isWithin ?? isSettled(site)) { return .unsettled }
    do throws(Errno) {
      var found = try findPlace(for: &site)
      if found == nil { found = try findOtherPlace(for: &site, count: count) }
      guard let place = found else { return .pool }
      try write(site, to: place)
      Statistics.countPatch(at: UInt64(site.address))
      Disarming.sitePatched()
      return nil
    } catch {
      return .kernel
    }
  }

  /// The site's place in the table, with a trampoline that its jump can lead to.
  private static func findPlace(for site: inout PatchedSite) throws(Errno) -> Int? {
    try SiteTable.map()
    if site.isNumbered { return try PageZero.findPlace(for: site) }
    if !site.isWide {
      try SitePool.map()
      return SitePool.findPlace(for: site)
    }
    try WideTrampolines.map()
    guard let place = WideTrampolines.findPlace(for: site) else { return nil }
    let entry = SiteTable[place].entry
    if entry != 0 {
      site.entry = entry
    } else {
      guard let found = SiteEntries.find(for: site) else { return nil }
      site.entry = found
    }
    return place
  }

  /// The same for another choice of what the jump's last byte is.
  private static func findOtherPlace(for site: inout PatchedSite, count: Int) throws(Errno) -> Int? {
    if !site.isWide || site.isNumbered { return nil }
    if site.hasBarrier(at: 4) {
      var upwards = site
      upwards.barriers |= PatchedSite.leadsUpwards
      if let place = try findPlace(for: &upwards) {
        site = upwards
        return place
      }
    }
    let takesFour = site.barriers & PatchedSite.lastByteStays == 0
    return cover(&site, count: count, takesFour: takesFour) ? try findPlace(for: &site) : nil
  }

  /// Drops what was noted of a site whose own bytes are back, as when its page was read from the file once more.
  private static func forgetReplaced(_ site: PatchedSite) {
    if activeCount == 0 { return }
    for index in 0..<SiteTable.end where SiteTable[index].address == site.address && SiteTable[index].isActive {
      SiteTable[index].isActive = false
      activeCount &-= 1
    }
  }

  /// Whether the bytes are still what was decoded.
  private static func isUnchanged(_ site: PatchedSite) -> Bool {
    let count = Int(PatchedSite.callLength) &+ Int(site.movedCount)
    var now = PatchedSite()
    guard let most = read(&now, at: site.address), most >= count else { return false }
    for index in 0..<count where now.original[index] != site.original[index] { return false }
    return true
  }

  /// Whether the site is in code that nobody may change.
  private static func isSettled(_ site: PatchedSite) -> Bool {
    let start = site.address
    let end = site.behind &+ UInt64(site.movedCount)
    // The resident calls the host's vDSO itself.
    if HostClock.contains(start) { return false }
    var path = MessageLine()
    path.add("/proc/self/maps")
    var lines = ProcessFile(path)
    var line = ProcessLine()
    while lines.next(&line) {
      guard let range = line.addressRange, range.contains(start) else { continue }
      return line.isSettledCode && range.upperBound >= end
    }
    return false
  }

  /// Writes trampoline and jump.
  ///
  /// The bytes behind the first are changed only while barriers stand at all instructions that begin there, and no thread
  /// is left that fetched them before; see `mend` for those that come to a barrier.
  private static func write(_ site: PatchedSite, to place: Int) throws(Errno) {
    try SiteTable.makeRoom(for: place)
    let writer = try CodeWriter()
    let target: UInt64
    if site.isWide {
      target = site.entry
      try writer.write(WideTrampolines.code(for: site, at: place), at: WideTrampolines.address(of: place))
      if !site.isNumbered {
        try writer.write(SiteEntries.code(leadingTo: WideTrampolines.address(of: place)), at: target)
      }
      if site.isRelocated { try writer.write(SiteEntries.relocatedCode(of: site), at: site.landing(at: place)) }
    } else if site.isNumbered {
      target = 0
    } else {
      target = SitePool.address(of: place)
      try writer.write(SitePool.code(for: site, at: place), at: target)
    }
    let start = site.address
    let patch = site.patch(leadingTo: target)
    var active = site
    active.isActive = true
    SiteTable[place] = active
    lowestActive = min(lowestActive, start)
    highestActive = max(highestActive, start)
    activeCount &+= 1
    changeCount &+= 1
    do throws(Errno) {
      for index: UInt64 in 2...4 where site.hasBarrier(at: index) {
        try writer.write(site.barrier(at: index), at: start &+ index)
      }
      try writer.write(PatchedSite.barrier, at: start)
      try writer.settle()
      for index in 1..<site.patchLength where !site.hasBarrier(at: index) {
        try writer.write(patch[Int(index)], at: start &+ index)
      }
      try writer.settle()
      try writer.write(patch[0], at: start)
      try writer.settle()
    } catch {
      restore(active, writer)
      SiteTable[place].isActive = false
      activeCount &-= 1
      throw error
    }
  }

  /// Puts the site's own bytes back, in the same manner.
  private static func restore(_ site: PatchedSite, _ writer: borrowing CodeWriter) {
    let start = site.address
    changeCount &+= 1
    do throws(Errno) {
      try writer.write(PatchedSite.barrier, at: start)
      try writer.settle()
      for index in 1..<site.patchLength where !site.hasBarrier(at: index) {
        try writer.write(site.original[Int(index)], at: start &+ index)
      }
      try writer.settle()
      for index in 2...4 where site.hasBarrier(at: UInt64(index)) {
        try writer.write(site.original[index], at: start &+ UInt64(index))
      }
      try writer.write(site.original[0], at: start)
      try writer.settle()
    } catch {
      // The bytes went away with their mapping, or the kernel changed its mind; then the barriers stay.
    }
  }

  /// Takes the patches back in `size` bytes from `start` on, before they are unmapped, moved or made writable.
  ///
  /// Needs the lock of the guest's space.
  static func withdraw(from start: UInt64, size: UInt64) {
    let end = start &+ GuestSpace.roundUp(size)
    let takesPageZero = PageZero.isMapped && start < PageZero.size && end != start
    if SiteTable.end == 0 && !takesPageZero { return }
    let takesPool = SitePool.base != 0 && start < SitePool.base &+ SitePool.size && end > SitePool.base
    let takesEntries = SiteEntries.overlap(from: start, to: end)
    let mayHitSite = activeCount != 0 && start < highestActive &+ PatchedSite.jumpLength && end > lowestActive
    if !takesPool && !takesEntries && !mayHitSite && !takesPageZero { return }
    // One way to write for all; where there is none, nothing was patched either.
    var file: CodeWriter? = nil
    for index in 0..<SiteTable.end {
      let site = SiteTable[index]
      let losesEntry = takesEntries && SiteEntries.isLost(site.entry, from: start, to: end)
      if losesEntry && site.isActive { Disarming.siteLost() }
      if losesEntry { SiteTable[index].entry = 0 }
      if losesEntry && site.isRelocated, let file = try? CodeWriter() {
        // A thread may still be in the site's call; where it goes on its own bytes are, or are about to be.
        try? file.write(bytes(of: site.behind), at: WideTrampolines.address(of: index) &+ UInt64(TRAMPOLINE_BACK))
      }
      if !site.isActive { continue }
      let first = site.address
      let overlaps = first < end && first &+ PatchedSite.jumpLength > start
      let losesWay = losesEntry || (site.isNumbered ? takesPageZero : !site.isWide && takesPool)
      if !overlaps && !losesWay { continue }
      if file == nil { file = try? CodeWriter() }
      if file != nil { restore(site, file!) }
      SiteTable[index].isActive = false
      activeCount &-= 1
      Withdrawals.add(at: site.address)
      Statistics.countWithdrawal(at: UInt64(site.address))
    }
    if takesEntries { SiteEntries.giveUp(from: start, to: end) }
    if takesPageZero { PageZero.giveUp() }
    // The guest took the trampolines' own pages: from now on every call traps.
    if takesPool {
      isOn = false
      SiteEntries.note(pool: 0..<0)
    }
  }

  private static func bytes(of word: UInt64) -> InlineArray<8, UInt8> {
    var bytes = InlineArray<8, UInt8>(repeating: 0)
    bytes.put(wide: word, at: 0)
    return bytes
  }

  /// Where a thread goes on that came to a barrier at `address`; nil where the instruction is the guest's own.
  static func mend(_ address: UInt64, _ thread: ThreadPointer) -> UInt64? {
    if SiteTable.end == 0 { return nil }
    // A change under way is over once the lock is ours.
    GuestSpace.lock.acquire(for: thread.tid)
    defer { GuestSpace.lock.release() }
    for index in 0..<SiteTable.end {
      let site = SiteTable[index]
      let offset = address &- site.address
      if site.address == 0 || !site.hasBarrier(at: offset) { continue }
      var now = PatchedSite()
      guard read(&now, at: address) != nil else { return nil }
      if now.original[0] != site.barrier(at: offset) {
        // The barrier has gone since; once for each change, for the instruction now there may fault as well.
        if unsafe thread.pointee.codeChangeSeen == changeCount { continue }
        unsafe thread.pointee.codeChangeSeen = changeCount
        return address
      }
      if !site.isActive { continue }
      if offset != 0 { return site.landing(at: index) &+ offset &- PatchedSite.callLength }
      if let writer = try? CodeWriter() {
        // Whoever was patching it was killed, as a `vfork` child may be.
        restore(site, writer)
        SiteTable[index].isActive = false
        activeCount &-= 1
        return address
      }
    }
    return nil
  }

  /// Copies the code at `address`; gives how many bytes there were, at most as many as fit.
  private static func read(_ site: inout PatchedSite, at address: UInt64) -> Int? {
    site.address = address
    let most = MemoryLayout<CodeBytes>.size
    let onPage = Int(GuestMap.pageSize &- address % GuestMap.pageSize)
    return unsafe withUnsafeMutablePointer(to: &site.original) { room -> Int? in
      for attempt in 0..<2 {
        let count = attempt == 0 ? most : min(most, onPage)
        do throws(Errno) {
          try unsafe GuestMemory.read(address, into: UnsafeMutableRawPointer(room), count: count)
          return count
        } catch {}
      }
      return nil
    }
  }
}

/// Sites that are not worth another look, by address and bytes; a newer one takes an older one's place.
private enum RefusedSites {
  static func contain(_ site: PatchedSite) -> Bool {
    unsafe refused_sites_storage()[place(of: site)] == word(for: site)
  }

  static func add(_ site: PatchedSite) { unsafe refused_sites_storage()[place(of: site)] = word(for: site) }

  private static func place(of site: PatchedSite) -> Int {
    Int((site.address ^ site.address >> 10) & 1023)
  }

  private static func word(for site: PatchedSite) -> UInt64 {
    var sum: UInt32 = 1
    for index in 2..<18 { sum = sum &* 31 &+ UInt32(site.original[index]) }
    return UInt64(sum) << 32 | site.address & 0xffff_ffff
  }
}

/// How often patches had to be taken back, by page: code that changes all the time is not worth it.
private enum Withdrawals {
  static func count(at address: UInt64) -> UInt8 { unsafe site_withdrawals_storage()[place(of: address)] }

  static func add(at address: UInt64) {
    let index = place(of: address)
    unsafe site_withdrawals_storage()[index] = count(at: address) == 255 ? 255 : count(at: address) &+ 1
  }

  private static func place(of address: UInt64) -> Int { Int((address >> 12 ^ address >> 22) & 1023) }
}
