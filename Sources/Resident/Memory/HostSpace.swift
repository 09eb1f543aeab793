import ResidentSupport

/// The address space of a 64-bit guest: the host's own, with one range that is the resident's.
///
/// What would touch that range is refused; a hint that points into it is not taken.
enum HostSpace {
  static func mmap(
    _ hint: UInt64, _ size: UInt64, _ protection: UInt64, _ flags: UInt64, _ descriptor: Int32, _ offset: UInt64,
    tid: Int32
  ) throws(Errno) -> UInt64 {
    var hint = hint
    if touchesResident(hint, size) {
      if flags & GuestSpace.MapFlag.fixedNoReplace != 0 { throw .exists }
      if flags & GuestSpace.MapFlag.fixed != 0 { throw .noMemory }
      hint = 0
    }
    // Only then can it put something in the place of code, or meets what the guest has not mapped.
    let isNew = flags & GuestSpace.MapFlag.fixedNoReplace != 0
    let meetsOurs = SiteEntries.overlap(from: hint, to: hint &+ size) || PageZero.overlaps(hint, size)
    let replaces = isNew ? meetsOurs : flags & GuestSpace.MapFlag.fixed != 0
    if replaces {
      GuestSpace.lock.acquire(for: tid)
      SitePatches.withdraw(from: hint, size: size)
    }
    defer { if replaces { GuestSpace.lock.release() } }
    return UInt64(
      bitPattern: try Host.guestCall(
        .mmap, hint, size, protection, flags, UInt64(bitPattern: Int64(descriptor)), offset))
  }

  static func munmap(_ address: UInt64, _ size: UInt64, tid: Int32) throws(Errno) {
    try check(address, size)
    GuestSpace.lock.acquire(for: tid)
    defer { GuestSpace.lock.release() }
    SitePatches.withdraw(from: address, size: size)
    try Host.guestCall(.munmap, address, size)
  }

  static func mremap(
    _ address: UInt64, _ oldSize: UInt64, _ newSize: UInt64, _ flags: UInt64, _ target: UInt64,
    tid: Int32
  ) throws(Errno) -> UInt64 {
    let choosesTarget: UInt64 = 2
    try check(address, max(oldSize, 1))
    if flags & choosesTarget != 0 { try check(target, newSize) }
    GuestSpace.lock.acquire(for: tid)
    defer { GuestSpace.lock.release() }
    SitePatches.withdraw(from: address, size: max(oldSize, newSize))
    if flags & choosesTarget != 0 { SitePatches.withdraw(from: target, size: newSize) }
    return UInt64(bitPattern: try Host.guestCall(.mremap, address, oldSize, newSize, flags, target))
  }

  /// `brk`: moves the end of the host's heap; gives the end in force.
  static func setBreak(_ wish: UInt64, tid: Int32) -> UInt64 {
    GuestSpace.lock.acquire(for: tid)
    defer { GuestSpace.lock.release() }
    let old = GuestSpace.heapEnd
    if wish != 0 && wish < old { SitePatches.withdraw(from: GuestSpace.roundUp(wish), size: old &- wish) }
    let end = UInt64(bitPattern: (try? Host.call(.brk, wish)) ?? 0)
    GuestSpace.heapEnd = end
    return end
  }

  /// `shmat`; gives the address where the segment now lies.
  static func attach(segment: Int32, at wish: UInt64, flags: UInt64, tid: Int32) throws(Errno) -> Int64 {
    let identifier = UInt64(bitPattern: Int64(segment))
    if wish == 0 { return try Host.guestCall(.shmat, identifier, wish, flags) }
    GuestSpace.lock.acquire(for: tid)
    defer { GuestSpace.lock.release() }
    let (address, size) = (GuestSpace.roundDown(wish), try GuestSpace.segmentSize(identifier))
    try check(address, size)
    if flags & GuestSpace.AttachFlag.remap != 0 { SitePatches.withdraw(from: address, size: size) }
    return try Host.guestCall(.shmat, identifier, wish, flags)
  }

  /// Throws where a call on these addresses would touch the resident.
  static func check(_ address: UInt64, _ size: UInt64) throws(Errno) {
    if touchesResident(address, size) { throw .invalid }
  }

  /// Whether the resident lies at `address`, in every process that it is in.
  static func isResident(_ address: UInt64) -> Bool { touchesResident(address, 1) }

  private static func touchesResident(_ address: UInt64, _ size: UInt64) -> Bool {
    let (end, overflows) = address.addingReportingOverflow(size)
    return address < UInt64(RESIDENT_END) && (overflows || end > UInt64(RESIDENT_BEGIN))
  }
}
