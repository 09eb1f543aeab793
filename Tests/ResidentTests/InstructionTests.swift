import ResidentSupport
import Testing

@testable import ResidentHosted

/// What a guest's registers hold in these tests: low addresses, far apart, with rubbish above 32 bits.
private struct Scene {
  let memory: LowMemory
  var frame = register_frame()
  /// Where in `memory` the operands of the tests lie.
  static let operand = 0x800

  init() throws {
    memory = try LowMemory()
    frame.ax = 0x1111_0000_0063
    frame.cx = memory.address + UInt64(Scene.operand) | 0xffff_0000_0000_0000
    frame.dx = 3
    frame.bx = 0x7777_7777
    frame.sp = memory.address + 0x400
    frame.bp = memory.address + UInt64(Scene.operand)
    frame.si = memory.address + UInt64(Scene.operand) - 0x100
    frame.di = 0xffff_fff0
    frame.ip = memory.address
    memory.store([0x42, 0x00, 0xfe, 0xca, 0x6b, 0x00], at: Scene.operand)
    memory.store([0x73, 0x00, 0x34, 0x12], at: 0x400)
  }

  /// Decodes what lies at the instruction pointer.
  func instruction() throws(Errno) -> FaultingInstruction {
    defer { withExtendedLifetime(memory) {} }
    return try FaultingInstruction(frame)
  }

  /// Decodes one instruction, given in AT&T syntax.
  mutating func decode(_ text: String) throws -> (SegmentLoad, length: Int) {
    let bytes = try CompilerOfC.bytes(ofAssembly: "\(text)\n")
    // Behind it stands something that no decoder should touch.
    memory.store(bytes + [0xff, 0xff, 0xff, 0xff])
    guard case .segmentLoad(let load) = try instruction() else {
      throw CompilerOfC.Failure(description: "\(text) is not seen as a segment load")
    }
    return (load, bytes.count)
  }
}

@Suite("A faulting instruction")
struct InstructionTests {
  @Test(arguments: [("gs", 5), ("fs", 4)])
  func `that loads from a register is read`(name: String, number: UInt8) throws {
    var scene = try Scene()
    let values: [(String, UInt64)] = [
      ("eax", scene.frame.ax), ("ecx", scene.frame.cx), ("edx", scene.frame.dx), ("ebx", scene.frame.bx),
      ("esp", scene.frame.sp), ("ebp", scene.frame.bp), ("esi", scene.frame.si), ("edi", scene.frame.di),
    ]
    for (register, value) in values {
      for prefix in ["", ".byte 0x66; ", ".byte 0x2e; .byte 0x66; "] {
        let (load, length) = try scene.decode("\(prefix)mov %\(register), %\(name)")
        #expect(load.segment == number)
        #expect(load.selector == UInt16(truncatingIfNeeded: value), "\(register)")
        #expect(load.length == UInt64(length))
      }
    }
  }

  /// Operands that all name the six bytes at the scene's operand.
  private static let operands = [
    "(%ecx)", "(%ebp)", "0(%ebp)", "0x100(%esi)", "0x1000-0xf00(%esi)", "0x400(%esp)", "-3(%ecx,%edx)",
    "-6(%ecx,%edx,2)", "-12(%ecx,%edx,4)", "-24(%ecx,%edx,8)", "-3(%ebp,%edx)", "-3-0x200+0x200(%ebp,%edx,1)",
    "0x10(%edi,%ecx)", "0x10(%ecx,%edi)", "0x80(%ecx,%edi,8)", "0x200-12+0x200(%esp,%edx,4)", "%ds:(%ecx)",
    "%es:0x100(%esi)", "%ss:(%ecx)", "%cs:(%ebp)", "0x12345-0x12345(%ecx)",
  ]

  @Test(arguments: operands)
  func `that loads from memory is read in every addressing form`(operand: String) throws {
    var scene = try Scene()
    let (load, length) = try scene.decode("movw \(operand), %gs")
    #expect(load.selector == 0x0042)
    #expect(load.length == UInt64(length))
    scene.frame.ax = 0x1234_5678
    let (far, farLength) = try scene.decode("lfs \(operand), %eax")
    #expect(far.segment == 4)
    #expect(far.selector == 0x6b)
    far.finish(&scene.frame)
    #expect(scene.frame.ax == 0xcafe_0042)
    #expect(scene.frame.ip == scene.memory.address + UInt64(farLength))
  }

  @Test func `that loads from a plain address is read`() throws {
    var scene = try Scene()
    let place = scene.memory.address + UInt64(Scene.operand)
    for text in ["movw \(place), %fs", "movw \(place) - 24(,%edx,8), %fs", "movw \(place) - 3(,%edx,1), %fs"] {
      let (load, length) = try scene.decode(text)
      #expect(load.selector == 0x42, "\(text)")
      #expect(load.length == UInt64(length), "\(text)")
    }
  }

  @Test func `that pops a segment moves the stack pointer by its operand's size`() throws {
    for (text, number, bytes) in [("pop %gs", 5, 4), ("pop %fs", 4, 4), ("popw %gs", 5, 2), ("popw %fs", 4, 2)] {
      var scene = try Scene()
      let stack = scene.frame.sp
      let (load, length) = try scene.decode(text)
      #expect(load.segment == UInt8(number), "\(text)")
      #expect(load.selector == 0x73, "\(text)")
      load.finish(&scene.frame)
      #expect(scene.frame.sp == stack + UInt64(bytes), "\(text)")
      #expect(scene.frame.ip == scene.memory.address + UInt64(length), "\(text)")
    }
  }

  @Test func `that loads a far pointer sets the right register`() throws {
    let registers: [(String, WritableKeyPath<register_frame, UInt64>)] = [
      ("eax", \.ax), ("ecx", \.cx), ("edx", \.dx), ("ebx", \.bx), ("esp", \.sp), ("ebp", \.bp), ("esi", \.si),
      ("edi", \.di),
    ]
    for (name, path) in registers {
      var scene = try Scene()
      let (load, _) = try scene.decode("lgs (%ecx), %\(name)")
      #expect(load.segment == 5)
      load.finish(&scene.frame)
      #expect(scene.frame[keyPath: path] == 0xcafe_0042, "\(name)")
    }
  }

  @Test func `that loads a short far pointer keeps the register's upper half`() throws {
    var scene = try Scene()
    let (load, _) = try scene.decode("lfsw 2(%ecx), %bx")
    #expect(load.selector == 0x6b)
    load.finish(&scene.frame)
    #expect(scene.frame.bx == 0x7777_cafe)
  }

  @Test func `that is a call is read`() throws {
    let scene = try Scene()
    scene.memory.store([0xcd, 0x80])
    guard case .call(let length) = try scene.instruction() else {
      Issue.record("int $0x80 is not seen as a call")
      return
    }
    #expect(length == 2)
  }

  @Test(
    arguments: [
      [0xcd, 0x81], [0x0f, 0x0b], [0xf4], [0x0f, 0xb5, 0xc0], [0x66, 0x0f, 0xb4, 0xff], [0x90],
    ] as [[UInt8]])
  func `of another kind is the guest's own`(bytes: [UInt8]) throws {
    let scene = try Scene()
    scene.memory.store(bytes)
    guard case .other = try scene.instruction() else {
      Issue.record("\(bytes) is taken for one of ours")
      return
    }
  }

  @Test func `with nothing but prefixes comes to an end`() throws {
    let scene = try Scene()
    scene.memory.store(Array(repeating: 0x66, count: 64))
    guard case .other = try scene.instruction() else {
      Issue.record("prefixes are taken for an instruction")
      return
    }
  }
}
