import ArgumentParser

/// Runs a program in the place of the tool: same process, same descriptors, same signals.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run an i386 or x32 program.",
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
    var start = ProgramStart(arguments: rawArguments())
    start.root = root
    start.argv0 = argv0
    start.directory = cwd
    for name in unset { start.environment.unset(name) }
    for assignment in assignments {
      start.environment.set(assignment, name: String(assignment.prefix { $0 != "=" }))
    }
    start.run()
  }

  /// The program and its arguments as the kernel gave them, which need not be UTF-8.
  private func rawArguments() -> [UnsafeMutablePointer<CChar>] {
    let own = ProgramStart.commandLine.suffix(command.count)
    return Array(command.first == "--" ? own.dropFirst() : own)
  }
}
