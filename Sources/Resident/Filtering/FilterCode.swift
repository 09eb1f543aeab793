/// One instruction of a classic BPF program: the kernel's `struct sock_filter`.
struct FilterInstruction: GuestValue {
  var code: UInt16 = 0
  var jumpTrue: UInt8 = 0
  var jumpFalse: UInt8 = 0
  var value: UInt32 = 0

  /// What it is: the lowest three bits of the code.
  enum Kind {
    static var load: UInt16 { 0 }
    static var loadIndex: UInt16 { 1 }
    static var store: UInt16 { 2 }
    static var storeIndex: UInt16 { 3 }
    static var arithmetic: UInt16 { 4 }
    static var jump: UInt16 { 5 }
    static var end: UInt16 { 6 }
    static var other: UInt16 { 7 }
  }

  var kind: UInt16 { code & 7 }
  /// What arithmetic or a jump does.
  var operation: UInt16 { code & 0xf0 }
  /// Whether the second operand is the index register, not ``value``.
  var takesIndex: Bool { code & 8 != 0 }

  // Whole codes.
  static var loadWord: UInt16 { 0x20 }
  static var loadLength: UInt16 { 0x80 }
  static var loadImmediate: UInt16 { 0x00 }
  static var loadMemory: UInt16 { 0x60 }
  static var loadIndexLength: UInt16 { 0x81 }
  static var loadIndexImmediate: UInt16 { 0x01 }
  static var loadIndexMemory: UInt16 { 0x61 }
  static var store: UInt16 { 0x02 }
  static var storeIndex: UInt16 { 0x03 }
  static var endWithValue: UInt16 { 0x06 }
  static var endWithAccumulator: UInt16 { 0x16 }
  static var accumulatorToIndex: UInt16 { 0x07 }
  static var indexToAccumulator: UInt16 { 0x87 }
  static var jumpAlways: UInt16 { 0x05 }
}

/// What a filter looks at: the kernel's `struct seccomp_data`.
struct FilteredCall {
  static var size: UInt32 { 64 }
  /// Number and architecture, place, six arguments; as 32-bit words.
  var words = InlineArray<16, UInt32>(repeating: 0)

  init(number: UInt32, architecture: UInt32, ip: UInt64, arguments: InlineArray<6, UInt64>) {
    words[0] = number
    words[1] = architecture
    put(ip, at: 2)
    for index in 0..<6 { put(arguments[index], at: 4 &+ 2 &* index) }
  }

  private mutating func put(_ value: UInt64, at index: Int) {
    words[index] = UInt32(truncatingIfNeeded: value)
    words[index &+ 1] = UInt32(truncatingIfNeeded: value >> 32)
  }
}

/// A classic BPF program for calls, somewhere in the resident's own memory.
struct FilterCode {
  let instructions: UnsafePointer<FilterInstruction>
  let count: Int

  /// Most instructions of one program: BPF_MAXINSNS.
  static var most: Int { 4096 }

  /// Runs the program; gives its verdict.
  ///
  /// It has been checked: jumps lead forwards and stay inside, and it ends with a verdict.
  func run(_ call: FilteredCall) -> UInt32 {
    var (accumulator, index): (UInt32, UInt32) = (0, 0)
    var memory = InlineArray<16, UInt32>(repeating: 0)
    var place = 0
    while place < count {
      let step = unsafe instructions[place]
      place &+= 1
      switch step.kind {
      case FilterInstruction.Kind.load:
        switch step.code {
        case FilterInstruction.loadWord: accumulator = call.words[Int(step.value / 4)]
        case FilterInstruction.loadLength: accumulator = FilteredCall.size
        case FilterInstruction.loadMemory: accumulator = memory[Int(step.value)]
        default: accumulator = step.value
        }
      case FilterInstruction.Kind.loadIndex:
        switch step.code {
        case FilterInstruction.loadIndexLength: index = FilteredCall.size
        case FilterInstruction.loadIndexMemory: index = memory[Int(step.value)]
        default: index = step.value
        }
      case FilterInstruction.Kind.store: memory[Int(step.value)] = accumulator
      case FilterInstruction.Kind.storeIndex: memory[Int(step.value)] = index
      case FilterInstruction.Kind.arithmetic:
        let operand = step.takesIndex ? index : step.value
        // To divide by nothing ends the program.
        if step.operation == 0x30 && operand == 0 { return 0 }
        accumulator = FilterCode.compute(step.operation, accumulator, operand)
      case FilterInstruction.Kind.jump:
        if step.code == FilterInstruction.jumpAlways {
          place &+= Int(step.value)
        } else {
          let isMet = FilterCode.compare(step.operation, accumulator, step.takesIndex ? index : step.value)
          place &+= Int(isMet ? step.jumpTrue : step.jumpFalse)
        }
      case FilterInstruction.Kind.end:
        return step.code == FilterInstruction.endWithAccumulator ? accumulator : step.value
      default:
        if step.code == FilterInstruction.accumulatorToIndex { index = accumulator } else { accumulator = index }
      }
    }
    return 0
  }

