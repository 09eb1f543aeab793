/// Where interpreter and argument stand in a script's `#!` line, by the rules of the kernel's `load_script`.
public struct ScriptLine: Equatable, Sendable {
  public let name: Range<Int>
  /// Everything behind the name as one argument, which may be empty; nil where there is none.
  public let argument: Range<Int>?

  /// Reads a script's first 256 bytes, or fewer where the file has fewer.
  ///
  /// Nil where the line names no interpreter, or one that is cut off.
  public init?(_ bytes: Span<UInt8>) {
    let last = 255
    var end = ScriptLine.first(in: bytes, from: 2, through: last) { $0 == UInt8(ascii: "\n") || $0 == 0 }
    if end > last || bytes.byte(at: end) == 0 {
      // There is no end of line: the name has to end within the bytes.
      let start = ScriptLine.first(in: bytes, from: 2, through: last) { !ScriptLine.isBlank($0) }
      let nameEnd = ScriptLine.first(in: bytes, from: start, through: last) { ScriptLine.isBlank($0) || $0 == 0 }
      if nameEnd > last { return nil }
      end = last
    }
    while ScriptLine.isBlank(bytes.byte(at: end &- 1)) { end &-= 1 }
    // What stands at the end is taken for a NUL from here on.
    let start = ScriptLine.first(in: bytes, from: 2, through: end &- 1) { !ScriptLine.isBlank($0) }
    if start >= end { return nil }
    let nameEnd = ScriptLine.first(in: bytes, from: start, through: end &- 1) { ScriptLine.isBlank($0) || $0 == 0 }
    name = start..<nameEnd
    if nameEnd == end || bytes.byte(at: nameEnd) == 0 {
      argument = nil
      return
    }
    let argumentStart = ScriptLine.first(in: bytes, from: nameEnd, through: end &- 1) { !ScriptLine.isBlank($0) }
    let argumentEnd = ScriptLine.first(in: bytes, from: argumentStart, through: end &- 1) { $0 == 0 }
    argument = argumentStart..<argumentEnd
  }

  /// The index of the first byte that fits.
  ///
  /// `last` and one where none does.
  private static func first(
    in bytes: Span<UInt8>, from start: Int, through last: Int, where fits: (UInt8) -> Bool
  ) -> Int {
    var index = start
    while index <= last && !fits(bytes.byte(at: index)) { index &+= 1 }
    return index
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
