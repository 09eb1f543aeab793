/// The program that PT_INTERP names, usually the dynamic linker.
enum Interpreter {
  /// Maps it.
  static func load(
    named segment: ELF32ProgramHeader, by program: borrowing ImageMapper, tid: Int32
  ) throws(Errno) -> ProgramImage {
    let file = try program.open(interpreter: segment)
    let head = try ExecutableHead(file)
    guard case .i386(let header) = head.kind() else { throw .badLibrary }
    let mapper = ImageMapper(file, header: header, tid: tid)
    return try mapper.map(.mapping)
  }

  /// Opens it. With `--root`, its path is looked up there first.
  static func open(
    named segment: ELF32ProgramHeader, in program: borrowing HostFile
  ) throws(Errno) -> HostFile {
    // A path and its NUL: 2 to PATH_MAX bytes.
    if segment.fileSize < 2 || segment.fileSize > 4096 { throw .notExecutable }
    var path = InlineArray<8200, UInt8>(repeating: 0)
    var rootLength = 0
    if let root = unsafe GuestIdentity.root {
      rootLength = unsafe min(Strings.length(root), 4000)
      for index in 0..<rootLength { unsafe path[index] = root[index] }
    }
    let nameStart = rootLength
    return try unsafe withUnsafeMutablePointer(to: &path) { room throws(Errno) -> HostFile in
      let start = UnsafeMutableRawPointer(room)
      let count = Int(segment.fileSize)
      if try unsafe program.read(at: UInt64(segment.offset), into: start + nameStart, count: count) != count {
        throw .inputOutput
      }
      if unsafe start.load(fromByteOffset: nameStart + count - 1, as: UInt8.self) != 0 { throw .notExecutable }
      let whole = UInt64(UInt(bitPattern: start))
      if nameStart > 0 {
        do throws(Errno) {
          return try HostFile(path: whole)
        } catch {}
      }
      return try HostFile(path: whole &+ UInt64(nameStart))
    }
  }
}
