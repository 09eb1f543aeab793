/// A new guest's stack, written from the top down in the order of the kernel's `copy_strings` and `create_elf_tables`.
struct GuestStack {
  typealias Text = UnsafePointer<UInt8>

  private let format: ImageFormat
  private var pointer: UInt64
  private var executedName: UInt64 = 0
  private var environmentStart: UInt64 = 0
  private var environmentEnd: UInt64 = 0
  private var argumentsStart: UInt64 = 0
  private var argumentsEnd: UInt64 = 0

  /// Maps the stack below `layout.stackTop` and copies the strings; a 64-bit guest goes on using the host's.
  init(
    _ layout: SpaceLayout, _ format: ImageFormat, arguments: GuestArguments, environment: UnsafePointer<Text?>,
    isExecutable: Bool, tid: Int32
  ) throws(Errno) {
    self.format = format
    if !GuestSpace.isHosts {
      try unsafe GuestStack.map(layout, arguments, environment, isExecutable: isExecutable, tid: tid)
    } else if isExecutable {
      let everythingDownwards: UInt64 = 0x100_0007
      try Host.call(.mprotect, layout.hostStackPage, GuestMap.pageSize, everythingDownwards)
    }
    // A pointer of the host's kernel stays free at the top, for guests of both widths.
    pointer = layout.stackTop &- 8
    executedName = try unsafe push(string: arguments.executedName)
    environmentEnd = pointer
    var index = 0
    while unsafe environment[index] != nil { index &+= 1 }
    while index > 0 {
      index &-= 1
      _ = try unsafe push(string: environment[index]!)
    }
    environmentStart = pointer
    argumentsEnd = pointer
    index = arguments.count
    while index > 0 {
      index &-= 1
      _ = try unsafe push(string: arguments[index])
    }
    argumentsStart = pointer
  }

  private static func map(
    _ layout: SpaceLayout, _ arguments: GuestArguments, _ environment: UnsafePointer<Text?>, isExecutable: Bool,
    tid: Int32
  ) throws(Errno) {
    var size = unsafe 8 &+ Strings.length(arguments.executedName) &+ 1
    for index in 0..<arguments.count { size &+= unsafe Strings.length(arguments[index]) &+ 1 }
    var index = 0
    while let text = unsafe environment[index] {
      size &+= unsafe Strings.length(text) &+ 1
      index &+= 1
    }
    // What the strings take, and the 128 KiB that the kernel puts below if the limit lets it: `setup_arg_pages`.
    let strings = GuestSpace.roundUp(UInt64(size))
    let mapped = max(strings, min(strings &+ 0x2_0000, GuestSpace.roundDown(layout.stackLimit)))
    let privateAnonymousFixedGrowingStack: UInt64 = 0x2_0132
    let protection: UInt64 = isExecutable ? 7 : 3
    _ = try GuestSpace.mmap(
      layout.stackTop &- mapped, mapped, protection: protection, flags: privateAnonymousFixedGrowingStack,
      descriptor: -1, offset: 0, tid: tid)
  }

  /// Writes platform, random bytes, auxiliary vector, pointers and count; gives where everything lies.
  mutating func finish(
    arguments: GuestArguments, environment: UnsafePointer<Text?>, image: ProgramImage, interpreterBase: UInt64,
    heap: UInt64, host: AuxiliaryVector, offset: UInt64
  ) throws(Errno) -> GuestPlaces {
    pointer = (pointer &- offset) & ~15
    let platform = try push(platform: format.isWide ? "x86_64" : "i686")
    var random = InlineArray<2, UInt64>(repeating: 0)
    let given = host.value(.random)
    if given != 0 {
      let bytes = unsafe UnsafePointer<UInt64>(bitPattern: UInt(given))!
      unsafe random[0] = bytes[0]
      unsafe random[1] = bytes[1]
    }
    pointer &-= 16
    let randomBytes = pointer
    try GuestPointer<UInt64>(randomBytes).write(random[0])
    try GuestPointer<UInt64>(randomBytes &+ 8).write(random[1])

    var environmentCount: UInt64 = 0
    while unsafe environment[Int(environmentCount)] != nil { environmentCount &+= 1 }
    let vectorEntries: UInt64 = format.isWide ? host.count : WordWriter.vectorCount(host: host)
    let words = 1 &+ UInt64(arguments.count) &+ 1 &+ environmentCount &+ 1 &+ vectorEntries &* 2
    let start = (pointer &- words &* (format.isWide ? 8 : 4)) & ~15
    var writer = WordWriter(start, isWide: format.isWide)
    try writer.add(UInt64(arguments.count))
    var text = argumentsStart
    for index in 0..<arguments.count {
      try writer.add(text)
      text &+= UInt64(unsafe Strings.length(arguments[index]) &+ 1)
    }
    try writer.add(0)
    text = environmentStart
    for index in 0..<Int(environmentCount) {
      try writer.add(text)
      text &+= UInt64(unsafe Strings.length(environment[index]!) &+ 1)
    }
    try writer.add(0)
    let vector = writer.address
    if format.isWide {
      try writer.addHostVector(
        host, image: image, interpreterBase: interpreterBase, executedName: executedName, platform: platform,
        random: randomBytes)
    } else {
      try writer.addVector(
        image: image, interpreterBase: interpreterBase, host: host, executedName: executedName, platform: platform,
        random: randomBytes)
    }
    return GuestPlaces(
      image: image, heap: heap, stackPointer: start, argumentsStart: argumentsStart, argumentsEnd: argumentsEnd,
      environmentEnd: environmentEnd, vectorStart: vector, vectorEnd: writer.address)
  }

  private mutating func push(string: Text) throws(Errno) -> UInt64 {
    let size = unsafe Strings.length(string) &+ 1
    pointer &-= UInt64(size)
    try unsafe GuestMemory.write(string, to: pointer, count: size)
    return pointer
  }

  private mutating func push(platform: StaticString) throws(Errno) -> UInt64 {
    pointer &-= UInt64(platform.utf8CodeUnitCount &+ 1)
    try unsafe GuestMemory.write(platform.utf8Start, to: pointer, count: platform.utf8CodeUnitCount &+ 1)
    return pointer
  }
}
