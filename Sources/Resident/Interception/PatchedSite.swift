import ResidentSupport

/// A place where the guest enters the kernel, with a jump to a trampoline in it.
///
/// ```
///   before                 after                     trampoline
///   int  $0x80             jmp  trampoline           ljmp $0x33, .+7      to 64-bit code, here
///   sub  $1, %edx                                    mov  $landing, %r12d
///   jae  …                 jae  …                    jmp  *site_gateway
///                                           landing: sub  $1, %edx
///                                                    jmp  (behind the jump)
/// ```
///
/// The second byte of the jump's distance is `hlt`, which faults: whoever comes back to the instruction behind the call,
/// by a branch or from a signal handler, is sent to the landing. In 64-bit code the call is `syscall`, and two or three short
/// instructions may take the place of one behind it; then each byte of the distance that one begins at is `hlt`.
struct PatchedSite: BitwiseCopyable {
  /// The address of the jump; 0 where the place in the table was never used.
  var address: UInt64 = 0
  /// Where the jump of 64-bit code leads to; 0 in 32-bit code, where it is the trampoline itself.
  var entry: UInt64 = 0
  /// How many bytes were moved from behind the call.
  var movedCount: UInt8 = 0
  var isActive = false
  /// In 64-bit code.
  var isWide = false
  /// The bytes 2 to 4 of the jump at which a moved instruction began, as bits.
  var barriers: UInt8 = 0b100
  /// How far behind the call an operand's distance from %rip is among the moved bytes, plus 1; 0 where there is none.
  ///
  /// With one they are moved to behind the entry, from where the operand can be reached.
  var relativeOperand: UInt8 = 0
  /// How far behind the call a jump or call by a distance is among the moved bytes, plus 1; 0 where there is none.
  var branch: UInt8 = 0
  /// Whether it is `call *%rax`, by the page at address 0, and no jump.
  var isNumbered = false
  /// What stood at the address.
  var original = CodeBytes(repeating: 0)

  static var callLength: UInt64 { 2 }
  static var jumpLength: UInt64 { 5 }
  /// How many bytes are changed.
  var patchLength: UInt64 { isNumbered ? PatchedSite.callLength : PatchedSite.jumpLength }
  /// Among `barriers`: the jump's last byte is what stood there before.
  static var lastByteStays: UInt8 { 0x80 }
  /// Among `barriers`: the highest byte of the distance is `outsb`, which faults as `hlt` does, and leads upwards.
  static var leadsUpwards: UInt8 { 0x40 }
  /// What stops a thread that comes to a byte of it: a fault in user code.
  static var barrier: UInt8 { 0xf4 }

  /// The address behind the call, where the kernel would go back to.
  var behind: UInt64 { address &+ PatchedSite.callLength }

  /// Whether the moved instructions are behind the entry, not in the trampoline.
  var isRelocated: Bool { relativeOperand != 0 }

  /// Where the instructions from behind the call are now, for the site at `index` of the table.
  func landing(at index: Int) -> UInt64 {
    if isRelocated { return entry &+ SiteEntries.size }
    return isWide
      ? WideTrampolines.address(of: index) &+ UInt64(TRAMPOLINE_LANDING)
      : SitePool.address(of: index) &+ SitePool.landing
  }

  /// What takes its place, whose jump leads to `target`.
  func patch(leadingTo target: UInt64) -> InlineArray<5, UInt8> {
    if isNumbered { return [0xff, 0xd0, 0, 0, 0] }
    var bytes = InlineArray<5, UInt8>(repeating: 0xe9)
    let distance = target &- (address &+ PatchedSite.jumpLength)
    for index in 1..<5 { bytes[index] = UInt8(truncatingIfNeeded: distance >> UInt64((index &- 1) &* 8)) }
    return bytes
  }

  /// Whether an instruction begins at the jump's byte `offset`.
  func hasBarrier(at offset: UInt64) -> Bool { offset == 0 || offset < 5 && barriers & (1 << UInt8(offset)) != 0 }

  /// What the highest byte of the jump's distance has to be; nil where it may be any.
  var highestByte: UInt8? {
    barriers & PatchedSite.lastByteStays != 0 ? original[4] : hasBarrier(at: 4) ? barrier(at: 4) : nil
  }

  /// The barrier for the jump's byte `offset`.
  func barrier(at offset: UInt64) -> UInt8 {
    let outsb: UInt8 = 0x6e
    return offset == 4 && barriers & PatchedSite.leadsUpwards != 0 ? outsb : PatchedSite.barrier
  }

  /// Whether the bytes that the trampoline was made of are the same.
  func hasSameCode(as other: PatchedSite) -> Bool {
    if movedCount != other.movedCount || isWide != other.isWide || highestByte != other.highestByte { return false }
    for index in 0..<2 &+ Int(movedCount) where original[index] != other.original[index] { return false }
    return true
  }
}

/// All sites that were ever patched, each in a place of its own, by which its trampoline is found.
enum SiteTable {
  static var capacity: Int { 2048 }
  /// No place from here on was ever used.
  nonisolated(unsafe) private(set) static var end = 0
  nonisolated(unsafe) private static var isMapped = false
  nonisolated(unsafe) private static var writableSize: UInt64 = 0

  static subscript(_ index: Int) -> PatchedSite {
    get { unsafe sites[index] }
    set {
      if index >= end { end = index &+ 1 }
      unsafe sites[index] = newValue
    }
  }

  /// Makes the table, empty and read-only: what can be written counts towards the guest's limit for data.
  static func map() throws(Errno) {
    if isMapped { return }
    let (read, privateAnonymousNoReplace): (UInt64, UInt64) = (1, 0x10_0022)
    AddressSpaceLimit.grow(by: UInt64(SITE_TABLE_SIZE))
    try Host.call(.mmap, UInt64(SITE_TABLE), UInt64(SITE_TABLE_SIZE), read, privateAnonymousNoReplace, ~0, 0)
    try allowWriting(UInt64(SITE_STRETCHES), UInt64(SITE_TABLE_SIZE) &- (UInt64(SITE_STRETCHES) &- UInt64(SITE_TABLE)))
    isMapped = true
  }

  /// Makes room for the site with this index.
  static func makeRoom(for index: Int) throws(Errno) {
    let needed = GuestSpace.roundUp(UInt64(index &+ 1) &* UInt64(MemoryLayout<PatchedSite>.stride))
    if needed <= writableSize { return }
    try allowWriting(UInt64(SITE_TABLE) &+ writableSize, needed &- writableSize)
    writableSize = needed
  }

  private static func allowWriting(_ address: UInt64, _ size: UInt64) throws(Errno) {
    let readWrite: UInt64 = 3
    try Host.call(.mprotect, address, size, readWrite)
  }

  private static var sites: UnsafeMutablePointer<PatchedSite> {
    unsafe UnsafeMutablePointer(bitPattern: UInt(SITE_TABLE))!
  }
}

extension InlineArray where Element == UInt8 {
  /// Puts a word's four bytes from `offset` on.
  mutating func put(_ word: UInt32, at offset: Int) {
    for byte in 0..<4 { self[offset &+ byte] = UInt8(truncatingIfNeeded: word >> UInt32(byte &* 8)) }
  }

  /// Puts a word's eight bytes from `offset` on.
  mutating func put(wide word: UInt64, at offset: Int) {
    put(UInt32(truncatingIfNeeded: word), at: offset)
    put(UInt32(truncatingIfNeeded: word >> 32), at: offset &+ 4)
  }
}
