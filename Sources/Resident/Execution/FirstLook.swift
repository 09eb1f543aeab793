/// What the tool would say about a program, without its words: whether everything is there for the program to start.
enum FirstLook {
  /// Whether the file at `path` is an i386 program that nothing keeps from starting. The kernel's rules are `ELFHeader`'s
  /// and `ImagePlan`'s; a program with its headers in an unusual place is left to the tool as well.
  static func accepts(_ path: UInt64) -> Bool {
    guard var program = try? ProgramHead(path), let header = program.header, let plan = program.plan(header) else {
      return false
    }
    guard let name = plan.interpreter else { return true }
    guard let interpreter = program.interpreter(name, of: plan), let start = interpreter.interpreterHeader else {
      return false
    }
    return interpreter.plan(start) != nil
  }
}

/// The first page of a file that its user may read and execute.
private struct ProgramHead: ~Copyable {
  private var bytes = InlineArray<4096, UInt8>(repeating: 0)
  private var count = 0
  private var fileSize: UInt64 = 0

  init(_ path: UInt64) throws(Errno) {
    guard let file = try ProgramFile.open(regular: path) else { throw .notExecutable }
    try ProgramFile.checkAccess(file)
    fileSize = try file.size
    count = try unsafe withUnsafeMutablePointer(to: &bytes) { room throws(Errno) -> Int in
      try unsafe file.read(at: 0, into: UnsafeMutableRawPointer(room), count: 4096)
    }
  }

  var header: ELFHeader? { try? ELFHeader(bytes.span.extracting(first: count), fileSize: fileSize) }
  var interpreterHeader: ELFHeader? {
    try? ELFHeader(interpreter: bytes.span.extracting(first: count), fileSize: fileSize)
  }

  func plan(_ header: ELFHeader) -> ImagePlan? {
    let start = Int(header.programHeaderOffset)
    let end = start &+ header.programHeaderTableSize
    if end > count { return nil }
    return try? ImagePlan(header, table: bytes.span.extracting(start..<end))
  }

  /// The interpreter that the bytes of `name` spell.
  mutating func interpreter(_ name: ImagePlan.FileRange, of plan: ImagePlan) -> ProgramHead? {
    let start = Int(name.offset)
    let end = start &+ Int(name.size)
    if end > count { return nil }
    do throws(ImageError) { try plan.checkInterpreterName(bytes.span.extracting(start..<end)) } catch { return nil }
    return unsafe withUnsafeMutablePointer(to: &bytes) { room -> ProgramHead? in
      try? ProgramHead(UInt64(UInt(bitPattern: room)) &+ UInt64(start))
    }
  }
}
