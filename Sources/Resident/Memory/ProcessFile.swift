/// A text file of `/proc/N`, line by line; lines longer than a path and a bit are cut.
struct ProcessFile: ~Copyable {
  private let file: HostFile?
  private var chunk = InlineArray<1024, UInt8>(repeating: 0)
  private var position = 0
  private var filled = 0
  private var offset: UInt64 = 0

  /// Opens the file at `path`; one that cannot be opened has no lines.
  init(_ path: MessageLine) {
    var path = path
    let descriptor = path.withText { text -> Int32 in
      let closeOnExecute: UInt64 = 0x8_0000
      return Int32(truncatingIfNeeded: (try? Host.call(.open, text, closeOnExecute)) ?? -1)
    }
    file = descriptor < 0 ? nil : HostFile(adopting: descriptor)
  }

  /// The path of the file `name` of process `id`.
  static func path(of id: UInt64, _ name: StaticString) -> MessageLine {
    var path = MessageLine()
    path.add("/proc/")
    path.add(decimal: Int64(id))
    path.add("/")
    path.add(name)
    return path
  }

  var isOpen: Bool { file != nil }

  /// Reads the next line, without its end, into `line`; false behind the last.
  ///
  /// A caller has one line for all of a file, for there may be thousands.
  mutating func next(_ line: inout ProcessLine) -> Bool {
    line.clear()
    while true {
      if position == filled && !fill() { return line.count > 0 }
      let byte = chunk[position]
      position &+= 1
      if byte == 0x0a { return true }
      line.add(byte)
    }
  }

  private mutating func fill() -> Bool {
    guard file != nil else { return false }
    let at = offset
    let count = unsafe withUnsafeMutablePointer(to: &chunk) { room in
      (try? unsafe file!.read(at: at, into: UnsafeMutableRawPointer(room), count: 1024)) ?? 0
    }
    position = 0
    filled = count
    offset &+= UInt64(count)
    return count > 0
  }
}

/// One line of such a file.
struct ProcessLine: ~Copyable {
  private var bytes = InlineArray<4352, UInt8>(repeating: 0)
  private(set) var count = 0

  mutating func clear() { count = 0 }

  /// Appends a byte.
  mutating func add(_ byte: UInt8) {
    if count == 4352 { return }
    bytes[count] = byte
    count &+= 1
  }

  /// The addresses at the start of a line of `maps`.
  var addressRange: Range<UInt64>? {
    var index = 0
    guard let low = hexadecimal(&index), index < count, bytes[index] == 0x2d else { return nil }
    index &+= 1
    guard let high = hexadecimal(&index), low < high else { return nil }
    return low..<high
  }

  /// Whether a line of `maps` says that code there is executed, and changed by nobody: `--xp`.
  var isSettledCode: Bool {
    var space = 0
    while space < count && bytes[space] != 0x20 { space &+= 1 }
    if space &+ 4 >= count { return false }
    return bytes[space &+ 2] == 0x2d && bytes[space &+ 3] == 0x78 && bytes[space &+ 4] == 0x70
  }

  /// Whether a line of `maps` is that of the one page at address 0, which can only be executed.
  var isPageZero: Bool {
    guard addressRange == 0..<PageZero.size else { return false }
    var space = 0
    while bytes[space] != 0x20 { space &+= 1 }
    return isSettledCode && bytes[space &+ 1] == 0x2d && pathStart == nil
  }

  /// Where the path begins: the first slash, for the device and offsets before it have none.
  var pathStart: Int? {
    for index in 0..<count where bytes[index] == 0x2f { return index }
    return nil
  }

