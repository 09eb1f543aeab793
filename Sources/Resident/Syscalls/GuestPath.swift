/// Paths that mean something else to the guest than to the host: the links in `/proc` that name the guest's executable,
/// and libraries below `--root`.
enum GuestPath {
  /// The address of the path to hand to the host for the guest's path at `address`, where links are followed.
  @inline(__always)
  static func followed(_ address: UInt64) -> UInt64 {
    isInProc(address) && namesExecutable(address) ? executableAddress : address
  }

  /// The same where the guest only looks at the file: a library may be the root's.
  @inline(__always)
  static func looked(at address: UInt64, follows: Bool = true) -> UInt64 {
    follows && isExecutableLink(address) ? executableAddress : GuestRoot.rooted(address)
  }

  /// Whether the path at `address` is a link in `/proc` to this process's own executable.
  @inline(__always)
  static func isExecutableLink(_ address: UInt64) -> Bool { isInProc(address) && namesExecutable(address) }

  /// The process whose executable the link at `address` names, where that is a guest: this one, or another.
  @inline(__always)
  static func guestOfLink(_ address: UInt64) -> UInt64? { isInProc(address) ? guest(ofLink: address) : nil }

  @inline(never)
  private static func guest(ofLink address: UInt64) -> UInt64? {
    if namesExecutable(address) {
      guard let own = try? Host.call(.getpid) else { return nil }
      return UInt64(own)
    }
    guard var words = PathWords(at: address), words.next(is: "proc"), let other = words.nextNumber() else { return nil }
    if words.next(is: "task") && words.nextNumber() == nil { return nil }
    if !words.next(is: "exe") || !words.isAtEnd { return nil }
    return ExecutableLink.isResident(process: other) ? other : nil
  }

  /// Where the guest's executable's path lies, NUL-terminated.
  static var executableAddress: UInt64 {
    GuestIdentity.executableAddress
  }

  /// A look at the first bytes, for which a fault means no: the host call that follows reports it.
  @inline(__always)
  private static func isInProc(_ address: UInt64) -> Bool {
    guard let first = try? GuestPointer<UInt32>(address).read(), first == 0x6f72_702f else { return false }
    return true
  }

  /// Whether the path is `/proc/{self,thread-self,ID}[/task/ID]/exe` with ids of this process.
  @inline(never)
  private static func namesExecutable(_ address: UInt64) -> Bool {
    guard var words = PathWords(at: address) else { return false }
    guard words.next(is: "proc") else { return false }
    if !words.next(is: "self") && !words.next(is: "thread-self") && !words.nextIsOwnThread() { return false }
    if words.next(is: "task") && !words.nextIsOwnThread() { return false }
    return words.next(is: "exe") && words.isAtEnd
  }
}

/// The components of a short path, one after the other.
private struct PathWords {
  let text: InlineArray<64, UInt8>
  let count: Int
  private var position = 0

  /// Copies the guest's path; nil where it cannot be read or is longer than any link to an executable.
  init?(at address: UInt64) {
    var text = InlineArray<64, UInt8>(repeating: 0)
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
