/// The components of a short path, one after the other.
struct PathWords {
  typealias Text = InlineArray<64, UInt8>

  let text: Text
  let count: Int
  private var position = 0

  /// Copies the guest's path; nil where it cannot be read or is longer than any link to an executable.
  init?(at address: UInt64) {
    var text = Text(repeating: 0)
    let limit: UInt64 = 63
    guard let length = try? GuestMemory.stringLength(address, limit: limit), length < limit else { return nil }
    let count = Int(length)
    let copied = try? unsafe withUnsafeMutablePointer(to: &text) { room throws(Errno) -> Bool in
      try unsafe GuestMemory.read(address, into: UnsafeMutableRawPointer(room), count: count)
      return true
    }
    if copied == nil { return nil }
    self.text = text
    self.count = count
  }

  /// The first `count` bytes of `text`.
  init(_ text: Text, count: Int) {
    self.text = text
    self.count = count
  }

  var isAbsolute: Bool { count > 0 && text[0] == 0x2f }

  /// This relative path behind the path that `link` names; nil where that is too long.
  func below(_ link: MessageLine) -> PathWords? {
    var link = link
    var joined = Text(repeating: 0)
    let length = link.withText { path in
      unsafe withUnsafeMutablePointer(to: &joined) { room in
        (try? Host.call(.readlink, path, UInt64(UInt(bitPattern: room)), 64)) ?? 64
      }
    }
    let start = Int(length)
    if start &+ count &+ 1 > 64 { return nil }
    joined[start] = 0x2f
    for index in 0..<count { joined[start &+ 1 &+ index] = text[index] }
    return PathWords(joined, count: start &+ 1 &+ count)
  }

  /// Whether every component was stepped over.
  var isAtEnd: Bool { position == count }

  private var start: Int {
    var index = position
    while index < count && text[index] == 0x2f { index &+= 1 }
    return index
  }

  private func end(from start: Int) -> Int {
    var index = start
    while index < count && text[index] != 0x2f { index &+= 1 }
    return index
  }

  /// Steps over the next component where it is `word`.
  mutating func next(is word: StaticString) -> Bool {
    let first = start
    let last = end(from: first)
    if last &- first != word.utf8CodeUnitCount { return false }
    for index in first..<last where unsafe text[index] != word.utf8Start[index &- first] { return false }
    position = last
    return true
  }

  /// Steps over the next component where it is a decimal number; gives it.
  mutating func nextNumber() -> UInt64? {
    let first = start
    let last = end(from: first)
    if last == first || last &- first > 9 { return nil }
    var number: UInt64 = 0
    for index in first..<last {
      let digit = text[index]
      if digit < 0x30 || digit > 0x39 { return nil }
      number = number &* 10 &+ UInt64(digit &- 0x30)
    }
    position = last
    return number
  }

  /// Steps over the next component where it is the id of a thread of this process.
  mutating func nextIsOwnThread() -> Bool {
    let before = position
    guard let id = nextNumber() else { return false }
    guard let process = try? Host.call(.getpid) else { return false }
    let probe: UInt64 = 0
    if (try? Host.call(.tgkill, UInt64(process), id, probe)) != nil { return true }
    position = before
    return false
  }
}
