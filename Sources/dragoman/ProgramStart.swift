import Glibc

/// The start of a program in the place of the tool.
struct ProgramStart {
  /// The program's name, as it was typed, and its arguments.
  let arguments: [UnsafeMutablePointer<CChar>]
  var root: String?
  var argv0: String?
  var directory: String?
  var usesHostCompat = false
  /// Whether x86-64 programs are guests too.
  var intercepts = false
  var hidesVirtualObject = false
  var interception = InterceptionMode.auto
  var allowsPageZero = false
  var tellsStatistics = false
  var environment = Environment()

  init(arguments: [UnsafeMutablePointer<CChar>]) {
    self.arguments = arguments
  }

  /// The tool's own command line, byte for byte.
  static var commandLine: [UnsafeMutablePointer<CChar>] {
    (0..<Int(CommandLine.argc)).compactMap { CommandLine.unsafeArgv[$0] }
  }

  /// Becomes the program, or says why not.
  func run() -> Never {
    do {
      try execute()
    } catch {
      error.end()
    }
  }

  private func execute() throws(Refusal) -> Never {
    let root = try absoluteRoot()
    if let directory {
      guard chdir(directory) == 0 else { throw .system(directory, errno: errno) }
    }
    let typed = FilePath(arguments[0])
    let searchPath = environment.value(of: "PATH") ?? Array(ProgramLookup.defaultPath.utf8)
    let program = try ProgramLookup(name: typed, searchPath: searchPath).find()
    switch try ProgramCheck(root: root).runner(of: program) {
    case .kernel where !intercepts:
      let name = argv0.map { FilePath($0).cString() } ?? arguments[0]
      try execute(program, [name] + arguments.dropFirst())
    case .kernel, .resident:
      let resident = try Resident.find()
      var words = [resident]
      if usesHostCompat { words += [FilePath("--host-compat"), FilePath("robust-lists")] }
      if let root { words += [FilePath("--root"), root] }
      if intercepts { words += [FilePath("--intercept"), FilePath("all")] }
      if hidesVirtualObject { words += [FilePath("--vdso"), FilePath("off")] }
      if interception != .auto { words += [FilePath("--sites"), FilePath(interception.rawValue)] }
      if allowsPageZero { words += [FilePath("--page-zero"), FilePath("allow")] }
      if tellsStatistics { words += [FilePath("--stats"), FilePath("exit")] }
      if let argv0 {
        words += [FilePath("--argv0"), FilePath(argv0)]
      } else if program.bytes != typed.bytes {
        words += [FilePath("--argv0"), typed]
      }
      words += [FilePath("--"), program]
      try execute(resident, words.map { $0.cString() } + arguments.dropFirst())
    }
  }

  private func absoluteRoot() throws(Refusal) -> FilePath? {
    guard let root else { return nil }
    let path = FilePath(root)
    switch path.status() {
    case .failure(let error): throw .system("--root \(root)", errno: error.number)
    case .success(let status):
      guard status.isDirectory else { throw .notRunnable("--root \(root)", "is not a directory") }
    }
    return path.absolute()
  }

  private func execute(_ path: FilePath, _ arguments: [UnsafeMutablePointer<CChar>]) throws(Refusal) -> Never {
    execve(path.cString(), arguments.map(Optional.some) + [nil], environment.entries.map(Optional.some) + [nil])
    let number = errno
    if number == ENOENT {
      throw .notFound(path.description, "its interpreter is missing; install the libraries that it was built for")
    }
    throw .system(path.description, errno: number)
  }
}