  /// The decimal number behind `spaces` spaces after the last `mark`.
  func number(behind spaces: Int, after mark: UInt8) -> UInt64? {
    var index = count
    while index > 0 && bytes[index &- 1] != mark { index &-= 1 }
    if index == 0 { return nil }
    var skipped = 0
    while index < count && skipped < spaces {
      if bytes[index] == 0x20 { skipped &+= 1 }
      index &+= 1
    }
    var value: UInt64 = 0
    let start = index
    while index < count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
      value = value &* 10 &+ UInt64(bytes[index] &- 0x30)
      index &+= 1
    }
    return index == start ? nil : value
  }

  /// Whether the line begins with `text`.
  func starts(with text: StaticString) -> Bool {
    if count < text.utf8CodeUnitCount { return false }
    for index in 0..<text.utf8CodeUnitCount where unsafe bytes[index] != text.utf8Start[index] { return false }
    return true
  }

  /// Whether `text` stands somewhere in it.
  func contains(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    var start = 0
    while start &+ length <= count {
      var matching = 0
      while matching < length, unsafe bytes[start &+ matching] == text.utf8Start[matching] { matching &+= 1 }
      if matching == length { return true }
      start &+= 1
    }
    return false
  }

  /// The four letters that say what may be done with a mapping, and the number of the byte where they begin.
  func permission(_ letter: Int) -> UInt8 {
    var space = 0
    while space < count && bytes[space] != 0x20 { space &+= 1 }
    return space &+ 1 &+ letter < count ? bytes[space &+ 1 &+ letter] : 0
  }

  /// Where the first decimal number at or behind `start` stands.
  func digits(from start: Int = 0) -> Range<Int>? {
    var first = start
    while first < count && !isDigit(first) { first &+= 1 }
    if first >= count { return nil }
    var end = first
    while end < count && isDigit(end) { end &+= 1 }
    return first..<end
  }

  private func isDigit(_ index: Int) -> Bool { bytes[index] >= 0x30 && bytes[index] <= 0x39 }

  /// The decimal number that stands there.
  func value(_ digits: Range<Int>) -> UInt64 {
    var value: UInt64 = 0
    for index in digits { value = value &* 10 &+ UInt64(bytes[index] &- 0x30) }
    return value
  }

  /// Puts `value` in the place of the number at `digits`: in the same columns where they are `padded`.
  mutating func replace(_ digits: Range<Int>, with value: UInt64, padded: Bool) {
    var text = MessageLine()
    text.add(decimal: Int64(bitPattern: value))
    var line = ProcessLine()
    for index in 0..<digits.lowerBound { line.add(bytes[index]) }
    if padded { for _ in text.length..<max(digits.count, text.length) { line.add(0x20) } }
    line.add(text)
    for index in digits.upperBound..<count { line.add(bytes[index]) }
    self = line
  }

  /// Appends a text.
  mutating func add(_ text: MessageLine) {
    for index in 0..<text.length { add(text[index]) }
  }

  /// Puts `value` as so many hexadecimal digits from `start` on.
  mutating func replace(from start: Int, hexadecimal value: UInt64, digits: Int) {
    if start &+ digits > count { return }
    for index in 0..<digits {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64((digits &- 1 &- index) &* 4) & 15)
      bytes[start &+ index] = digit < 10 ? 0x30 &+ digit : 0x57 &+ digit
    }
  }

  /// The hexadecimal number that begins at `start`.
  func hexadecimal(from start: Int) -> UInt64? {
    var index = start
    return hexadecimal(&index)
  }

  /// The address that a line about a mapping begins with.
  var address: UInt64? {
    var index = 0
    guard let value = hexadecimal(&index), index < count else { return nil }
    return bytes[index] == 0x2d || bytes[index] == 0x20 ? value : nil
  }

  /// Names the mapping, in the column where the kernel's names stand.
  mutating func name(_ name: StaticString) {
    let column = 73
    while count < column { add(0x20) }
    for index in 0..<name.utf8CodeUnitCount { unsafe add(name.utf8Start[index]) }
  }

  subscript(index: Int) -> UInt8 { bytes[index] }

  /// Writes a part of it to the guest.
  func give(from start: Int, count: Int, to buffer: UInt64) throws(Errno) {
    var copy = bytes
    try unsafe withUnsafeMutablePointer(to: &copy) { room throws(Errno) -> Void in
      try unsafe GuestMemory.write(UnsafeRawPointer(room) + start, to: buffer, count: count)
    }
  }

  private func hexadecimal(_ index: inout Int) -> UInt64? {
    var value: UInt64 = 0
    let start = index
    while index < count {
      let byte = bytes[index]
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte &- 0x30
      case 0x61...0x66: digit = byte &- 0x57
      default: return index == start ? nil : value
      }
      value = value << 4 | UInt64(digit)
      index &+= 1
    }
    return index == start ? nil : value
  }
}
