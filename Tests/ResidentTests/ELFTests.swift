import Testing

@testable import ResidentHosted

/// Reads a whole file as the loader does: the first page, and the table from wherever it lies.
func readImage(_ file: [UInt8], limit: UInt64 = ImagePlan.addressLimit) throws(ImageError) -> (ELFHeader, ImagePlan) {
  let page = Array(file.prefix(4096))
  let header = try ELFHeader(page.span, fileSize: UInt64(file.count))
  let start = Int(header.programHeaderOffset)
  let table = Array(file[start..<start + header.programHeaderTableSize])
  let plan = try ImagePlan(header, table: table.span, limit: limit)
  if let range = plan.interpreter {
    let name = file.dropFirst(Int(range.offset)).prefix(Int(range.size))
    try plan.checkInterpreterName(Array(name).span)
  }
  try plan.checkSegments()
  return (header, plan)
}

@Suite("An ELF header")
struct ELFHeaderTests {
  @Test func `of a program is read`() throws {
    let (header, _) = try readImage(ImageBuilder.program().bytes)
    #expect(header.kind == .fixed)
    #expect(header.entry == 0x0804_8800)
    #expect(header.programHeaderOffset == 52)
    #expect(header.programHeaderCount == 1)
  }

  @Test func `of a position-independent program is read`() throws {
    var image = ImageBuilder.program()
    image.type = 3
    #expect(try readImage(image.bytes).0.kind == .relocatable)
  }

  @Test(arguments: [0, 1, 3, 4, 19])
  func `that is too short to name its machine is refused`(length: Int) {
    var image = ImageBuilder.program()
    image.length = length
    #expect(throws: length < 4 ? ImageError.notELF : .truncatedHeader) { try readImage(image.bytes) }
  }

  @Test func `may lie over its program headers and end early, as the smallest known program does`() throws {
    #expect(try readImage(Kernel.smallest).1.segmentCount == 1)
  }

  @Test(arguments: [(62, "x86-64"), (40, "ARM"), (183, "AArch64"), (243, "RISC-V"), (0xFFFF, "an unknown machine")])
  func `for another machine is refused by name`(number: UInt16, name: String) {
    var image = ImageBuilder.program()
    image.machine = number
    #expect(throws: ImageError.machine(Machine(rawValue: number))) { try readImage(image.bytes) }
    #expect(Machine(rawValue: number).name.description == name)
  }

  @Test func `in the other byte order names the right machine`() {
    var image = ImageBuilder.program()
    image.byteOrder = 2
    image.machine = 0x1600
    #expect(ImageKind(image.bytes.span) == .foreign(Machine(rawValue: 22)))
    image.machine = 0x0300
    #expect(ImageKind(image.bytes.span) != .i386)
  }

  @Test func `tells who can run the file`() {
    var image = ImageBuilder.program()
    #expect(ImageKind(image.bytes.span) == .i386)
    image.machine = 62
    #expect(ImageKind(image.bytes.span) == .x32)
    image.fileClass = 2
    #expect(ImageKind(image.bytes.span) == .x86_64)
    #expect(ImageKind(Array("#!/bin/sh\n".utf8).span) == .script)
    #expect(ImageKind(Array("echo\n".utf8).span) == .unknown)
    #expect(ImageKind([UInt8]().span) == .unknown)
  }

  @Test(arguments: [(UInt16(0), ImageError.notExecutable), (1, .notExecutable), (4, .notExecutable)])
  func `of an object file or a core dump is refused`(type: UInt16, error: ImageError) {
    var image = ImageBuilder.program()
    image.type = type
    #expect(throws: error) { try readImage(image.bytes) }
  }

  @Test func `with a wrong size or an absurd count of program headers is refused`() {
    var image = ImageBuilder.program()
    image.segmentSize = 56
    #expect(throws: ImageError.programHeaderSize) { try readImage(image.bytes) }
    image.segmentSize = 32
    for count in [0, 2049, 0xFFFF] as [UInt16] {
      image.segmentCount = count
      #expect(throws: ImageError.programHeaderCount) { try readImage(image.bytes) }
    }
  }

  @Test(arguments: [0xFE0, 0x1000, 0xFFFF_FFF0] as [UInt32])
  func `whose program headers lie beyond the end is refused`(offset: UInt32) {
    var bytes = ImageBuilder.program().bytes
    bytes.put(Array(offset), at: 28)
    bytes.removeLast()
    #expect(throws: ImageError.programHeadersBeyondEnd) { try readImage(bytes) }
  }
}

@Suite("An image's plan")
struct ImagePlanTests {
  typealias Segment = ImageBuilder.Segment

  func plan(_ segments: Segment..., type: UInt16 = 2) throws(ImageError) -> ImagePlan {
    var image = ImageBuilder()
    image.segments = segments
    image.type = type
    return try readImage(image.bytes).1
  }

  @Test func `spans all segments`() throws {
    let plan = try plan(
      Segment(fileOffset: 0x1000, address: 0x804_A000, fileSize: 0x123, memorySize: 0x4567, flags: 6),
      Segment(fileOffset: 0, address: 0x804_8000, fileSize: 0x900, memorySize: 0x900, alignment: 0x10000))
    #expect(plan.segmentCount == 2)
    #expect(plan.lowest == 0x804_8000)
    #expect(plan.end == 0x804_E567)
    #expect(plan.span == 0x7000)
    #expect(plan.alignment == 0x10000)
    #expect(plan.programHeaders == 0x804_8034)
    #expect(plan.codeStart == 0x804_8000)
    #expect(plan.codeEnd == 0x804_8900)
    #expect(plan.dataStart == 0x804_A000)
    #expect(plan.dataEnd == 0x804_A123)
  }

