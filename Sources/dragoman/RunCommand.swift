import ArgumentParser
import Glibc

/// Runs a program in the place of the tool: same process, same descriptors, same signals.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run an i386 program.",
    usage: "dragoman run [OPTIONS] PROGRAM [ARGUMENTS ...]",
    discussion: """
      PROGRAM is looked up as a shell does it. Everything after it goes to the program as it is. An x86-64 program, or \
      a script for one, is started natively.

      The exit status is the program's, and if a signal ends it, the same signal is seen from outside. 127 means that \
      the program or its interpreter was not found, 126 that it cannot be run.

      DRAGOMAN_DEBUG=calls in the environment names system calls that Dragoman does not know, once each.
      """)

  @Option(
    name: .long,
    help: ArgumentHelp("Look absolute paths of the interpreter and of libraries up under DIR first.", valueName: "DIR"))
  var root: String?

  @Option(
    name: [.customShort("E"), .customLong("env")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Set a variable in the program's environment. May be repeated.", valueName: "NAME=VALUE"))
  var assignments: [String] = []

  @Option(
    name: [.customShort("U"), .customLong("unset")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Remove a variable from the program's environment. May be repeated.", valueName: "NAME"))
  var unset: [String] = []

  @Option(
    name: .long, parsing: .unconditional, help: ArgumentHelp("Give the program this name (argv[0]).", valueName: "NAME")
  )
  var argv0: String?

  @Option(
    name: .long, parsing: .unconditional, help: ArgumentHelp("Start the program in this folder.", valueName: "DIR"))
  var cwd: String?

  @Argument(parsing: .captureForPassthrough, help: ArgumentHelp("The program and its arguments.", valueName: "PROGRAM"))
  var command: [String] = []

  func validate() throws {
    guard let first = command.first, first != "--" || command.count > 1 else {
      throw ValidationError("Missing expected argument 'PROGRAM'")
    }
    if first == "--help" || first == "-h" { throw CleanExit.helpRequest(self) }
    if first.hasPrefix("-"), first != "--", first != "-" {
      throw ValidationError("Unknown option '\(first)' (write -- before a program with such a name)")
    }
    for assignment in assignments where assignment.first == "=" || !assignment.contains("=") {
      throw ValidationError("'\(assignment)' is not NAME=VALUE")
    }
    for name in unset where name.isEmpty || name.contains("=") {
      throw ValidationError("'\(name)' is not the name of a variable")
    }
  }

  func run() {
    do {
      try start()
    } catch {
      error.end()
    }
  }

  private func start() throws(Refusal) -> Never {
    let arguments = rawArguments()
    let root = try absoluteRoot()
    if let cwd {
      guard chdir(cwd) == 0 else { throw .system(cwd, errno: errno) }
    }
    var environment = Environment()
    for name in unset { environment.unset(name) }
    for assignment in assignments {
      environment.set(assignment, name: String(assignment.prefix { $0 != "=" }))
    }

    let searchPath = environment.value(of: "PATH") ?? Array(ProgramLookup.defaultPath.utf8)
    let program = try ProgramLookup(name: FilePath(arguments[0]), searchPath: searchPath).find()
    switch try ProgramCheck(root: root).runner(of: program) {
    case .kernel:
      let name = argv0.map { FilePath($0).cString() } ?? arguments[0]
      try execute(program, [name] + arguments.dropFirst(), environment)
    case .resident:
      let resident = try Resident.find()
      var words = [resident]
      if let root { words += [FilePath("--root"), root] }
      // The name that was typed, where the look-up changed it.
      if let name = argv0.map({ FilePath($0) })
        ?? (program.bytes != FilePath(arguments[0]).bytes ? FilePath(arguments[0]) : nil)
      {
        words += [FilePath("--argv0"), name]
      }
      words += [FilePath("--"), program]
      try execute(resident, words.map { $0.cString() } + arguments.dropFirst(), environment)
    }
  }

  /// The program and its arguments as the kernel gave them, which need not be UTF-8.
  private func rawArguments() -> [UnsafeMutablePointer<CChar>] {
    let all = (0..<Int(CommandLine.argc)).compactMap { CommandLine.unsafeArgv[$0] }
    let own = Array(all.suffix(command.count))
    return command.first == "--" ? Array(own.dropFirst()) : own
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

  private func execute(
    _ path: FilePath, _ arguments: [UnsafeMutablePointer<CChar>], _ environment: Environment
  ) throws(Refusal) -> Never {
    execve(path.cString(), arguments.map(Optional.some) + [nil], environment.entries.map(Optional.some) + [nil])
    let number = errno
    if number == ENOENT {
      throw .notFound(path.description, "its interpreter is missing; install the libraries that it was built for")
    }
    throw .system(path.description, errno: number)
  }
}
