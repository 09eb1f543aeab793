/// Where a new guest's stack, mappings and program go: the kernel's rules for a 32-bit task
/// (`arch/x86/mm/mmap.c`, `fs/binfmt_elf.c`).
struct SpaceLayout {
  private(set) var stackTop: UInt64
  /// A page that the host's stack already has, where the guest goes on using that one.
  private(set) var hostStackPage: UInt64 = 0
  /// The kernel's ELF_ET_DYN_BASE: above it lie position-independent programs, or the heap of one without an interpreter.
  private(set) var programBase: UInt64
  private(set) var programOffset: UInt64
  private(set) var stackOffset: UInt64
  /// RLIMIT_STACK.
  private(set) var stackLimit: UInt64
  private let heapOffset: UInt64
  private let isRandom: Bool

  private static var addressNoRandomize: UInt64 { 0x004_0000 }
  private static var addressCompatLayout: UInt64 { 0x020_0000 }
  /// The host's kernel has mapped the page for the resident.
  private static var mappedPageZero: UInt64 { 0x010_0000 }

  /// Chooses them, and sets the bounds of the guest's space.
  static func choose(_ host: AuxiliaryVector) -> SpaceLayout {
    let personality = (try? Host.call(.personality, 0xffff_ffff)) ?? 0
    let flags = UInt64(bitPattern: personality)
    let isRandom = flags & addressNoRandomize == 0 && HostLayout.isRandom(host)
    var random = InlineArray<4, UInt64>(repeating: 0)
    if isRandom {
      unsafe withUnsafeMutablePointer(to: &random) { room in
        _ = try? Host.call(.getrandom, UInt64(UInt(bitPattern: room)), 32, 0)
      }
    }
    let limit = Personality.addressLimit(flags)
    let mappingOffset = (random[0] & 0xff) << 12
    var bounds = SpaceBounds()
    bounds.limit = limit
    bounds.legacyBase = GuestSpace.roundUp(limit / 3) &+ mappingOffset
    bounds.isTopDown = flags & addressCompatLayout == 0 && !HostLayout.isLegacy
    let stackLimit = readStackLimit()
    bounds.mappingBase =
      bounds.isTopDown
      ? topDownBase(limit: limit, stackLimit: stackLimit, isRandom: isRandom, offset: mappingOffset)
      : bounds.legacyBase
    GuestSpace.bounds = bounds
    if flags & mappedPageZero != 0 && GuestSpace.isMapped(page: 0, count: 1) { GuestSpace.take(0, GuestMap.pageSize) }
    return SpaceLayout(
      stackTop: limit &- (random[1] & 0x7ff) << 12,
      programBase: GuestSpace.roundUp(limit / 3) &+ 0x100_0000,
      programOffset: (random[2] & 0xff) << 12,
      stackOffset: random[1] >> 32 & 0x1fff,
      stackLimit: stackLimit,
      heapOffset: isRandom && HostLayout.hasRandomHeap ? (random[2] >> 16 & 0x1fff) << 12 : 0,
      isRandom: isRandom)
  }

  /// Chooses them for a 64-bit program: all of the host's space is its own but what the resident has, and the host's
  /// stack, below what the kernel put there and the resident is at work on.
  static func chooseHosts(_ host: AuxiliaryVector) -> SpaceLayout {
    let stack = host.stack
    let personality = (try? Host.call(.personality, 0xffff_ffff)) ?? 0
    let isRandom = UInt64(bitPattern: personality) & addressNoRandomize == 0 && HostLayout.isRandom(host)
    var random: UInt64 = 0
    if isRandom { _ = try? Host.lending(&random) { room throws(Errno) in try Host.call(.getrandom, room, 8, 0) } }
    GuestSpace.isHosts = true
    GuestSpace.bounds.limit = X86_64.addressLimit
    let roomForResident: UInt64 = 0x2_0000
    return SpaceLayout(
      stackTop: GuestSpace.roundDown(stack) &- roomForResident,
      hostStackPage: GuestSpace.roundDown(stack),
      programBase: GuestSpace.roundDown(X86_64.addressLimit / 3 &* 2),
      programOffset: (random & 0xfff_ffff) << 12,
      stackOffset: 0,
      stackLimit: readStackLimit(),
      heapOffset: isRandom && HostLayout.hasRandomHeap ? (random >> 32 & 0x1fff) << 12 : 0,
      isRandom: isRandom)
  }

  /// Where the heap begins, behind `end` of the program or where the kernel moves that of a program without an interpreter.
  func heapStart(after end: UInt64, isMoved: Bool) -> UInt64 {
    let gap = isRandom && !isMoved ? GuestMap.pageSize : 0
    return GuestSpace.roundUp(end) &+ gap &+ heapOffset
  }

  /// The kernel's `mmap_base`.
  private static func topDownBase(limit: UInt64, stackLimit: UInt64, isRandom: Bool, offset: UInt64) -> UInt64 {
    let guardGap: UInt64 = 256 << 12
    let pad = (isRandom ? (0x7ff as UInt64) << 12 : 0) &+ guardGap
    var gap = stackLimit
    if gap &+ pad > gap { gap &+= pad }
    gap = min(max(gap, 128 << 20), limit / 6 &* 5)
    return GuestSpace.roundUp(limit &- gap &- offset)
  }

  private static func readStackLimit() -> UInt64 {
    var limit = HostResourceLimit()
    _ = try? Host.lending(&limit) { room throws(Errno) in try Host.call(.getrlimit, 3, room) }
    return limit.current
  }
}
