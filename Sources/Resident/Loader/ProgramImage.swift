/// An i386 program or interpreter that has been mapped into the guest.
struct ProgramImage {
  var entry: UInt64 = 0
  /// What was added to the file's addresses.
  var bias: UInt64 = 0
  /// Where the guest finds the program header table; 0 where it is not mapped.
  var programHeaders: UInt64 = 0
  var programHeaderCount: UInt64 = 0
  /// The end of the last segment: where the heap begins.
  var end: UInt64 = 0
  var start: UInt64 = ~0
  var codeStart: UInt64 = ~0
  var codeEnd: UInt64 = 0
  var dataStart: UInt64 = 0
  var dataEnd: UInt64 = 0
  var isPositionIndependent = false
}

/// Where a position-independent image goes.
enum ImagePlacement {
  /// Near the middle of the address space, as programs with an interpreter.
  case program(UInt64)
  /// Among the mappings, as interpreters and programs without one.
  case mapping
}

/// Maps the segments of an ELF file as the kernel's `load_elf_binary` and `elf_map` do.
struct ImageMapper: ~Copyable {
  private let file: HostFile
  private let header: ELF32Header
  private let tid: Int32

  /// Takes a file whose header has been judged to be an i386 program's.
  init(_ file: consuming HostFile, header: ELF32Header, tid: Int32) {
    self.file = file
    self.header = header
    self.tid = tid
  }

  func programHeader(_ index: Int) throws(Errno) -> ELF32ProgramHeader {
    try file.value(at: UInt64(header.programHeaderOffset) &+ UInt64(index) &* 32)
  }

  /// Opens the program's interpreter.
  func open(interpreter segment: ELF32ProgramHeader) throws(Errno) -> HostFile {
    try Interpreter.open(named: segment, in: file)
  }

  /// Maps every segment.
  func map(_ placement: ImagePlacement) throws(Errno) -> ProgramImage {
    var image = ProgramImage()
    image.isPositionIndependent = header.type == 3
    image.bias = image.isPositionIndependent ? try bias(placement) : 0
    image.entry = UInt64(header.entry) &+ image.bias
    image.programHeaderCount = UInt64(header.programHeaderCount)
    for index in 0..<Int(header.programHeaderCount) {
      let segment = try programHeader(index)
      if segment.type == ELF32ProgramHeader.load { try map(segment, into: &image) }
      if segment.type == ELF32ProgramHeader.table { image.programHeaders = UInt64(segment.address) &+ image.bias }
    }
    return image
  }

  /// The bias of a position-independent image: its whole span has to be free.
  private func bias(_ placement: ImagePlacement) throws(Errno) -> UInt64 {
    var low: UInt64 = ~0
    var high: UInt64 = 0
    var alignment: UInt64 = GuestMap.pageSize
    for index in 0..<Int(header.programHeaderCount) {
      let segment = try programHeader(index)
      if segment.type != ELF32ProgramHeader.load { continue }
      low = min(low, GuestSpace.roundDown(UInt64(segment.address)))
      high = max(high, UInt64(segment.address) &+ UInt64(segment.memorySize))
      let wish = UInt64(segment.alignment)
      if wish & (wish &- 1) == 0 { alignment = max(alignment, wish) }
    }
    if high <= low { throw .notExecutable }
    let hint: UInt64
    switch placement {
    case .program(let address): hint = address & ~(alignment &- 1)
    case .mapping: hint = 0
    }
    GuestSpace.lock.acquire(for: tid)
    defer { GuestSpace.lock.release() }
    let room = try GuestSpace.chooseRoom(hint: hint, size: high &- low, alignment: alignment)
    return room &- low
  }

  private func map(_ segment: ELF32ProgramHeader, into image: inout ProgramImage) throws(Errno) {
    let address = UInt64(segment.address) &+ image.bias
    let start = GuestSpace.roundDown(address)
    let fileEnd = address &+ UInt64(segment.fileSize)
    let end = address &+ UInt64(segment.memorySize)
    if end > GuestSpace.bounds.limit { throw .noMemory }
    let privateFixed: UInt64 = 0x12
    if segment.fileSize > 0 {
      let within = address &- start
      if UInt64(segment.offset) & 0xfff != within { throw .invalid }
      _ = try GuestSpace.mmap(
        start, fileEnd &- start, protection: segment.protection, flags: privateFixed, descriptor: file.descriptor,
        offset: UInt64(segment.offset) &- within, tid: tid)
    }
    if end > fileEnd {
      let tail = segment.fileSize > 0 ? GuestSpace.roundUp(fileEnd) : start
      if segment.isWritable && segment.fileSize > 0 && fileEnd & 0xfff != 0 {
        try GuestMemory.zero(fileEnd, count: min(tail, GuestSpace.roundUp(end)) &- fileEnd)
      }
      if end > tail {
        _ = try GuestSpace.mmap(
          tail, end &- tail, protection: segment.protection, flags: privateFixed | GuestSpace.MapFlag.anonymous,
          descriptor: -1, offset: 0, tid: tid)
      }
    }
    note(segment, address: address, into: &image)
  }

  private func note(_ segment: ELF32ProgramHeader, address: UInt64, into image: inout ProgramImage) {
    let table = UInt64(header.programHeaderOffset)
    if image.programHeaders == 0 && UInt64(segment.offset) <= table
      && table &- UInt64(segment.offset) < UInt64(segment.fileSize)
    {
      image.programHeaders = address &+ (table &- UInt64(segment.offset))
    }
    image.start = min(image.start, address)
    image.end = max(image.end, address &+ UInt64(segment.memorySize))
    if segment.isExecutable {
      image.codeStart = min(image.codeStart, address)
      image.codeEnd = max(image.codeEnd, address &+ UInt64(segment.fileSize))
    }
    image.dataStart = max(image.dataStart, address)
    image.dataEnd = max(image.dataEnd, address &+ UInt64(segment.fileSize))
  }
}
