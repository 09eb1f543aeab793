import ResidentSupport

/// The trampolines of sites in 64-bit code, beside the resident's text, from where calls go through.
///
/// ```
///    0  mov %eax, %ecx; bswap %ecx; movzwl %cx, %ecx; jrcxz 11      the number, if it is below 65536
///    9  jmp aside
///   11  movzwl %ax, %ecx; lea WIDE_PASSTHROUGH(%rip), %r11; movzbl (%r11,%rcx), %ecx; jrcxz aside
///   28  syscall
///   30  movabs $behind, %rcx                                        as the kernel would have left it
///   40  the instructions from behind the call
///       jmp *back(%rip)
///   64  rdgsbase %rcx; bswap %rcx; lea -…(%rcx), %ecx; jrcxz 81     aside: whether %gs is the thread's block
///   80  hlt
///   81  lea trampoline(%rip), %rcx; jmp wide_site_entry
///   96  jmp *target(%rip); target                                 where a moved branch leads to
///  112  behind, back
/// ```
///
/// `syscall` gives %rcx and %r11 new values, so these two are all that it takes before it; nothing in it changes flags, and
/// no memory is written. Where %gs is the guest's a call that does not go straight on comes in by a fault.
enum WideTrampolines {
  static var size: UInt64 { UInt64(SiteTable.capacity) &* UInt64(TRAMPOLINE_SIZE) }
  nonisolated(unsafe) private static var isMapped = false

  static func contains(_ address: UInt64) -> Bool {
    address >= UInt64(TRAMPOLINES) && address &- UInt64(TRAMPOLINES) < size
  }

  static func address(of index: Int) -> UInt64 { UInt64(TRAMPOLINES) &+ UInt64(index) &* UInt64(TRAMPOLINE_SIZE) }

  static func index(of address: UInt64) -> Int { Int((address &- UInt64(TRAMPOLINES)) / UInt64(TRAMPOLINE_SIZE)) }

  static func site(at address: UInt64) -> PatchedSite { SiteTable[index(of: address)] }

  /// How far into its trampoline `address` is.
  static func offset(of address: UInt64) -> UInt64 { address & UInt64(TRAMPOLINE_SIZE - 1) }

  /// Whether a thread at `address` may be in its call to the host.
  static func isInCall(_ address: UInt64) -> Bool {
    if !contains(address) { return false }
    let offset = offset(of: address)
    return offset == UInt64(TRAMPOLINE_CALL) || offset == UInt64(TRAMPOLINE_CALL_END)
  }

  /// Whether the fault at `address` says that a call could not come in by the gateway.
  static func isFallback(_ address: UInt64) -> Bool {
    contains(address) && offset(of: address) == UInt64(TRAMPOLINE_FALLBACK)
  }

  /// Whether a thread at `address` is in none of the moved instructions, but before or behind them.
  static func isOnItsWay(_ address: UInt64) -> Bool {
    if !contains(address) { return false }
    let (site, offset) = (site(at: address), offset(of: address))
    let landing = UInt64(TRAMPOLINE_LANDING)
    return site.isRelocated || offset <= landing || offset >= landing &+ UInt64(site.movedCount)
  }

  /// The address in the guest's own code that a thread at `address` in a trampoline stands for.
  static func original(_ address: UInt64) -> UInt64 {
    let site = site(at: address)
    let (offset, landing) = (offset(of: address), UInt64(TRAMPOLINE_LANDING))
    if offset >= UInt64(TRAMPOLINE_BRANCH) && site.branch != 0 { return site.branchTarget }
    if offset <= UInt64(TRAMPOLINE_CALL) || offset >= UInt64(TRAMPOLINE_ASIDE) { return site.address }
    if offset < landing || site.isRelocated { return site.behind }
    return site.behind &+ min(offset &- landing, UInt64(site.movedCount))
  }

  static func map() throws(Errno) {
    if isMapped { return }
    let readExecute: UInt64 = 5
    let privateAnonymousNoReplace: UInt64 = 0x10_0022
    let whole = UInt64(WIDE_PASSTHROUGH) &+ UInt64(WIDE_PASSTHROUGH_SIZE) &- UInt64(TRAMPOLINES)
    AddressSpaceLimit.grow(by: whole)
    try Host.call(.mmap, UInt64(TRAMPOLINES), whole, readExecute, privateAnonymousNoReplace, ~0, 0)
    isMapped = true
    try tellPassthrough()
  }

  /// Tells the trampolines which calls go straight on: once there are some, and once the table says which.
  static func tellPassthrough() throws(Errno) {
    if !isMapped { return }
    while true {
      let bytes = passthrough
      try CodeWriter().write(bytes, at: UInt64(WIDE_PASSTHROUGH))
      // Another thread may have changed what is told, and have told it before this one.
      let now = passthrough
      var isTold = true
      for number in 0..<Int(WIDE_NUMBER_COUNT) where bytes[number] != now[number] { isTold = false }
      if isTold { return }
    }
  }

