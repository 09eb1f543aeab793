/// Whether the eight bytes below the stack pointer may be overwritten by a call in the place of a `syscall`.
///
/// Proved by following the code behind the site on all its ways, to where the bytes are overwritten or lie below the stack for
/// good; anything that is not known to leave them alone ends the proof.
enum RedZone {
  private static var mostInstructions: Int { 96 }
  private static var mostWays: Int { 16 }

  /// Whether nobody has an interest in them from a call of `number` on, behind which `address` is.
  static func isUnused(by number: UInt64, before address: UInt64) -> Bool {
    // An argument may point to them.
    if !takesNumbersOnly(number) { return false }
    var ways = InlineArray<16, Way>(repeating: Way())
    ways[0] = Way(address: address, depth: 0)
    var count = 1
    var instructions = 0
    while count > 0 {
      count &-= 1
      var way = ways[count]
      following: while true {
        instructions &+= 1
        if instructions > mostInstructions { return false }
        switch Step(at: way) {
        case .unknown: return false
        case .over: break following
        case .next(let next): way = next
        case .fork(let one, let other):
          if count == mostWays { return false }
          ways[count] = other
          count &+= 1
          way = one
        }
      }
    }
    return true
  }

  /// Whether all arguments of an x86-64 call are numbers, or addresses that are not looked at.
  private static func takesNumbersOnly(_ number: UInt64) -> Bool {
    switch number {
    case 3, 8, 9, 10, 11, 12, 24, 26, 32...34, 37, 39, 41, 48, 50, 57, 58, 60, 62, 73...75, 77, 81, 91, 93, 95, 102,
      104...114, 117, 119, 121...124, 140, 141, 162, 186, 200, 231, 234, 283, 284, 290...292, 294, 306:
      return true
    default: return false
    }
  }

  /// A place in the code, and how far the stack pointer is above where it was.
  fileprivate struct Way {
    var address: UInt64 = 0
    var depth: UInt64 = 0
  }

  private enum Step {
    /// The bytes do not matter any more.
    case over
    case next(Way)
    case fork(Way, Way)
    case unknown

    init(at way: Way) {
      self = .unknown
      var code = CodeBytes(repeating: 0)
      let most = MemoryLayout<CodeBytes>.size
      let count = unsafe withUnsafeMutablePointer(to: &code) { room -> Int in
        for shift in 0..<6 {
          let count = most >> shift
          if (try? unsafe GuestMemory.read(way.address, into: UnsafeMutableRawPointer(room), count: count)) != nil {
            return count
          }
        }
        return 0
      }
      guard let instruction = CodeInstruction(code, at: 0, count: count, isWide: true) else { return }
      var next = way
      next.address &+= UInt64(instruction.length)
      if let branch = RelativeBranch(code, at: 0) {
        var taken = way
        taken.address = branch.target(from: way.address)
        if branch.isCall {
          // What it pushes is where the bytes are.
          if way.depth == 0 { self = .over }
        } else if code[0] == 0xe9 || code[0] == 0xeb {
          self = .next(taken)
        } else {
          self = .fork(next, taken)
        }
        return
      }
      let reader = HarmlessInstruction(code, length: instruction.length)
      switch reader.effect {
      case .push: if way.depth == 0 { self = .over }
      case .raise(let bytes):
        next.depth &+= bytes
        self = .next(next)
      case .leave: self = .over
      case .none: self = .next(next)
      case .unknown: break
      }
    }
  }
}

/// An instruction of 64-bit code that is known not to read what is below the stack pointer.
private struct HarmlessInstruction {
  enum Effect {
    case push
    /// The stack pointer rises.
    case raise(UInt64)
    /// The function ends.
    case leave
    case none
    case unknown
  }

  private(set) var effect = Effect.unknown
  private let code: CodeBytes
  private var position = 0
  private var rex: UInt8 = 0
  private var isThreadLocal = false

  init(_ code: CodeBytes, length: Int) {
    self.code = code
    prefixes: while position < length {
      switch code[position] {
      case 0x66, 0x2e: break
      case 0x64: isThreadLocal = true
      default: break prefixes
      }
      position &+= 1
    }
    if code[position] & 0xf0 == 0x40 {
      rex = code[position]
      position &+= 1
    }
    effect = judge(length)
  }

  private func judge(_ length: Int) -> Effect {
    let opcode = code[position]
    switch opcode {
    case 0xc3, 0xc2: return .leave
    case 0x50...0x57, 0x68, 0x6a: return .push
    case 0x58...0x5f: return opcode == 0x5c && rex & 1 == 0 ? .unknown : .raise(8)
    case 0x90, 0x98, 0x99, 0xa8, 0xa9: return .none
    case 0xb0...0xbf: return opcode & 7 == 4 && rex & 1 == 0 ? .unknown : .none
    case 0x00...0x3f where opcode & 7 < 6:
      return opcode & 7 > 3 ? .none : form(at: position &+ 1, length, hasRegister: true)
    case 0x63, 0x69, 0x6b, 0x84...0x8b, 0x8d:
      return form(at: position &+ 1, length, hasRegister: true, isAddress: opcode == 0x8d)
    case 0x80, 0x81, 0x83, 0xc0, 0xc1, 0xd0...0xd3, 0xf6, 0xf7:
      return raise(opcode, length) ?? form(at: position &+ 1, length, hasRegister: false)
    case 0xc6, 0xc7, 0xfe:
      return code[position &+ 1] >> 3 & 7 < 2 ? form(at: position &+ 1, length, hasRegister: false) : .unknown
    case 0x0f:
      switch code[position &+ 1] {
      case 0x1f: return form(at: position &+ 2, length, hasRegister: false, isAddress: true)
      case 0x40...0x4f, 0xaf, 0xb6, 0xb7, 0xbe, 0xbf: return form(at: position &+ 2, length, hasRegister: true)
      case 0x90...0x9f: return form(at: position &+ 2, length, hasRegister: false)
      default: return .unknown
      }
    default: return .unknown
    }
  }

  /// `add $immediate, %rsp`, if it is that and the stack pointer rises.
  private func raise(_ opcode: UInt8, _ length: Int) -> Effect? {
    if rex != 0x48 || code[position &+ 1] != 0xc4 { return nil }
    if opcode == 0x83 && code[position &+ 2] < 0x80 { return .raise(UInt64(code[position &+ 2])) }
    if opcode == 0x81 && code[length &- 1] < 0x80 {
      var bytes: UInt64 = 0
      for index in 0..<4 { bytes |= UInt64(code[length &- 4 &+ index]) << UInt64(index &* 8) }
      return .raise(bytes)
    }
    return .unknown
  }

  /// Looks at registers and memory; the stack pointer must not be a register of it.
  private func form(at offset: Int, _ length: Int, hasRegister: Bool, isAddress: Bool = false) -> Effect {
    let form = code[offset]
    let (mode, register, base) = (form >> 6, form >> 3 & 7, form & 7)
    if hasRegister && register == 4 && rex & 4 == 0 { return .unknown }
    if mode == 3 { return base == 4 && rex & 1 == 0 ? .unknown : .none }
    if isAddress || isThreadLocal || mode == 0 && base == 5 { return .none }
    // %rsp, no index, and a displacement that is not negative.
    if base != 4 || code[offset &+ 1] & 0x3f != 0x24 || rex & 3 != 0 { return .unknown }
    switch mode {
    case 0: return .none
    case 1: return code[offset &+ 2] < 0x80 ? .none : .unknown
    default: return code[offset &+ 5] < 0x80 ? .none : .unknown
    }
  }
}
