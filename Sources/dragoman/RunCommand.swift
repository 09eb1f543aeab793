import ArgumentParser

/// What becomes of sites that trap, in the resident's own words.
enum InterceptionMode: String, ExpressibleByArgument, CaseIterable {
  case auto, trap, patch
}

extension RunCommand {
  private static let modePrefix = "--intercept="

  /// Whether `--intercept=MODE` is among the tool's own options.
  fileprivate static let interceptsWithMode = ownWords().contains { $0.hasPrefix(modePrefix) }

  /// The tool's arguments as the parser can take them, which knows no option with a value that may be left out.
  static func parsable() -> [String] {
    let count = ownWords().count
    return ProgramStart.commandLine.dropFirst().enumerated().map { index, word in
      let text = String(cString: word)
      return index < count && text.hasPrefix(modePrefix) ? "--intercept-mode=" + text.dropFirst(modePrefix.count) : text
    }
  }

  /// The words up to the program or `--`: what follows is the program's, and values of options do not begin like this
  /// one.
  private static func ownWords() -> [String] {
    var words: [String] = []
    var isValue = false
    for word in ProgramStart.commandLine.dropFirst() {
      let text = String(cString: word)
      if text == "--" || !isValue && !text.hasPrefix("-") && text != "run" { break }
      isValue =
        !isValue && ["--root", "-E", "--env", "-U", "--unset", "--argv0", "--cwd", "--intercept-mode"].contains(text)
      words.append(text)
    }
    return words
  }
}

/// Runs a program in the place of the tool: same process, same descriptors, same signals.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run an i386 or x32 program; with --intercept, an x86-64 program as well.",
    usage: "dragoman run [OPTIONS] PROGRAM [ARGUMENTS ...]",
    discussion: """
      PROGRAM is looked up as a shell does it. Everything after it goes to the program as it is. An x86-64 program, or \
      a script for one, is started natively, unless --intercept is given.

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

  @Flag(
    name: .long,
    help: ArgumentHelp(
      "Let the host's own 32-bit entry register robust futexes, so that they are released even if the program is killed."
    ))
  var hostCompat = false

  @Flag(name: .long, help: "Run x86-64 programs under Dragoman too, this one and all that it starts.")
  var intercept = false

  @Flag(
    name: .customLong("no-vdso"),
    help: "Give x86-64 and x32 programs no vDSO, so that they ask for the clock by calls. i386 programs keep theirs.")
  var hidesVirtualObject = false

  @Option(
    name: .customLong("intercept-mode"),
    help: ArgumentHelp(
      "What becomes of code that enters the kernel by itself and traps: it is patched where that is safe (auto, patch), "
        + "or goes on trapping (trap). With patch nothing traps any more once an x86-64 program is warm: calls in its "
        + "files are patched before, but what generated or changed code calls then is not seen, and may break the "
        + "program where it is about threads, processes or signals. --intercept=MODE is --intercept and this.",
      valueName: "MODE"))
  var interceptionMode: InterceptionMode?

  @Flag(
    name: .long,
    help: ArgumentHelp(
      "Allow the page at address 0 for sites with no room for a jump; a read of NULL may not fault then. Needs "
        + "vm.mmap_min_addr=0 or CAP_SYS_RAWIO."))
  var pageZero = false

  @Flag(
    name: .long,
    help: "Count every call, for inspect, and say on standard error at the end of each process how its calls came in.")
  var stats = false

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
    start.usesHostCompat = hostCompat
    start.intercepts = intercept || Self.interceptsWithMode
    start.hidesVirtualObject = hidesVirtualObject
    start.interception = interceptionMode ?? .auto
    start.allowsPageZero = pageZero
    start.tellsStatistics = stats
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
