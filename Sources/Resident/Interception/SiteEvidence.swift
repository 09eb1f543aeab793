/// What the code around two bytes that read `syscall` says of them, where no trap has told.
///
/// Code is read forward from each byte of the stretch before: such readings agree after a few instructions, and most have
/// to come to the two bytes as an instruction. Then the straight way to it has to look like a call: a number goes into %eax,
/// with arguments where the number alone says little; or the result is compared as C libraries do. What has neither is
/// taken for data, or for a part of another instruction.
struct SiteEvidence {
  enum Verdict {
    case none
    /// Something goes into %eax, but that is all.
    case unclear
    /// A call, with the number where it is known.
    case call(number: UInt32?)
  }

  /// How many bytes before the two are looked at, and from the two on.
  static var before: Int { 40 }
  static var behind: Int { 24 }
  typealias Window = InlineArray<64, UInt8>

  private enum Accumulator {
    case unset
    case zero
    /// A constant in four bytes of its own.
    case constant(UInt32)
    /// A constant in one byte, or a register's or memory's word.
    case loaded(UInt32?)
  }

  private var accumulator = Accumulator.unset
  /// The registers of arguments that something was put into, as bits.
  private var arguments: UInt16 = 0
  /// A `push` of this constant was the last instruction.
  private var pushed: UInt32?

  /// Judges what stands at `before` of `window`, whose first `missing` bytes are not code.
  static func judge(_ window: Window, missing: Int) -> Verdict {
    guard let start = firstWay(window, missing: missing) else { return .none }
    var evidence = SiteEvidence()
    var offset = start
    while offset < before {
      let code = bytes(of: window, at: offset)
      guard let instruction = CodeInstruction(code, at: 0, count: 32, isWide: true) else { return .none }
      evidence.take(code, length: instruction.length)
      offset &+= instruction.length
    }
    return evidence.verdict(isCompared: isCompared(window))
  }

  private func verdict(isCompared: Bool) -> Verdict {
    let most: UInt32 = 1024
    let hasArguments = arguments.nonzeroBitCount >= 2
    switch accumulator {
    case .constant(let number) where number < most: return .call(number: number)
    case .unset: return isCompared ? .call(number: nil) : .none
    case .zero: return isCompared || hasArguments ? .call(number: 0) : .none
    case .constant: return isCompared || hasArguments ? .call(number: nil) : .unclear
    case .loaded(let number): return isCompared || hasArguments ? .call(number: number) : .unclear
    }
  }

  /// The first byte from where the readings that agree come to the call; nil where most pass it by.
  private static func firstWay(_ window: Window, missing: Int) -> Int? {
    var lengths = InlineArray<40, UInt8>(repeating: 0)
    for offset in missing..<before {
      let code = bytes(of: window, at: offset)
      lengths[offset] = CodeInstruction(code, at: 0, count: 32, isWide: true).map { UInt8($0.length) } ?? 0
    }
    var (arriving, passing) = (0, 0)
    var first: Int? = nil
    for start in missing..<max(before &- 20, missing &+ 1) {
      var offset = start
      while offset < before && lengths[offset] != 0 { offset &+= Int(lengths[offset]) }
      if offset == before {
        arriving &+= 1
        if first == nil { first = start }
      } else if offset > before {
        passing &+= 1
      }
    }
    return arriving > passing ? first : nil
  }

  private static func bytes(of window: Window, at offset: Int) -> CodeBytes {
    var code = CodeBytes(repeating: 0)
    for index in 0..<min(16, 64 &- offset) { code[index] = window[offset &+ index] }
    return code
  }

  /// Whether the instruction behind the call is `cmp $-4096` or `$-4095` with %rax or %eax.
  private static func isCompared(_ window: Window) -> Bool {
    var at = before &+ 2
    if window[at] == 0x48 { at &+= 1 }
    return window[at] == 0x3d && window[at &+ 1] <= 1 && window[at &+ 2] == 0xf0 && window[at &+ 3] == 0xff
      && window[at &+ 4] == 0xff
  }

  /// Takes an instruction in.
  private mutating func take(_ code: CodeBytes, length: Int) {
    var prefix: UInt8 = 0
    var at = 0
    if code[0] & 0xf0 == 0x40 {
      prefix = code[0]
      at = 1
    }
    let (opcode, form) = (code[at], code[at &+ 1])
    let isRegister = form >= 0xc0
    let field = form >> 3 & 7 | (prefix & 4) << 1
    let base = form & 7 | (prefix & 1) << 3
    let push = pushed
    pushed = nil
    switch opcode {
    case 0xc3, 0xc2, 0xe9, 0xeb, 0xe8,
      0xff where field & 7 >= 2 && field & 7 <= 5:
      // What goes on behind comes from elsewhere, or has lost what was there.
      accumulator = .unset
      arguments = 0
    case 0x6a where prefix == 0: pushed = UInt32(form)
    case 0x58...0x5f: load(opcode & 7 | (prefix & 1) << 3, push)
    case 0xb0 where prefix == 0:
      if case .zero = accumulator { accumulator = .loaded(UInt32(form)) }
    case 0xb8...0xbf where prefix & 8 == 0: put(opcode & 7 | (prefix & 1) << 3, constant(code, at: at &+ 1))
    case 0xc7 where isRegister && length == at &+ 6: put(base, constant(code, at: at &+ 2))
    case 0x31, 0x33:
      if isRegister && field == base { clear(base) } else { load(opcode == 0x33 ? field : base, nil) }
    case 0x89: if isRegister { load(base, nil) }
    case 0x8b, 0x8d, 0x63: load(field, nil)
    case 0x0f where form >> 1 == 0x5b || form >> 1 == 0x5f:
      load(code[at &+ 2] >> 3 & 7 | (prefix & 4) << 1, nil)
    default: break
    }
  }

  private func constant(_ code: CodeBytes, at offset: Int) -> UInt32 {
    var value: UInt32 = 0
    for byte in 0..<4 { value |= UInt32(code[offset &+ byte]) << UInt32(8 &* byte) }
    return value
  }

  private mutating func put(_ register: UInt8, _ value: UInt32) {
    if register == 0 { accumulator = .constant(value) } else { note(register) }
  }

  private mutating func clear(_ register: UInt8) {
    if register == 0 { accumulator = .zero } else { note(register) }
  }

  private mutating func load(_ register: UInt8, _ value: UInt32?) {
    if register == 0 { accumulator = .loaded(value) } else { note(register) }
  }

  /// %rdx, %rsi, %rdi, %r8, %r9 and %r10 take arguments.
  private mutating func note(_ register: UInt8) {
    let takesArguments: UInt16 = 0b111_1100_0100 & ~0b11_0000
    arguments |= 1 << UInt16(register) & takesArguments
  }
}