  private static var passthrough: InlineArray<576, UInt8> {
    var bytes = InlineArray<576, UInt8>(repeating: 0)
    if Disarming.sendsAll { return bytes }
    for number in 0..<Int(WIDE_NUMBER_COUNT) { bytes[number] = UInt8(wide_passes(UInt32(number))) }
    return bytes
  }

  /// Has the trampolines send calls to dispatch that went straight on so far: there is a descriptor to look for.
  static func watchDescriptors() {
    let (seek, read) = (UInt32(HostNumber.lseek.rawValue), UInt32(HostNumber.pread64.rawValue))
    if wide_passes(seek) == 0 && wide_passes(read) == 0 { return }
    wide_clear_passthrough(seek)
    wide_clear_passthrough(read)
    try? tellPassthrough()
  }

  /// The index that the site had, or a free one.
  static func findPlace(for site: PatchedSite) -> Int? {
    for index in 0..<SiteTable.end {
      let old = SiteTable[index]
      if old.address == site.address && !old.isActive && old.entry != 0 && old.hasSameCode(as: site) {
        return index
      }
    }
    for index in 0..<SiteTable.capacity where SiteTable[index].address == 0 { return index }
    return nil
  }

  /// The trampoline of `site` at the place `index`.
  static func code(for site: PatchedSite, at index: Int) -> WideTrampolineCode {
    var code = WideTrampolineCode(repeating: 0xcc)
    let start = address(of: index)
    let call: InlineArray<41, UInt8> = [
      0x89, 0xc1, 0x0f, 0xc9, 0x0f, 0xb7, 0xc9, 0xe3, 0x02, 0xeb, 53,
      0x0f, 0xb7, 0xc8, 0x4c, 0x8d, 0x1d, 0, 0, 0, 0, 0x41, 0x0f, 0xb6, 0x0c, 0x0b, 0xe3, 36,
      0x0f, 0x05, 0x48, 0xb9, 0, 0, 0, 0, 0, 0, 0, 0, 0xcc,
    ]
    for index in 0..<41 { code[index] = call[index] }
    code.put(UInt32(truncatingIfNeeded: UInt64(WIDE_PASSTHROUGH) &- (start &+ 21)), at: 17)
    code.put(wide: site.behind, at: 32)
    let landing = Int(TRAMPOLINE_LANDING)
    let moved = site.isRelocated ? 0 : Int(site.movedCount)
    for byte in 0..<moved { code[landing &+ byte] = site.original[2 &+ byte] }
    code[landing &+ moved] = 0xff
    code[landing &+ moved &+ 1] = 0x25
    code.put(UInt32(Int(TRAMPOLINE_BACK) &- landing &- moved &- 6), at: landing &+ moved &+ 2)
    let aside: InlineArray<25, UInt8> = [
      0xf3, 0x48, 0x0f, 0xae, 0xc9, 0x48, 0x0f, 0xc9, 0x8d, 0x89, 0, 0, 0, 0, 0xe3, 0x01, 0xf4,
      0x48, 0x8d, 0x0d, 0, 0, 0, 0, 0xe9,
    ]
    let asideOffset = Int(TRAMPOLINE_ASIDE)
    for index in 0..<25 { code[asideOffset &+ index] = aside[index] }
    let region = UInt32(truncatingIfNeeded: UInt64(SLOT_REGION) >> 32).byteSwapped
    code.put(0 &- region, at: asideOffset &+ 10)
    code.put(0 &- UInt32(asideOffset &+ 24), at: asideOffset &+ 20)
    code.put(
      UInt32(truncatingIfNeeded: wide_site_entry_address() &- (start &+ UInt64(asideOffset) &+ 29)),
      at: asideOffset &+ 25)
    if site.branch != 0 { putBranch(of: site, in: &code) }
    code.put(wide: site.behind, at: Int(TRAMPOLINE_BEHIND))
    let back = site.isRelocated ? site.landing(at: index) : site.behind &+ UInt64(moved)
    code.put(wide: back, at: Int(TRAMPOLINE_BACK))
    return code
  }

  /// Lets the branch among the moved instructions lead to a jump in the trampoline, which reaches everywhere.
  private static func putBranch(of site: PatchedSite, in code: inout WideTrampolineCode) {
    let (landing, far) = (Int(TRAMPOLINE_LANDING), Int(TRAMPOLINE_BRANCH))
    let distance = far &- landing &- Int(site.branchEnd)
    let at = landing &+ Int(site.branch) &- 1
    if site.branch == site.branchEnd {
      code[at] = UInt8(distance)
    } else {
      code.put(UInt32(distance), at: at)
    }
    code[far] = 0xff
    code[far &+ 1] = 0x25
    code.put(0, at: far &+ 2)
    code.put(wide: site.branchTarget, at: far &+ 6)
  }
}

/// The code of one trampoline of 64-bit code.
typealias WideTrampolineCode = InlineArray<128, UInt8>
