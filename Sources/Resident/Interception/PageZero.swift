import ResidentSupport

/// The page at address 0, where the user allows it: a site that has no room for a jump becomes `call *%rax`, or
/// `call *%eax`, which is as short as the call was, and leads to the call's number.
///
/// ```
///     0  hlt                                  a call of NULL faults
///     1  nop …                                the numbers
///   576  mov $page_zero_wide, %rcx; jmp *%rcx        in a page for 64-bit code
///   576  ljmp $0x33, $583; mov $page_zero_narrow, %r12; jmp *%r12       in one for 32-bit code
///        hlt …
/// ```
///
/// See `docs/decisions/0015-page-zero.md` for what has to be true of such a site.
enum PageZero {
  static var size: UInt64 { GuestMap.pageSize }
  /// Whether the user allows it.
  nonisolated(unsafe) static var isAllowed = false
  /// Whether it has been there, and a thread may be on its way.
  nonisolated(unsafe) private(set) static var isUsed = false
  nonisolated(unsafe) private(set) static var isMapped = false
  /// Whether it is for 64-bit code.
  nonisolated(unsafe) private(set) static var isWide = false
  /// The places in use; the first stays empty.
  nonisolated(unsafe) private static var placeEnd = 1
  private static var placeCount: Int { 256 }

  /// The first address behind those that are numbers.
  static var numberEnd: UInt64 { UInt64(WIDE_NUMBER_COUNT) }

  /// Maps the page for a guest of `format`, and says on standard error where that cannot be; it is nothing for x32, whose
  /// numbers are high.
  static func map(for format: ImageFormat, isQuiet: Bool) {
    if !isAllowed || !SitePatches.isOn || format == .x32 { return }
    do throws(Errno) {
      isWide = format == .x86_64
      try map()
      isMapped = true
      isUsed = true
    } catch {
      if isQuiet { return }
      Host.complain("dragoman: --page-zero: page zero cannot be mapped, so that calls go on trapping; ")
      Host.complain(
        error == .exists
          ? "something is there already\n" : "it needs vm.mmap_min_addr=0 (sysctl) or the capability CAP_SYS_RAWIO\n")
    }
  }

  private static func map() throws(Errno) {
    // Where the processor has protection keys the kernel makes a page that is only executable one that cannot be read.
    let execute: UInt64 = 4
    let privateAnonymousNoReplace: UInt64 = 0x10_0022
    let at = try Host.call(.mmap, 0, size, execute, privateAnonymousNoReplace, ~0, 0)
    if at != 0 {
      _ = try? Host.call(.munmap, UInt64(bitPattern: at), size)
      throw .notPermitted
    }
    do throws(Errno) {
      try CodeWriter().write(isWide ? wideCode() : narrowCode(), at: 0)
    } catch {
      _ = try? Host.call(.munmap, 0, size)
      throw error
    }
    AddressSpaceLimit.grow(by: size)
    if !GuestSpace.isHosts { AddressSpaceLimit.shareInGuestRange &+= size }
  }

  /// Lets the page go: the guest maps something there, and no site leads there any more.
  ///
  /// Needs the lock of the guest's space.
  static func giveUp() {
    isMapped = false
    if !GuestSpace.isHosts { AddressSpaceLimit.shareInGuestRange &-= size }
    _ = try? Host.call(.munmap, 0, size)
  }

  static func overlaps(_ start: UInt64, _ size: UInt64) -> Bool { isMapped && start < PageZero.size && size != 0 }

  /// Whether `site`, whose call of `number` has just trapped, may become one that calls its number.
  static func admits(_ site: PatchedSite, number: UInt64) -> Bool {
    if !isMapped || site.isWide != isWide { return false }
    let number = isWide ? number : number & 0xffff_ffff
    if number == 0 || number >= numberEnd || placeEnd == placeCount { return false }
    let known = index(of: site.behind)
    if known != 0 && !isSite(behind: site.behind) { return false }
    let surroundings = SiteSurroundings(site)
    if !surroundings.loadNumber(number) || surroundings.mayBeTarget { return false }
    return isWide ? RedZone.isUnused(by: number, before: site.behind) : !isSignalReturn(number)
  }

  /// Those who unwind know such a call by its bytes.
  private static func isSignalReturn(_ number: UInt64) -> Bool { number == 119 || number == 173 }

  /// The place in the table of the site, which had one or gets it.
  static func findPlace(for site: PatchedSite) throws(Errno) -> Int? {
    if isWide { try WideTrampolines.map() }
    var found: Int? = nil
    for index in 0..<SiteTable.end where SiteTable[index].isNumbered && SiteTable[index].address == site.address {
      found = index
    }
    if found == nil {
      for index in 0..<SiteTable.capacity where SiteTable[index].address == 0 {
        found = index
        break
      }
    }
    guard let found else { return nil }
    if index(of: site.behind) != 0 { return found }
    unsafe page_zero_places_storage()[placeEnd] =
      isWide ? WideTrampolines.address(of: found) &+ UInt64(TRAMPOLINE_NUMBERED) : 0 &- site.behind
    unsafe page_zero_index_storage()[Int(site.behind & 0xffff)] = UInt8(placeEnd)
    placeEnd &+= 1
    return found
  }

  private static func index(of behind: UInt64) -> Int {
    Int(unsafe page_zero_index_storage()[Int(behind & 0xffff)])
  }

  /// Whether a site that calls its number is, or was, before the address.
  static func isSite(behind: UInt64) -> Bool {
    if !isUsed { return false }
    let place = index(of: behind)
    if place == 0 { return false }
    let word = unsafe page_zero_places_storage()[place]
    return isWide ? WideTrampolines.site(at: word).behind == behind : word == 0 &- behind
  }

  private static func wideCode() -> InlineArray<4096, UInt8> {
    var code = numbers()
    let start = Int(numberEnd)
    (code[start], code[start &+ 1]) = (0x48, 0xb9)
    code.put(wide: page_zero_wide_address(), at: start &+ 2)
    (code[start &+ 10], code[start &+ 11]) = (0xff, 0xe1)
    return code
  }

  private static func narrowCode() -> InlineArray<4096, UInt8> {
    var code = numbers()
    let start = Int(numberEnd)
    code[start] = 0xea
    code.put(UInt32(start &+ 7), at: start &+ 1)
    (code[start &+ 5], code[start &+ 6]) = (UInt8(SELECTOR_CODE64), 0)
    (code[start &+ 7], code[start &+ 8]) = (0x49, 0xbc)
    code.put(wide: page_zero_narrow_address(), at: start &+ 9)
    (code[start &+ 17], code[start &+ 18], code[start &+ 19]) = (0x41, 0xff, 0xe4)
    return code
  }

  /// `nop` of four bytes each, of which any end is one too.
  private static func numbers() -> InlineArray<4096, UInt8> {
    var code = InlineArray<4096, UInt8>(repeating: PatchedSite.barrier)
    let end = Int(numberEnd)
    for index in 1..<end { code[index] = (end &- index) % 4 == 1 ? 0x90 : 0x66 }
    return code
  }
}

extension PatchedSite {
  /// Forgets what was decoded for a jump.
  mutating func makeNumbered() {
    isNumbered = true
    (entry, movedCount, barriers, relativeOperand, branch) = (0, 0, 0, 0, 0)
  }
}
