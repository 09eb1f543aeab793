/// What has to be known of a machine instruction to move it or to step over it: its length, and whether it means the same
/// elsewhere.
///
/// Checked against Zydis by a unit test, which Debian has as a shared library only and which the resident therefore cannot
/// link. What is not known counts as not movable.
struct CodeInstruction: Sendable {
  var length: Int
  /// Whether it does the same at any other address and goes on behind itself.
  var isMovable: Bool
  /// Where in it the four bytes are that say how far from its end an operand lies, if it is movable but for these.
  var relativeOperand: Int?

  /// Decodes the instruction at `offset` of the first `count` bytes of `code`; nil where it does not end before them, or
  /// is longer than an instruction can be.
  init?(_ code: CodeBytes, at offset: Int, count: Int, isWide: Bool = false) {
    var reader = CodeReader(code: code, position: offset, end: min(count, offset + 15), isWide: isWide)
    guard let movable = reader.skipInstruction() else { return nil }
    length = reader.position &- offset
    isMovable = movable && reader.relativeOperand == nil
    relativeOperand = movable ? reader.relativeOperand.map { $0 &- offset } : nil
  }
}

/// A stretch of code, copied once.
typealias CodeBytes = InlineArray<32, UInt8>

/// Goes through one instruction byte by byte.
private struct CodeReader {
  let code: CodeBytes
  var position: Int
  let end: Int
  /// 64-bit code.
  let isWide: Bool
  var operandIsShort = false
  var addressIsShort = false
  var hasWideOperand = false
  /// The position of an operand's distance from %rip.
  var relativeOperand: Int?

  private enum Immediate {
    case none
    case byte
    case word
    /// Two or four bytes, by the operand's size.
    case operand
  }

  mutating func next() -> UInt8? {
    if position >= end { return nil }
    let byte = code[position]
    position &+= 1
    return byte
  }

  mutating func skip(_ count: Int) -> Bool {
    position &+= count
    return position <= end
  }

  /// Whether the instruction is movable; nil where it cannot be read.
  mutating func skipInstruction() -> Bool? {
    while let byte = next() {
      if isWide && byte >= 0x40 && byte <= 0x4f {
        // Only directly before the opcode does it count.
        hasWideOperand = byte & 8 != 0
        continue
      }
      switch byte {
      case 0x66: operandIsShort = true
      case 0x67: addressIsShort = true
      case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0xf0, 0xf2, 0xf3: break
      default: return oneByte(byte)
      }
      hasWideOperand = false
    }
    return nil
  }

  private mutating func oneByte(_ opcode: UInt8) -> Bool? {
    switch opcode {
    case 0x0f:
      guard let second = next() else { return nil }
      return twoByte(second)
    case 0x62 where isWide || isExtension: return vector(payload: 3)
    case 0xc4 where isWide || isExtension: return vector(payload: 2)
    case 0xc5 where isWide || isExtension: return vector(payload: 1)
    case 0x00...0x3f:
      switch opcode & 7 {
      case 0...3: return operands(.none)
      case 4: return immediate(.byte)
      case 5: return immediate(.operand)
      default: return isWide ? nil : opcode != 0x07 && opcode != 0x17 && opcode != 0x1f
      }
    case 0x40...0x5f: return true
    case 0x63: return operands(.none)
    case 0x68: return immediate(.operand)
    case 0x69, 0x81: return operands(.operand)
    case 0x6a: return immediate(.byte)
    case 0x6b, 0x80, 0x83, 0xc0, 0xc1, 0xc6: return operands(.byte)
    case 0x70...0x7f, 0xe0...0xe3, 0xeb: return immediate(.byte) == nil ? nil : false
    case 0x82: return isWide ? nil : operands(.byte)
    case 0x84...0x8b, 0x8d: return operands(.none)
    case 0x8c: return operands(.none)
    case 0x8e: return operands(.none) == nil ? nil : false
    case 0x8f: return registerField == 0 ? operands(.none) : nil
    case 0x9a, 0xea: return isWide ? nil : skip(operandIsShort ? 4 : 6) ? false : nil
    case 0x60, 0x61, 0xd6: return isWide ? nil : true
    case 0xce: return isWide ? nil : false
    case 0xd4, 0xd5: return isWide ? nil : immediate(.byte)
    case 0xa0...0xa3: return skip(isWide ? (addressIsShort ? 4 : 8) : addressIsShort ? 2 : 4) ? true : nil
    case 0xa8, 0xb0...0xb7, 0xe4...0xe7: return immediate(.byte)
    case 0xa9: return immediate(.operand)
    case 0xb8...0xbf: return hasWideOperand ? (skip(8) ? true : nil) : immediate(.operand)
    case 0xc2, 0xca: return immediate(.word) == nil ? nil : false
    case 0xc3, 0xcb, 0xcc, 0xcf, 0xf1, 0xf4: return false
    case 0xc7:
      // With register field 7 it begins a transaction, and names a place to go to.
      let isPlain = registerField == 0
      return operands(.operand).map { $0 && isPlain }
    case 0xc8: return skip(3) ? true : nil
    case 0x62, 0xc4, 0xc5: return operands(.none) == nil ? nil : false
    case 0xd0...0xd3, 0xd8...0xdf: return operands(.none)
    case 0xcd: return immediate(.byte) == nil ? nil : false
    case 0xe8, 0xe9:
      // In 64-bit code the prefix means different things to different makers' processors.
      if isWide && operandIsShort { return nil }
      return immediate(.operand) == nil ? nil : false
    case 0xf6: return operands(registerField.map { $0 < 2 } == true ? .byte : .none)
    case 0xf7: return operands(registerField.map { $0 < 2 } == true ? .operand : .none)
    case 0xfe: return operands(.none)
    case 0xff:
      let staysHere = registerField.map { $0 < 2 || $0 == 6 } == true
      return operands(.none).map { $0 && staysHere }
    default: return true
    }
  }

