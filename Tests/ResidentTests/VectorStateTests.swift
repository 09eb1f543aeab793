import ResidentSupport
import Testing

@testable import ResidentHosted

/// The room of one XSAVE image, aligned as the CPU wants it.
private final class Image {
  let room = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 64)
  private var state: VectorState { VectorState(at: UInt64(UInt(bitPattern: room))) }

  init() { room.initializeMemory(as: UInt8.self, repeating: 0, count: 4096) }
  deinit { room.deallocate() }

  /// Lends the state while the room lives.
  func with<Result, Failure: Error>(_ body: (VectorState) throws(Failure) -> Result) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(state)
  }

  var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: room, count: 4096)) }

  func store<T: GuestValue>(_ offset: UInt64, _ value: T) { with { $0.store(offset, value) } }
  func load<T: GuestValue>(_ offset: UInt64, as type: T.Type) -> T { with { $0.load(offset, as: type) } }

  /// Fills register `number` of the stack's order.
  func set(_ number: Int, significand: UInt64, exponent: UInt16) {
    store(UInt64(32 + number * 16), significand)
    store(UInt64(40 + number * 16), exponent)
  }
}

/// Serialized: the layout of images is the same for the whole process, and one test changes it.
@Suite("The vector state of a frame", .serialized)
struct VectorStateTests {
  @Test func `has full tags by the kernel's rule`() {
    let cases: [(UInt64, UInt16, UInt32)] = [
      (0x8000_0000_0000_0000, 0x3fff, 0),  // 1.0
      (0xc000_0000_0000_0000, 0xbfff, 0),  // −1.5
      (0, 0, 1), (0, 0x8000, 1),  // zeros
      (0x8000_0000_0000_0000, 0x7fff, 2),  // infinity
      (0xc000_0000_0000_0000, 0xffff, 2),  // not a number
      (1, 0, 2),  // denormal
      (0x4000_0000_0000_0000, 0x3fff, 2),  // unnormal
    ]
    for top in 0..<8 {
      for (significand, exponent, tag) in cases {
        for physical in 0..<8 {
          let image = Image()
          image.store(2, UInt16(top << 11))
          image.store(4, UInt16(1 << physical))
          image.set((physical - top) & 7, significand: significand, exponent: exponent)
          let legacy = image.with { LegacyX87State($0, codeSelector: 0x23, dataSelector: 0x2b) }
          let expected = ~(3 << UInt32(physical * 2)) & 0xffff_ffff as UInt32 | tag << UInt32(physical * 2)
          #expect(legacy.tags == expected, "top \(top), register \(physical), tag \(tag)")
        }
      }
    }
  }

  @Test func `comes back from its legacy form`() {
    var random = SeededGenerator(state: 7)
    for _ in 0..<500 {
      let image = Image()
      for offset in 0..<32 { image.store(UInt64(offset), UInt8.random(in: 0...255, using: &random)) }
      image.store(5, 0 as UInt8)
      for register in 0..<8 {
        let exponent = [0, 0x7fff, UInt16.random(in: 0...0xffff, using: &random)].randomElement(using: &random)!
        image.set(register, significand: random.next() << UInt64.random(in: 0...64, using: &random), exponent: exponent)
      }
      let legacy = image.with { LegacyX87State($0, codeSelector: 0x1234_0023, dataSelector: 0x2b) }
      let back = Image()
      back.with { legacy.apply(to: $0) }
      #expect(back.bytes[0..<6] == image.bytes[0..<6], "control, status and tags")
      #expect(back.bytes[8..<12] == image.bytes[8..<12], "instruction")
      #expect(back.bytes[16..<20] == image.bytes[16..<20], "data")
      for register in 0..<8 {
        let range = 32 + register * 16..<42 + register * 16
        #expect(back.bytes[range] == image.bytes[range])
      }
      #expect(legacy.control >> 16 == 0xffff && legacy.status >> 16 == 0xffff && legacy.dataSelector >> 16 == 0xffff)
      #expect(legacy.statusWord == image.load(2, as: UInt16.self))
      #expect(legacy.magic == 0)
    }
  }

  /// An image as the host's kernel leaves it in a frame of a CPU with AVX.
  private static func kernelImage() -> Image {
    let image = Image()
    for offset in 0..<832 { image.store(UInt64(offset), UInt8(truncatingIfNeeded: offset &* 7)) }
    image.store(464, VectorState.magic1)
    image.store(468, 836 as UInt32)
    image.store(472, 7 as UInt64)
    image.store(480, 832 as UInt32)
    image.store(24, 0x1f80 as UInt32)
    image.store(512, 4 as UInt64)
    for word in 1..<8 { image.store(512 + UInt64(word) * 8, 0 as UInt64) }
    image.store(832, VectorState.magic2)
    return image
  }