  @Test func `splits a segment into pages of the file and pages of zeros`() {
    var image = ImageBuilder()
    image.segments = [Segment(fileOffset: 0x1123, address: 0x804_A123, fileSize: 0x100, memorySize: 0x2000)]
    let segment = ProgramHeader(Array(image.bytes[52...]).span, index: 0)
    #expect(segment.firstPage == 0x804_A000)
    #expect(segment.mappingOffset == 0x1000)
    #expect(segment.mappingLength == 0x1000)
    #expect(segment.fileEnd == 0x804_A223)
    #expect(segment.clearsLastPage)
    #expect(segment.zeroPages == 0x804_B000)
    #expect(segment.zeroPagesLength == 0x2000)
  }

  @Test func `takes the stack's rule from the last header that has one`() throws {
    #expect(try plan(Segment()).stack == .unspecified)
    #expect(try plan(Segment(), Segment(kind: 0x6474_E551, flags: 7)).stack == .executable)
    #expect(
      try plan(Segment(kind: 0x6474_E551, flags: 7), Segment(kind: 0x6474_E551, flags: 6)).stack == .notExecutable)
  }

  @Test func `finds the interpreter's name`() throws {
    var image = ImageBuilder()
    image.segments = [Segment(kind: 3, fileOffset: 0x800, fileSize: 7)]
    image.code = Array("/ld.so\0".utf8)
    #expect(try readImage(image.bytes).1.interpreter == .init(offset: 0x800, size: 7))
    image.segments[0].fileSize = 6
    #expect(throws: ImageError.interpreterNameUnterminated) { try readImage(image.bytes) }
    image.segments[0].fileOffset = 0xFFC
    #expect(throws: ImageError.interpreterNameBeyondEnd) { try readImage(image.bytes) }
    for size in [0, 1, 4097, 0xFFFF_FFFF] as [UInt32] {
      image.segments[0].fileSize = size
      #expect(throws: ImageError.interpreterNameLength) { try readImage(image.bytes) }
    }
  }

  @Test func `refuses segments that lie`() {
    #expect(throws: ImageError.segmentFileSize) { try plan(Segment(fileSize: 2, memorySize: 1)) }
    #expect(throws: ImageError.segmentOutOfRange) { try plan(Segment(address: 0xFFFF_E000)) }
    #expect(throws: ImageError.segmentOutOfRange) { try plan(Segment(address: 0xFFFF_D000, memorySize: 0x1001)) }
    #expect(throws: ImageError.segmentOutOfRange) { try plan(Segment(address: 0x1000, memorySize: 0xFFFF_FFFF)) }
    #expect(throws: ImageError.segmentMisaligned) {
      try plan(Segment(fileOffset: 1, address: 0x804_8000, fileSize: 1, memorySize: 1))
    }
    #expect(throws: ImageError.emptyImage) { try plan(Segment(address: 0), type: 3) }
  }

  @Test func `takes segments that touch the end, overlap or stand in any order`() throws {
    _ = try plan(Segment(address: 0xFFFF_D000, memorySize: 0x1000))
    _ = try plan(Segment(address: 0x2000, memorySize: 0x3000), Segment(address: 0x1000, memorySize: 0x3000))
    _ = try plan(Segment(fileOffset: 1, address: 0x804_8000, memorySize: 1))
  }

  @Test func `never traps on random headers`() {
    var random = SplitMix(state: 2024)
    var template = ImageBuilder.program()
    template.segments = (0..<4).map { Segment(kind: $0 == 2 ? 3 : 1, fileSize: 0x1000, memorySize: 0x1000) }
    let original = template.bytes
    let extremes: [UInt32] = [0, 1, 0xFFF, 0x1000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_DFFF, 0xFFFF_E000, 0xFFFF_FFFF]
    var accepted = 0
    for _ in 0..<50_000 {
      var bytes = original
      for _ in 0..<random.next(below: 6) {
        let extreme = extremes[random.next(below: extremes.count)]
        let number = random.next(below: 2) == 0 ? extreme : UInt32(truncatingIfNeeded: random.next())
        bytes.put(Array(number), at: 4 + random.next(below: 44) * 4)
      }
      if random.next(below: 4) == 0 { bytes.removeLast(random.next(below: bytes.count)) }
      guard let (header, plan) = try? readImage(bytes) else { continue }
      accepted += 1
      #expect(plan.end <= UInt64(ImagePlan.addressLimit))
      let table = Array(bytes[Int(header.programHeaderOffset)...])
      for index in 0..<header.programHeaderCount {
        let program = ProgramHeader(table.span, index: index)
        _ = (program.mappingOffset, program.mappingLength, program.zeroPages, program.zeroPagesLength)
      }
    }
    #expect(accepted > 100)
  }
}

/// A small random number generator that gives the same numbers in each run.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next(below bound: Int) -> Int {
    Int(next() % UInt64(bound))
  }
}
