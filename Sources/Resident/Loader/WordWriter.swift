/// Writes words upwards into the guest.
struct WordWriter {
  private(set) var address: UInt64

  private let isWide: Bool

  init(_ address: UInt64, isWide: Bool) {
    self.address = address
    self.isWide = isWide
  }

  mutating func add(_ word: UInt64) throws(Errno) {
    if isWide {
      try GuestPointer<UInt64>(address).write(word)
    } else {
      try GuestPointer<UInt32>(address).write(UInt32(truncatingIfNeeded: word))
    }
    address &+= isWide ? 8 : 4
  }

  private mutating func add(_ tag: AuxiliaryVector.Tag, _ value: UInt64) throws(Errno) {
    try add(tag.rawValue)
    try add(value)
  }

  /// The auxiliary vector of a 64-bit guest: the host's own, about another program.
  mutating func addHostVector(
    _ host: AuxiliaryVector, image: ProgramImage, interpreterBase: UInt64, executedName: UInt64, platform: UInt64,
    random: UInt64
  ) throws(Errno) {
    for index in 0..<host.count {
      let (tag, value) = host.entry(Int(index))
      switch AuxiliaryVector.Tag(rawValue: tag) {
      case .programHeaders: try add(.programHeaders, image.programHeaders)
      case .programHeaderCount: try add(.programHeaderCount, image.programHeaderCount)
      case .interpreterBase: try add(.interpreterBase, interpreterBase)
      case .entry: try add(.entry, image.entry)
      case .executedName: try add(.executedName, executedName)
      case .platform: try add(.platform, platform)
      case .random: try add(.random, random)
      // AT_IGNORE stands in its place.
      case .virtualObject where Interception.hidesVirtualObject: try add(.ignored, 0)
      default:
        try add(tag)
        try add(value)
      }
    }
  }

  /// How many entries ``addVector(image:interpreterBase:host:executedName:platform:random:)`` writes, with the final one.
  static func vectorCount(host: AuxiliaryVector) -> UInt64 {
    20 &+ (VirtualObject.current.base != 0 ? 2 : 0) &+ (VirtualObjectX32.base != 0 ? 1 : 0)
      &+ (host.value(.restartableSize) != 0 ? 2 : 0)
  }

  /// The auxiliary vector, in the kernel's order.
  mutating func addVector(
    image: ProgramImage, interpreterBase: UInt64, host: AuxiliaryVector, executedName: UInt64, platform: UInt64,
    random: UInt64
  ) throws(Errno) {
    var signalStack = host.value(.minimumSignalStack)
    if VirtualObject.current.base != 0 {
      try add(.vsyscall, VirtualObject.current.vsyscall)
      try add(.virtualObject, VirtualObject.current.base)
      signalStack = SignalStackSize.forI386(host: signalStack, vectorSize: SignalStackSize.vectorSize)
    }
    if VirtualObjectX32.base != 0 { try add(.virtualObject, VirtualObjectX32.base) }
    try add(.minimumSignalStack, signalStack)
    try add(.capabilities, host.value(.capabilities))
    try add(.pageSize, GuestMap.pageSize)
    try add(.clockTicks, host.value(.clockTicks, else: 100))
    try add(.programHeaders, image.programHeaders)
    try add(.programHeaderSize, 32)
    try add(.programHeaderCount, image.programHeaderCount)
    try add(.interpreterBase, interpreterBase)
    try add(.flags, 0)
    try add(.entry, image.entry)
    try add(.user, host.value(.user))
    try add(.effectiveUser, host.value(.effectiveUser))
    try add(.group, host.value(.group))
    try add(.effectiveGroup, host.value(.effectiveGroup))
    try add(.secure, host.value(.secure))
    try add(.random, random)
    try add(.capabilities2, host.value(.capabilities2))
    try add(.executedName, executedName)
    try add(.platform, platform)
    if host.value(.restartableSize) != 0 {
      try add(.restartableSize, host.value(.restartableSize))
      try add(.restartableAlignment, host.value(.restartableAlignment))
    }
    try add(.null, 0)
  }
}
