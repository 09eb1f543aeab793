/// What `/proc/N/exe` has to say of a guest.
///
/// The kernel's link names the resident; the guest's own file is the one that is mapped where the kernel was told
/// that its code begins, and `/proc/N/maps` names it as the link would: renamed, deleted.
enum ExecutableLink {
  /// Writes the target of the link of process `id` to the guest's buffer, without a NUL and cut to its size.
  ///
  /// `target` is what the host's link says; nil where the process is not a guest, or cannot be looked into.
  static func give(process id: UInt64, to buffer: UInt64, size: Int32) throws(Errno) -> Int64? {
    guard let code = startOfCode(id), code > 1, !HostSpace.isResident(code) else { return nil }
    var lines = ProcessFile(id, "maps")
    while let line = lines.nextLine() {
      guard let range = line.addressRange, range.contains(code) else { continue }
      guard let path = line.pathStart else { return nil }
      let count = min(line.count &- path, Int(size))
      try line.give(from: path, count: count, to: buffer)
      return Int64(count)
    }
    return nil
  }

  /// Whether the executable of process `id` is the resident's file.
  static func isResident(process id: UInt64) -> Bool {
    var own = MessageLine()
    own.add("/proc/self/exe")
    var other = MessageLine()
    other.add("/proc/")
    other.add(decimal: Int64(id))
    other.add("/exe")
    var first = HostFileStatus()
    var second = HostFileStatus()
    let isKnown = own.withText { path in status(path, &first) } && other.withText { path in status(path, &second) }
    return isKnown && first.device == second.device && first.inode == second.inode
  }

  private static func status(_ path: UInt64, _ status: inout HostFileStatus) -> Bool {
    unsafe withUnsafeMutablePointer(to: &status) { room in
      (try? Host.call(.stat, path, UInt64(UInt(bitPattern: room)))) != nil
    }
  }

  /// Field 26 of `/proc/N/stat`: the 24th behind the name, which may hold anything.
  private static func startOfCode(_ id: UInt64) -> UInt64? {
    var file = ProcessFile(id, "stat")
    guard let line = file.nextLine() else { return nil }
    return line.number(behind: 24, after: 0x29)
  }
}

/// A text file of `/proc/N`, line by line; lines longer than a path and a bit are cut.
private struct ProcessFile: ~Copyable {
  private let file: HostFile?
  private var chunk = InlineArray<1024, UInt8>(repeating: 0)
  private var position = 0
  private var filled = 0
  private var offset: UInt64 = 0

  init(_ id: UInt64, _ name: StaticString) {
    var path = MessageLine()
    path.add("/proc/")
    path.add(decimal: Int64(id))
    path.add("/")
    path.add(name)
    let descriptor = path.withText { text -> Int32 in
      let closeOnExecute: UInt64 = 0x8_0000
      return Int32(truncatingIfNeeded: (try? Host.call(.open, text, closeOnExecute)) ?? -1)
    }
    file = descriptor < 0 ? nil : HostFile(adopting: descriptor)
  }

  mutating func nextLine() -> ProcessLine? {
    var line = ProcessLine()
    while true {
      if position == filled && !fill() { return line.count == 0 ? nil : line }
      let byte = chunk[position]
      position &+= 1
      if byte == 0x0a { return line }
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
private struct ProcessLine {
  private var bytes = InlineArray<4352, UInt8>(repeating: 0)
  private(set) var count = 0

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