  private static func compute(_ operation: UInt16, _ left: UInt32, _ right: UInt32) -> UInt32 {
    switch operation {
    case 0x00: left &+ right
    case 0x10: left &- right
    case 0x20: left &* right
    case 0x30: left / right
    case 0x40: left | right
    case 0x50: left & right
    case 0x60: left &<< right
    case 0x70: left &>> right
    case 0x80: 0 &- left
    default: left ^ right
    }
  }

  private static func compare(_ operation: UInt16, _ left: UInt32, _ right: UInt32) -> Bool {
    switch operation {
    case 0x10: left == right
    case 0x20: left > right
    case 0x30: left >= right
    default: left & right != 0
    }
  }
}

/// What the kernel demands of a program: `bpf_check_classic`, then `seccomp_check_filter`.
extension FilterCode {
  /// Whether the program is one; `masks` is room for a word of 16 bits for each instruction.
  func isValid(masks: UnsafeMutablePointer<UInt16>) -> Bool {
    for place in 0..<count where unsafe !isValid(instructions[place], at: place) { return false }
    if unsafe count == 0 || instructions[count - 1].kind != FilterInstruction.Kind.end { return false }
    return unsafe loadsWhatWasStored(masks)
  }

  private func isValid(_ step: FilterInstruction, at place: Int) -> Bool {
    switch step.code {
    case FilterInstruction.loadWord: return step.value % 4 == 0 && step.value < FilteredCall.size
    case FilterInstruction.loadLength, FilterInstruction.loadIndexLength, FilterInstruction.loadImmediate,
      FilterInstruction.loadIndexImmediate, FilterInstruction.endWithValue, FilterInstruction.endWithAccumulator,
      FilterInstruction.accumulatorToIndex, FilterInstruction.indexToAccumulator:
      return true
    case FilterInstruction.loadMemory, FilterInstruction.loadIndexMemory, FilterInstruction.store,
      FilterInstruction.storeIndex:
      return step.value < 16
    case FilterInstruction.jumpAlways: return Int(step.value) < count &- place &- 1
    default: break
    }
    if step.code & 0xff00 != 0 { return false }
    switch step.kind {
    case FilterInstruction.Kind.arithmetic:
      switch step.operation {
      case 0x00, 0x10, 0x20, 0x40, 0x50, 0xa0: return true
      case 0x30: return step.takesIndex || step.value != 0
      case 0x60, 0x70: return step.takesIndex || step.value < 32
      case 0x80: return !step.takesIndex
      default: return false
      }
    case FilterInstruction.Kind.jump:
      if step.operation == 0 || step.operation > 0x40 { return false }
      return place &+ Int(step.jumpTrue) &+ 1 < count && place &+ Int(step.jumpFalse) &+ 1 < count
    default: return false
    }
  }

  /// How long the kernel's own form of the program is: `bpf_convert_filter`.
  var convertedCount: Int {
    var total = 3
    for place in 0..<count {
      let step = unsafe instructions[place]
      total &+= 1
      if step.code == FilterInstruction.endWithValue { total &+= 1 }
      if step.code == 0x3c { total &+= 4 }
      if step.kind != FilterInstruction.Kind.jump || step.code == FilterInstruction.jumpAlways { continue }
      if !step.takesIndex && Int32(bitPattern: step.value) < 0 { total &+= 1 }
      // Where neither way is the next instruction, or bits are tested, it takes a jump more.
      if step.jumpFalse != 0 && (step.jumpTrue != 0 || step.operation == 0x40) { total &+= 1 }
    }
    return total
  }

  /// Whether no way through the program reads a place of its memory that was not written on it.
  private func loadsWhatWasStored(_ masks: UnsafeMutablePointer<UInt16>) -> Bool {
    for place in 0..<count { unsafe masks[place] = .max }
    var stored: UInt16 = 0
    for place in 0..<count {
      let step = unsafe instructions[place]
      unsafe stored &= masks[place]
      switch step.code {
      case FilterInstruction.store, FilterInstruction.storeIndex: stored |= 1 << UInt16(step.value)
      case FilterInstruction.loadMemory, FilterInstruction.loadIndexMemory:
        if stored & 1 << UInt16(step.value) == 0 { return false }
      case FilterInstruction.jumpAlways:
        unsafe masks[place &+ 1 &+ Int(step.value)] &= stored
        stored = .max
      default:
        if step.kind == FilterInstruction.Kind.jump {
          unsafe masks[place &+ 1 &+ Int(step.jumpTrue)] &= stored
          unsafe masks[place &+ 1 &+ Int(step.jumpFalse)] &= stored
          stored = .max
        }
      }
    }
    return true
  }
}
