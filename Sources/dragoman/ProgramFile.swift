import Glibc
import ResidentHosted

/// A file that somebody wants to run, opened for a look inside.
struct ProgramFile: ~Copyable {
  let path: FilePath
  let size: UInt64
  /// The first page, or the whole file where it is smaller.
  let head: [UInt8]
  private let descriptor: Int32

  /// Opens the file, or says why the kernel would not execute it.
  init(_ path: FilePath) throws(Refusal) {
    let name = path.description
    let status: stat
    switch path.status() {
    case .success(let found): status = found
    case .failure(let error): throw .system(name, errno: error.number)
    }
    if status.isDirectory { throw .notRunnable(name, "is a directory") }
    guard status.isRegularFile else { throw .notRunnable(name, "is not a regular file") }
    guard path.isExecutable else {
      throw .notRunnable(name, "permission denied: the file is not executable for you; see chmod +x")
    }
    var fileSystem = statvfs()
    if path.withCString({ statvfs($0, &fileSystem) }) == 0, fileSystem.f_flag & 8 != 0 {
      throw .notRunnable(name, "permission denied: its file system is mounted with the option noexec")
    }
    let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else {
      throw .notRunnable(name, "cannot be read (\(describe(errno))), and Dragoman has to read what it runs")
    }
    self.path = path
    self.descriptor = descriptor
    size = UInt64(status.st_size)
    head = ProgramFile.read(descriptor, offset: 0, count: 4096)
  }

  deinit {
    close(descriptor)
  }

  /// Up to `count` bytes from `offset`; fewer where the file ends.
  func read(offset: UInt64, count: Int) -> [UInt8] {
    ProgramFile.read(descriptor, offset: off_t(clamping: offset), count: count)
  }

  private static func read(_ descriptor: Int32, offset: off_t, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = max(0, pread(descriptor, buffer.baseAddress, count, offset))
    }
  }
}

extension ProgramFile {
  /// The image's plan, read from its own headers.
  func plan(as header: ELFHeader, role: ImageRole = .program) throws(ImageError) -> ImagePlan {
    let table = read(offset: header.programHeaderOffset, count: header.programHeaderTableSize)
    return try ImagePlan(header, table: table.span, as: role)
  }

  /// The bytes of the interpreter's name, without the final zero.
  func interpreterName(in plan: ImagePlan) throws(ImageError) -> FilePath? {
    guard let range = plan.interpreter else { return nil }
    let name = read(offset: range.offset, count: Int(range.size))
    try plan.checkInterpreterName(name.span)
    return FilePath(bytes: Array(name.prefix { $0 != 0 }))
  }

  /// The interpreter that a script's first line names.
  var scriptInterpreter: FilePath? {
    let line = Array(head.prefix(256))
    return ScriptLine(line.span).map { FilePath(bytes: Array(line[$0.name])) }
  }
}
