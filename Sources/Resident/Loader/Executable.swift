/// What a file turns out to be when it is about to be executed.
enum ExecutableKind {
  /// An i386 program: runs here.
  case i386(ELF32Header)
  /// `#!`: another program runs it. The line was left in the reader's buffer.
  case script
  /// Anything else: the host's kernel starts it, or says why it cannot.
  case foreign
}

/// The first bytes of an executable file: what the kernel's `search_binary_handler` decides on.
struct ExecutableHead {
  /// As long as the kernel's BINPRM_BUF_SIZE, and a NUL.
  private(set) var bytes = InlineArray<264, UInt8>(repeating: 0)
  private(set) var count = 0

  init(_ file: borrowing HostFile) throws(Errno) {
    count = try unsafe withUnsafeMutablePointer(to: &bytes) { room throws(Errno) -> Int in
      try unsafe file.read(at: 0, into: UnsafeMutableRawPointer(room), count: 256)
    }
  }

  func kind() -> ExecutableKind {
    if count > 2 && bytes[0] == 0x23 && bytes[1] == 0x21 { return .script }
    if count >= 52 && bytes[0] == 0x7f && bytes[1] == 0x45 && bytes[2] == 0x4c && bytes[3] == 0x46 && bytes[4] == 1 {
      var copy = bytes
      let header = unsafe withUnsafeMutablePointer(to: &copy) {
        unsafe UnsafeRawPointer($0).loadUnaligned(as: ELF32Header.self)
      }
      if header.machine == 3 || header.machine == 6 { return .i386(header) }
    }
    return .foreign
  }

  /// The interpreter and its one argument in a `#!` line, as ranges of `bytes`; the kernel's `load_script`. Nil where the
  /// line names none.
  func scriptLine() -> ScriptLine? {
    var end = 2
    while end < count && bytes[end] != 0x0a && bytes[end] != 0 { end &+= 1 }
    let isCut = end == 256
    while end > 2 && ExecutableHead.isBlank(bytes[end &- 1]) { end &-= 1 }
    var start = 2
    while start < end && ExecutableHead.isBlank(bytes[start]) { start &+= 1 }
    if start == end { return nil }
    var nameEnd = start
    while nameEnd < end && !ExecutableHead.isBlank(bytes[nameEnd]) { nameEnd &+= 1 }
    if isCut && nameEnd == end { return nil }
    var argument = nameEnd
    while argument < end && ExecutableHead.isBlank(bytes[argument]) { argument &+= 1 }
    return ScriptLine(name: start..<nameEnd, argument: argument..<end)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

/// Where a script's interpreter and argument stand in its head.
struct ScriptLine {
  let name: Range<Int>
  let argument: Range<Int>
}