  private mutating func twoByte(_ opcode: UInt8) -> Bool? {
    switch opcode {
    case 0x38: return next() == nil ? nil : operands(.none)
    case 0x3a: return next() == nil ? nil : operands(.byte)
    case 0x05, 0x07, 0x0b, 0x34, 0x35, 0x37, 0xa1, 0xa9, 0xaa: return false
    case 0x06, 0x08, 0x09, 0x0e, 0x30...0x33, 0x77, 0xa0, 0xa2, 0xa8, 0xc8...0xcf: return true
    case 0x80...0x8f:
      if isWide && operandIsShort { return nil }
      return immediate(.operand) == nil ? nil : false
    case 0x00, 0x01, 0xb2, 0xb4, 0xb5, 0xb9, 0xff: return operands(.none) == nil ? nil : false
    case 0x70...0x73, 0xa4, 0xac, 0xba, 0xc2, 0xc4, 0xc5, 0xc6: return operands(.byte)
    case 0x0f: return operands(.byte)
    // Moves of control and debug registers have no memory operand, whatever their second byte says.
    case 0x20...0x23: return next() == nil ? nil : false
    case 0x04, 0x0a, 0x0c, 0x24...0x27, 0x36, 0x39, 0x3b...0x3f, 0x7a, 0x7b, 0xa6, 0xa7, 0x78, 0x79: return nil
    default: return operands(.none)
    }
  }

  /// In 32-bit code the first bytes of vector encodings are older instructions, which cannot have a register operand.
  private var isExtension: Bool { position < end && code[position] >= 0xc0 }

  private var registerField: UInt8? { position < end ? code[position] >> 3 & 7 : nil }

  /// Behind the first byte of a VEX or EVEX encoding.
  private mutating func vector(payload: Int) -> Bool? {
    if position >= end { return nil }
    let map = payload == 1 ? 1 : code[position] & (payload == 2 ? 31 : 7)
    if !skip(payload) { return nil }
    guard let opcode = next() else { return nil }
    switch map {
    case 1:
      if opcode == 0x77 && payload < 3 { return true }
      switch opcode {
      case 0x70...0x73, 0xc2, 0xc4, 0xc5, 0xc6: return operands(.byte)
      // Jumps on a mask, of one processor that was.
      case 0x80...0x8f: return nil
      default: return operands(.none)
      }
    case 2, 5, 6: return operands(.none)
    case 3: return operands(.byte)
    default: return nil
    }
  }

  /// Behind the opcode: operands, then an immediate one.
  private mutating func operands(_ rest: Immediate) -> Bool? {
    guard let form = next() else { return nil }
    let (mode, base) = (form >> 6, form & 7)
    if mode != 3 {
      var displacement = mode == 1 ? 1 : mode == 2 ? 4 : 0
      if addressIsShort && !isWide {
        displacement = mode == 1 ? 1 : mode == 2 || base == 6 ? 2 : 0
      } else if base == 4 {
        guard let index = next() else { return nil }
        if mode == 0 && index & 7 == 5 { displacement = 4 }
      } else if mode == 0 && base == 5 {
        displacement = 4
        if isWide { relativeOperand = position }
      }
      if !skip(displacement) { return nil }
    }
    return immediate(rest)
  }

  private mutating func immediate(_ kind: Immediate) -> Bool? {
    let size: Int
    switch kind {
    case .none: size = 0
    case .byte: size = 1
    case .word: size = 2
    case .operand: size = operandIsShort && !hasWideOperand ? 2 : 4
    }
    return skip(size) ? true : nil
  }
}