  @Test func `is written and read back, and checked as the kernel checks it`() throws {
    let image = Self.kernelImage()
    image.with { $0.learnLayout() }
    #expect(VectorState.size == 832)
    #expect(VectorState.components == 7)
    let memory = try LowMemory()
    let frame = memory.address + 0x1000 - 112
    try image.with { try $0.write(to: frame, codeSelector: 0x23, dataSelector: 0x2b) }
    let start = 0x1000
    #expect(memory.word(at: start + 464) == VectorState.magic1)
    #expect(memory.word(at: start + 468) == 832 + 4 + 112)
    #expect(memory.word(at: start + 472) == 7)
    #expect(memory.word(at: start + 480) == 832)
    #expect(memory.bytes(at: start + 484, count: 28).allSatisfy { $0 == 0 })
    #expect(memory.word(at: start + 512) == 7)
    #expect(memory.word(at: start + 832) == VectorState.magic2)
    #expect(memory.bytes(at: start + 160, count: 256) == Array(image.bytes[160..<416]))
    #expect(memory.bytes(at: start + 576, count: 256) == Array(image.bytes[576..<832]))

    let back = Image()
    try back.with { try $0.read(from: frame) }
    #expect(back.bytes[160..<416] == image.bytes[160..<416])
    #expect(back.bytes[576..<832] == image.bytes[576..<832])
    #expect(back.load(512, as: UInt64.self) == 7)

    // Without its closing magic it counts as a legacy image: what is behind that is the initial state.
    memory.store([0, 0, 0, 0], at: start + 832)
    let legacy = Image()
    try legacy.with { try $0.read(from: frame) }
    #expect(legacy.load(512, as: UInt64.self) == 3)
    #expect(legacy.bytes[160..<416] == image.bytes[160..<416])
    memory.store([0x45, 0x58, 0x50, 0x46], at: start + 832)

    memory.store([8], at: start + 512)
    #expect(throws: Errno.invalid, "an unknown component") { try Image().with { try $0.read(from: frame) } }
    memory.store([7], at: start + 512)
    memory.store([1], at: start + 520)
    #expect(throws: Errno.invalid, "the compacted format") { try Image().with { try $0.read(from: frame) } }
    memory.store([0], at: start + 520)
    memory.store([0x80, 0x1f, 1, 0], at: start + 24)
    #expect(throws: Errno.invalid, "reserved bits of mxcsr") { try Image().with { try $0.read(from: frame) } }
    memory.store([0x80, 0x1f, 0, 0], at: start + 24)
    try Image().with { try $0.read(from: frame) }
  }
}

@Suite("The place of a signal frame")
struct SignalFramePlaceTests {
  private static let main = UInt64(0xff80_0000)

  private static func action(_ flags: UInt64) -> SignalAction { SignalAction(handler: 0x1000, flags: flags) }

  private static func place(
    _ flags: UInt64, _ stack: AlternateStack = AlternateStack(), at pointer: UInt64, hasVectorState: Bool = true
  ) throws -> SignalFrame.Place {
    try SignalFrame.Place(
      action(flags), stack, stackPointer: pointer, stackSegment: UInt64(SELECTOR_DATA), hasVectorState: hasVectorState)
  }

  @Test(arguments: [0, SignalAction.information])
  func `is aligned and holds its parts`(flags: UInt64) throws {
    let size = flags == 0 ? PlainFrameHead32.size : UInt64(MemoryLayout<RealTimeFrame32>.stride)
    for offset in 0..<128 as Range<UInt64> {
      let pointer = Self.main - offset
      let place = try Self.place(flags, at: pointer)
      // As at the first instruction of a function: the return address is on the stack.
      #expect((place.frame + 4) % 16 == 0)
      #expect((place.vectorState + 112) % 64 == 0)
      #expect(place.frame + size <= place.vectorState)
      #expect(place.vectorState + 112 + VectorState.size <= pointer)
      let plain = try Self.place(flags, at: pointer, hasVectorState: false)
      #expect(plain.vectorState == 0)
      #expect(plain.frame == (pointer - size + 4) / 16 * 16 - 4)
    }
  }

  @Test func `is on the alternate stack where the action asks for it`() throws {
    let stack = AlternateStack(base: 0x10_0000, size: 0x4000, flags: 0)
    let asked = try Self.place(SignalAction.onStack, stack, at: Self.main)
    #expect(asked.frame > stack.base && asked.vectorState < stack.base + stack.size)
    let not = try Self.place(0, stack, at: Self.main)
    #expect(not.frame > stack.base + stack.size)
    // Already there: it goes on below.
    let nested = try Self.place(SignalAction.onStack, stack, at: 0x10_3000)
    #expect(nested.frame < 0x10_3000 && nested.frame > stack.base)
  }

  @Test func `is a fault where the alternate stack is too small`() {
    let stack = AlternateStack(base: 0x10_0000, size: 0x200, flags: 0)
    #expect(throws: Errno.fault) { try Self.place(SignalAction.onStack, stack, at: Self.main) }
    #expect(throws: Errno.fault) { try Self.place(SignalAction.onStack, stack, at: 0x10_0180) }
  }

  @Test func `is a fault below the first address`() {
    #expect(throws: Errno.fault) { try Self.place(0, at: 0x80) }
  }
}
