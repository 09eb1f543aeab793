/// Argument and environment pointers of an `execve`, widened for the host.
///
/// The strings stay in the guest's memory, where the host reads them. Long arrays lie in a mapping that the thread's
/// slot remembers: after a `vfork` child has executed a program, its memory is still there, and nobody else can free
/// it.
struct ExecutionVectors: ~Copyable {
  /// Words kept free before the arguments, for those of the resident.
  static var headroom: Int { 32 }
  /// More than the kernel can take: each pointer counts eight bytes of the 6 MiB for all strings.
  private static var mappedWords: Int { 0x20_0000 }

  private let thread: ThreadPointer
  private var words: UnsafeMutablePointer<UInt64>
  private var capacity = ExecutionRoom.wordCount
  private var count = ExecutionVectors.headroom
  private var environmentStart = 0

  /// Empty vectors in `room`.
  init(in room: UnsafeMutablePointer<ExecutionRoom>, thread: ThreadPointer) {
    unsafe self.thread = thread
    unsafe words = UnsafeMutableRawPointer(room).assumingMemoryBound(to: UInt64.self)
  }

  deinit {
    if capacity == ExecutionRoom.wordCount { return }
    unsafe thread.pointee.scratch = 0
    _ = try? unsafe Host.call(.munmap, UInt64(UInt(bitPattern: words)), UInt64(ExecutionVectors.mappedWords &* 8))
  }

  /// Copies the guest's two arrays.
  ///
  /// A program that is given no arguments gets one empty string, as from the kernel.
  mutating func read<Address: GuestValue & FixedWidthInteger>(
    arguments: GuestPointer<Address>, environment: GuestPointer<Address>
  ) throws(Errno) {
    try append(arguments)
    if count == ExecutionVectors.headroom { try append(Text.empty) }
    try append(0)
    environmentStart = count
    try append(environment)
    try append(0)
  }

  /// Address of the argument pointers.
  var arguments: UInt64 { address(of: ExecutionVectors.headroom) }
  /// Address of the environment's pointers.
  var environment: UInt64 { address(of: environmentStart) }

  /// Puts the resident's own command line in front of the arguments, of which the first becomes an option, and gives
  /// its address.
  ///
  /// `number` spells the descriptor to load from, `option` says so; `filters` spells that of the filters to inherit.
  mutating func command(
    running path: UInt64, descriptor option: StaticString, number: UInt64?, filters: UInt64?
  ) -> UInt64 {
    let argument0 = unsafe words[ExecutionVectors.headroom]
    unsafe words[ExecutionVectors.headroom] = path
    var start = ExecutionVectors.headroom
    func prepend(_ word: UInt64) {
      start &-= 1
      unsafe words[start] = word
    }
    prepend(Text.address("--"))
    prepend(argument0)
    prepend(Text.address("--argv0"))
    if let number {
      prepend(number)
      prepend(Text.address(option))
    }
    if let filters {
      prepend(filters)
      prepend(Text.address("--filters"))
    }
    if Dispatch.reportsUnknownCalls {
      prepend(Text.address("calls"))
      prepend(Text.address("--debug"))
    }
    if Interception.coversAll {
      prepend(Text.address("all"))
      prepend(Text.address("--intercept"))
    }
    if Interception.hidesVirtualObject {
      prepend(Text.address("off"))
      prepend(Text.address("--vdso"))
    }
    if Personality.isReadableExecutable {
      prepend(Text.address("executable"))
      prepend(Text.address("--readable"))
    }
    if AddressSpaceLimit.isHardRaised {
      prepend(Text.address("raised"))
      prepend(Text.address("--hard-limit"))
    }
    if Interception.mode != .automatic {
      prepend(Text.address(Interception.mode.name))
      prepend(Text.address("--sites"))
    }
    if PageZero.isAllowed {
      prepend(Text.address("allow"))
      prepend(Text.address("--page-zero"))
    }
    if !SegmentBases.haveInstructions {
      prepend(Text.address("calls"))
      prepend(Text.address("--segments"))
    }
    if Statistics.isOn {
      prepend(Text.address("exit"))
      prepend(Text.address("--stats"))
    }
    prepend(Text.address("guest"))
    prepend(Text.address("--caller"))
    if RobustList.mayRegister {
      prepend(Text.address("robust-lists"))
      prepend(Text.address("--host-compat"))
    }
    if let root = unsafe GuestIdentity.root {
      prepend(UInt64(UInt(bitPattern: root)))
      prepend(Text.address("--root"))
    }
    prepend(ResidentProgram.path)
    return address(of: start)
  }

  private func address(of index: Int) -> UInt64 { UInt64(UInt(bitPattern: unsafe words + index)) }

  private mutating func append<Address: GuestValue & FixedWidthInteger>(_ array: GuestPointer<Address>) throws(Errno) {
    if array.isNull { return }
    var place = array
    while true {
      let pointer = try place.read()
      if pointer == 0 { return }
      try append(UInt64(truncatingIfNeeded: pointer))
      place = place.advanced(by: 1)
    }
  }

  private mutating func append(_ word: UInt64) throws(Errno) {
    if count == capacity { try grow() }
    unsafe words[count] = word
    count &+= 1
  }

  private mutating func grow() throws(Errno) {
    if capacity != ExecutionRoom.wordCount { throw .argumentsTooLong }
    let size = UInt64(ExecutionVectors.mappedWords &* 8)
    let readWrite: UInt64 = 3
    let noReserve: UInt64 = 0x4000
    let place = try Host.call(.mmap, 0, size, readWrite, OwnMemory.flags | noReserve, ~0, 0)
    unsafe thread.pointee.scratch = UInt64(place)
    unsafe thread.pointee.scratchSize = size
    let mapped = unsafe UnsafeMutablePointer<UInt64>(bitPattern: Int(place))!
    for index in 0..<count { unsafe mapped[index] = words[index] }
    unsafe words = mapped
    capacity = ExecutionVectors.mappedWords
  }
}

/// Constant strings for the host.
enum Text {
  static func address(_ text: StaticString) -> UInt64 { UInt64(UInt(bitPattern: text.utf8Start)) }
  static var empty: UInt64 { address("") }
}
