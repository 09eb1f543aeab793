/// A line of text for standard error, built without a heap; what does not fit is cut.
public struct MessageLine: Sendable {
  private var bytes = InlineArray<512, UInt8>(repeating: 0)
  private var count = 0

  public init() {}

  /// How many bytes it has.
  var length: Int { count }

  subscript(index: Int) -> UInt8 { bytes[index] }

  public mutating func add(byte: UInt8) {
    if count < 511 {
      bytes[count] = byte
      count &+= 1
    }
  }

  public mutating func add(_ text: StaticString) {
    for index in 0..<text.utf8CodeUnitCount { unsafe add(byte: text.utf8Start[index]) }
  }

  /// A NUL-terminated string in the resident's own memory.
  public mutating func add(string: UnsafePointer<UInt8>) {
    var index = 0
    while unsafe string[index] != 0 && index < 400 {
      unsafe add(byte: string[index])
      index &+= 1
    }
  }

  /// Another line.
  public mutating func add(_ line: MessageLine) {
    for index in 0..<line.count { add(byte: line.bytes[index]) }
  }

  public mutating func add(decimal value: Int64) {
    if value < 0 { add(byte: 0x2d) }
    var rest = value.magnitude
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var length = 0
    repeat {
      digits[length] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      length &+= 1
    } while rest != 0
    while length > 0 {
      length &-= 1
      add(byte: digits[length])
    }
  }

  public mutating func add(hexadecimal value: UInt64) {
    add("0x")
    var shift: UInt64 = 60
    while shift > 0 && value >> shift == 0 { shift &-= 4 }
    while true {
      let digit = UInt8(truncatingIfNeeded: value >> shift & 15)
      add(byte: digit < 10 ? 0x30 &+ digit : 0x57 &+ digit)
      if shift == 0 { return }
      shift &-= 4
    }
  }

  /// Hands the address of the text, NUL-terminated, to `body`.
  public mutating func withText<R: ~Copyable>(_ body: (UInt64) -> R) -> R {
    bytes[count] = 0
    return unsafe withUnsafeMutablePointer(to: &bytes) { start in body(UInt64(UInt(bitPattern: start))) }
  }

  /// Writes the line to standard error.
  public mutating func print() {
    let length = count
    unsafe withUnsafeMutablePointer(to: &bytes) { start in
      _ = try? Host.call(.write, 2, UInt64(UInt(bitPattern: start)), UInt64(length))
    }
  }
}
