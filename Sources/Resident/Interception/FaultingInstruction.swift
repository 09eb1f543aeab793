import ResidentSupport

/// An instruction of the guest's that raised a protection fault which a 32-bit kernel's task would not have had.
enum FaultingInstruction {
  /// `int $0x80`, of this length.
  case call(UInt64)
  case segmentLoad(SegmentLoad)
  case other

  /// Decodes what stands at the frame's instruction pointer.
  init(_ frame: register_frame) throws(Errno) {
    var reader = InstructionReader(frame.ip & 0xffff_ffff)
    let isShort = try reader.skipPrefixes()
    switch try reader.byte() {
    case 0xcd:
      self = try reader.byte() == 0x80 ? .call(reader.length) : .other
    case 0x8e:
      let operand = try Operand(&reader, frame)
      self = .segmentLoad(SegmentLoad(operand.register, try operand.word(), reader.length, .nothing))
    case 0x0f:
      self = try FaultingInstruction.extended(&reader, frame, isShort: isShort)
    default:
      self = .other
    }
  }

  private static func extended(
    _ reader: inout InstructionReader, _ frame: register_frame, isShort: Bool
  ) throws(Errno) -> FaultingInstruction {
    let opcode = try reader.byte()
    switch opcode {
    case 0xa1, 0xa9:  // pop %fs, pop %gs
      let selector = try GuestPointer<UInt16>(frame.sp & 0xffff_ffff).read()
      return .segmentLoad(
        SegmentLoad(opcode == 0xa1 ? 4 : 5, selector, reader.length, .pop(bytes: isShort ? 2 : 4)))
    case 0xb4, 0xb5:  // lfs, lgs
      let operand = try Operand(&reader, frame)
      guard let address = operand.address else { return .other }
      let size: UInt64 = isShort ? 2 : 4
      let offset =
        isShort
        ? UInt32(try GuestPointer<UInt16>(address).read()) : try GuestPointer<UInt32>(address).read()
      let selector = try GuestPointer<UInt16>((address &+ size) & 0xffff_ffff).read()
      return .segmentLoad(
        SegmentLoad(
          opcode == 0xb4 ? 4 : 5, selector, reader.length,
          .offset(offset, register: operand.register, isShort: isShort)))
    default:
      return .other
    }
  }
}

/// A load of a segment register: the selector, and what else the instruction does.
struct SegmentLoad {
  enum Effect {
    case nothing
    case pop(bytes: UInt64)
    /// The offset of a far pointer goes into a register.
    case offset(UInt32, register: UInt8, isShort: Bool)
  }

  /// The register's number as instructions have it: 4 is %fs, 5 is %gs.
  let segment: UInt8
  let selector: UInt16
  let length: UInt64
  let effect: Effect

  init(_ segment: UInt8, _ selector: UInt16, _ length: UInt64, _ effect: Effect) {
    self.segment = segment
    self.selector = selector
    self.length = length
    self.effect = effect
  }

  /// Does to the frame what the instruction does, but for the load itself.
  func finish(_ frame: inout register_frame) {
    frame.ip = (frame.ip &+ length) & 0xffff_ffff
    switch effect {
    case .nothing:
      break
    case .pop(let bytes):
      frame.sp = (frame.sp &+ bytes) & 0xffff_ffff
    case .offset(let offset, let register, let isShort):
      let old = Operand.register(register, frame)
      Operand.set(register, isShort ? old & 0xffff_0000 | UInt64(offset) : UInt64(offset), &frame)
    }
  }
}

/// Reads an instruction's bytes out of the guest.
struct InstructionReader {
  private let start: UInt64
  private(set) var length: UInt64 = 0

  init(_ start: UInt64) { self.start = start }

  mutating func byte() throws(Errno) -> UInt8 {
    let value = try GuestPointer<UInt8>(start &+ length).read()
    length &+= 1
    return value
  }

  mutating func signedByte() throws(Errno) -> UInt64 {
    UInt64(bitPattern: Int64(Int8(bitPattern: try byte())))
  }

  mutating func word32() throws(Errno) -> UInt64 {
    let value = try GuestPointer<UInt32>(start &+ length).read()
    length &+= 4
    return UInt64(value)
  }

  /// Skips operand size and the overrides of flat segments; whether operands have 16 bits.
  mutating func skipPrefixes() throws(Errno) -> Bool {
    var isShort = false
    while length < 14 {
      let next = try GuestPointer<UInt8>(start &+ length).read()
      switch next {
      case 0x66: isShort = true
      case 0x2e, 0x36, 0x3e, 0x26: break
      default: return isShort
      }
      length &+= 1
    }
    return isShort
  }
}

/// The operand of an instruction with a ModRM byte, in 32-bit addressing.
struct Operand {
  let register: UInt8
  private let value: UInt16?
  /// Where it lies; nil where it is a register.
  let address: UInt64?

  init(_ reader: inout InstructionReader, _ frame: register_frame) throws(Errno) {
    let mode = try reader.byte()
    register = mode >> 3 & 7
    let low = mode & 7
    if mode >> 6 == 3 {
      value = UInt16(truncatingIfNeeded: Operand.register(low, frame))
      address = nil
      return
    }
    value = nil
    var sum: UInt64 = 0
    let displacement = mode >> 6
    if low == 4 {
      let scaled = try reader.byte()
      let index = scaled >> 3 & 7
      if index != 4 { sum = Operand.register(index, frame) << UInt64(scaled >> 6) }
      if scaled & 7 == 5 && displacement == 0 {
        sum &+= try reader.word32()
      } else {
        sum &+= Operand.register(scaled & 7, frame)
      }
    } else if low == 5 && displacement == 0 {
      sum = try reader.word32()
    } else {
      sum = Operand.register(low, frame)
    }
    if displacement == 1 { sum &+= try reader.signedByte() }
    if displacement == 2 { sum &+= try reader.word32() }
    address = sum & 0xffff_ffff
  }

  func word() throws(Errno) -> UInt16 {
    if let address { return try GuestPointer<UInt16>(address).read() }
    return value ?? 0
  }

  static func register(_ number: UInt8, _ frame: register_frame) -> UInt64 {
    switch number {
    case 0: return frame.ax & 0xffff_ffff
    case 1: return frame.cx & 0xffff_ffff
    case 2: return frame.dx & 0xffff_ffff
    case 3: return frame.bx & 0xffff_ffff
    case 4: return frame.sp & 0xffff_ffff
    case 5: return frame.bp & 0xffff_ffff
    case 6: return frame.si & 0xffff_ffff
    default: return frame.di & 0xffff_ffff
    }
  }

  static func set(_ number: UInt8, _ value: UInt64, _ frame: inout register_frame) {
    switch number {
    case 0: frame.ax = value
    case 1: frame.cx = value
    case 2: frame.dx = value
    case 3: frame.bx = value
    case 4: frame.sp = value
    case 5: frame.bp = value
    case 6: frame.si = value
    default: frame.di = value
    }
  }
}
