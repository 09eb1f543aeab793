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
/// by a branch or from a signal handler, is sent to the landing.
struct PatchedSite: BitwiseCopyable {
  /// The address of the jump; 0 where the place in the pool was never used.
  var address: UInt32 = 0
  /// How many bytes were moved from behind the call.
  var movedCount: UInt8 = 0
  var isActive = false
  /// What stood at the address.
  var original = CodeBytes(repeating: 0)

  static var callLength: UInt64 { 2 }
  static var jumpLength: UInt64 { 5 }
  /// What stops a thread that comes to a byte of it: a fault in user code.
  static var barrier: UInt8 { 0xf4 }
}

/// The code of one trampoline.
typealias TrampolineCode = InlineArray<64, UInt8>

/// Where trampolines are: pages in the guest's reach, one place for each patched site, given out once.
///
/// Pages that nobody has used cost nothing. Everything here needs the lock of the guest's space, but for the questions
/// where an address lies.
enum SitePool {
  static var placeCount: Int { 2048 }
  static var placeSize: UInt64 { 64 }
  static var size: UInt64 { UInt64(placeCount) &* placeSize }
  /// Offsets in a place.
  static var inner: UInt64 { 7 }
  static var landing: UInt64 { 24 }
  private static var gatewayWord: UInt64 { 56 }

  /// 0 before the first site was patched.
  nonisolated(unsafe) static var base: UInt64 = 0

  static func contains(_ address: UInt64) -> Bool { base != 0 && address >= base && address &- base < size }

  /// Whether a jump leads to `address`.
  static func isEntry(_ address: UInt64) -> Bool { contains(address) && (address &- base) % placeSize == 0 }

  static func address(of index: Int) -> UInt64 { base &+ UInt64(index) &* placeSize }

  static subscript(_ index: Int) -> PatchedSite {
    get { unsafe sites[index] }
    set { unsafe sites[index] = newValue }
  }

  private static var sites: UnsafeMutablePointer<PatchedSite> {
    unsafe UnsafeMutableRawPointer(patched_sites_storage()).assumingMemoryBound(to: PatchedSite.self)
  }

  /// The address in the guest's own code that a thread at `address` in the pool stands for.
  static func original(_ address: UInt64) -> UInt64 {
    let index = Int((address &- base) / placeSize)
    let site = SitePool[index]
    let offset = (address &- base) % placeSize
    let call = UInt64(site.address)
    if offset < landing { return call }
    if offset == landing { return call &+ PatchedSite.callLength }
    return call &+ PatchedSite.callLength &+ UInt64(site.movedCount)
  }

  /// A place for the site, such that the second byte of the jump's distance is the barrier: the one it had, or a new one.
  static func findPlace(for site: PatchedSite) -> Int? {
    let next = UInt64(site.address) &+ PatchedSite.jumpLength
    var fresh: Int? = nil
    for index in 0..<placeCount {
      let distance = address(of: index) &- next
      if UInt8(truncatingIfNeeded: distance >> 8) != PatchedSite.barrier { continue }
      let old = SitePool[index]
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
    let back = Int(landing) &+ moved
    code[back] = 0xe9
    let target = UInt64(site.address) &+ PatchedSite.callLength &+ UInt64(moved)
    code.put(UInt32(truncatingIfNeeded: target &- (start &+ UInt64(back) &+ 5)), at: back &+ 1)
    let gateway = site_gateway_address()
    code.put(UInt32(truncatingIfNeeded: gateway), at: Int(gatewayWord))
    code.put(UInt32(truncatingIfNeeded: gateway >> 32), at: Int(gatewayWord) &+ 4)
    return code
  }
}

extension PatchedSite {
  /// Whether the bytes that the trampoline was made of are the same.
  fileprivate func hasSameCode(as other: PatchedSite) -> Bool {
    if movedCount != other.movedCount { return false }
    for index in 0..<2 &+ Int(movedCount) where original[index] != other.original[index] { return false }
    return true
  }
}

extension InlineArray where Element == UInt8 {
  /// Puts a word's four bytes from `offset` on.
  fileprivate mutating func put(_ word: UInt32, at offset: Int) {
    for byte in 0..<4 { self[offset &+ byte] = UInt8(truncatingIfNeeded: word >> UInt32(byte &* 8)) }
  }
}
