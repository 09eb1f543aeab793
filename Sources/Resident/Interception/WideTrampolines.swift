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
///   96  jmp *target(%rip)                                           where a jump among the moved instructions leads
///  104  target, behind, back
/// ```
///
/// Where the site calls its number there is nothing to be moved, and the call comes in at 46, with the address behind the site
/// in %r11: `movabs $-behind, %rcx; lea (%rcx,%r11), %rcx; jrcxz 0; hlt`.
///
/// A moved call is `push back(%rip); jmp *target(%rip)`.
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

  /// Whether a thread at `address` has come by its number, and begins.
  static func isNumbered(_ address: UInt64) -> Bool {
    if !contains(address) { return false }
    let offset = offset(of: address)
    return offset >= UInt64(TRAMPOLINE_NUMBERED) && offset < UInt64(TRAMPOLINE_NUMBERED_END)
      && site(at: address).isNumbered
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
    if let branch = site.movedBranch {
      let isBehind = offset > landing &+ UInt64(site.branchOffset) && offset < UInt64(TRAMPOLINE_ASIDE)
      if branch.isCall && isBehind || offset >= UInt64(TRAMPOLINE_BRANCH) { return site.branchTarget }
    }
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
      try write(bytes)
      // Another thread may have changed what is told, and have told it before this one.
      let now = passthrough
      var isTold = true
      for number in 0..<Int(WIDE_NUMBER_COUNT) where bytes[number] != now[number] { isTold = false }
      if isTold { return }
    }
  }

  private static let lock = Lock()

  private static func write(_ bytes: InlineArray<576, UInt8>) throws(Errno) {
    do throws(Errno) {
      return try CodeWriter().write(bytes, at: UInt64(WIDE_PASSTHROUGH))
    } catch {
      // A process that has changed its user may not open the file any more, nor one that has no descriptor to spare.
    }
    lock.acquire(for: Int32(truncatingIfNeeded: try Host.call(.gettid)))
    defer { lock.release() }
    let (readWrite, readExecute): (UInt64, UInt64) = (3, 5)
    try Host.call(.mprotect, UInt64(WIDE_PASSTHROUGH), UInt64(WIDE_PASSTHROUGH_SIZE), readWrite)
    let place = unsafe UnsafeMutablePointer<UInt8>(bitPattern: UInt(WIDE_PASSTHROUGH))!
    for number in 0..<Int(WIDE_NUMBER_COUNT) { unsafe place[number] = bytes[number] }
    try Host.call(.mprotect, UInt64(WIDE_PASSTHROUGH), UInt64(WIDE_PASSTHROUGH_SIZE), readExecute)
  }

  private static var passthrough: InlineArray<576, UInt8> {
    var bytes = InlineArray<576, UInt8>(repeating: 0)
    if Disarming.sendsAll { return bytes }
    for number in 0..<Int(WIDE_NUMBER_COUNT) { bytes[number] = UInt8(wide_passes(UInt32(number))) }
    return bytes
  }

  /// Has the trampolines send calls to dispatch that went straight on so far: there is a descriptor to look for.
  static func watchDescriptors() {
    let numbers: InlineArray<_, HostNumber> = [.lseek, .pread64, .ioctl]
    var wasTold = true
    for index in numbers.indices {
      let number = UInt32(numbers[index].rawValue)
      if wide_passes(number) != 0 { wasTold = false }
      wide_clear_passthrough(number)
    }
    if !wasTold { try? tellPassthrough() }
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
    putJump(through: Int(TRAMPOLINE_BACK), at: landing &+ moved, in: &code)
    if site.isNumbered { putCheck(of: site, in: &code) }
    if let branch = site.movedBranch { put(branch, of: site, in: &code) }
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
    code.put(wide: site.behind, at: Int(TRAMPOLINE_BEHIND))
    let back = site.isRelocated ? site.landing(at: index) : site.behind &+ UInt64(moved)
    code.put(wide: back, at: Int(TRAMPOLINE_BACK))
    return code
  }

  /// Lets the branch among the moved instructions lead where it led before; what else is moved stays in its place.
  private static func put(_ branch: RelativeBranch, of site: PatchedSite, in code: inout WideTrampolineCode) {
    let start = Int(TRAMPOLINE_LANDING) &+ site.branchOffset
    let target = Int(TRAMPOLINE_TARGET)
    code.put(wide: site.branchTarget, at: target)
    if branch.isCall {
      (code[start], code[start &+ 1]) = (0xff, 0x35)
      code.put(UInt32(Int(TRAMPOLINE_BACK) &- start &- 6), at: start &+ 2)
      putJump(through: target, at: start &+ 6, in: &code)
      return
    }
    let (end, place) = (start &+ branch.length, Int(TRAMPOLINE_BRANCH))
    if branch.isShort { code[end &- 1] = UInt8(place &- end) } else { code.put(UInt32(place &- end), at: end &- 4) }
    putJump(through: target, at: place, in: &code)
  }

  private static func putCheck(of site: PatchedSite, in code: inout WideTrampolineCode) {
    let start = Int(TRAMPOLINE_NUMBERED)
    let check: InlineArray<17, UInt8> = [
      0x48, 0xb9, 0, 0, 0, 0, 0, 0, 0, 0, 0x4a, 0x8d, 0x0c, 0x19, 0xe3, UInt8(256 &- (start &+ 16)), 0xf4,
    ]
    for index in 0..<17 { code[start &+ index] = check[index] }
    code.put(wide: 0 &- site.behind, at: start &+ 2)
  }

  private static func putJump(through word: Int, at place: Int, in code: inout WideTrampolineCode) {
    (code[place], code[place &+ 1]) = (0xff, 0x25)
    code.put(UInt32(word &- place &- 6), at: place &+ 2)
  }
}

/// The code of one trampoline of 64-bit code.
typealias WideTrampolineCode = InlineArray<128, UInt8>
