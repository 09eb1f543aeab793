import Glibc

/// Why a command gave no figure, in one line.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  init(_ what: String, errno code: Int32) { self.init("\(what): \(String(cString: strerror(code)))") }
}

/// A started command, leader of a process group of its own; the group is killed when this value goes.
struct Child: ~Copyable {
  let pid: pid_t
  private let output: Int32
  private let deadline: ContinuousClock.Instant
  private let limit: Duration

  /// Children see the same few variables on every machine: a start-up copies the whole environment.
  private static let inheritedVariables = ["PATH", "HOME", "TMPDIR"]

  private static let awaitedSignals: [Int32] = [SIGCHLD, SIGINT, SIGTERM, SIGHUP]

  /// Blocks the signals that `finish` waits for.
  ///
  /// To be called once, before the first child.
  static func prepare() {
    var signals = signalSet(awaitedSignals)
    sigprocmask(SIG_BLOCK, &signals, nil)
  }

  /// Starts a command with both output streams in one pipe.
  init(_ command: [String], limit: Duration) throws(Failure) {
    var pipe: [Int32] = [-1, -1]
    guard pipe2(&pipe, O_CLOEXEC | O_NONBLOCK) == 0 else { throw Failure("pipe2", errno: errno) }
    defer { close(pipe[1]) }
    // The two ends share no flags: the command may write as to any pipe.
    _ = fcntl(pipe[1], F_SETFL, 0)
    let deadline = ContinuousClock.now + limit
    let child: pid_t
    do throws(Failure) {
      child = try Self.spawn(command, output: pipe[1])
    } catch {
      close(pipe[0])
      throw error
    }
    (pid, output, self.deadline, self.limit) = (child, pipe[0], deadline, limit)
  }

  deinit {
    close(output)
    kill(-pid, SIGKILL)
    waitpid(pid, nil, 0)
  }

  /// Waits for the command's end.
  ///
  /// Returns what it printed; anything but success within the limit is a failure.
  consuming func finish() throws(Failure) -> String {
    var status: Int32 = 0
    while waitpid(pid, &status, WNOHANG) != pid { try awaitSignal() }
    let printed = readOutput()
    let firstLine = printed.split(separator: "\n").first.map { ": \($0)" } ?? ""
    if status & 0x7f != 0 { throw Failure("killed by signal \(status & 0x7f)\(firstLine)") }
    if status != 0 { throw Failure("exit status \(status >> 8 & 0xff)\(firstLine)") }
    return printed
  }

  /// Waits until the command has said hello.
  borrowing func awaitHello() throws(Failure) {
    var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, Int32(limit / .milliseconds(1))) == 1 else { throw timeLimitFailure }
    let printed = readOutput()
    guard printed == "hello\n" else { throw Failure("printed \(printed.debugDescription) where hello was expected") }
  }

  /// The sum of some fields of a file in the command's folder of /proc, of lines such as `VmHWM:  120 kB`.
  borrowing func kibibytes(of fields: [String], in file: String) throws(Failure) -> Double {
    let path = "/proc/\(pid)/\(file)"
    guard let stream = fopen(path, "re") else { throw Failure(path, errno: errno) }
    defer { fclose(stream) }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = fread(&bytes, 1, bytes.count, stream)
    var values: [Double] = []
    for line in String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" }
      if words.count == 3, fields.contains(String(words[0])), let value = Double(words[1]) { values.append(value) }
    }
    guard values.count == fields.count else { throw Failure("\(path) lacks \(fields.joined(separator: " or "))") }
    return values.reduce(0, +)
  }

  private var timeLimitFailure: Failure { Failure("no end within \(limit)") }

  private borrowing func awaitSignal() throws(Failure) {
    let left = (deadline - .now).components
    guard left.seconds >= 0, left.attoseconds >= 0 else { throw timeLimitFailure }
    var signals = Self.signalSet(Self.awaitedSignals)
    var time = timespec(tv_sec: Int(left.seconds), tv_nsec: Int(left.attoseconds / 1_000_000_000))
    let signal = sigtimedwait(&signals, nil, &time)
    if signal > 0, signal != SIGCHLD {
      kill(-pid, SIGKILL)
      exit(128 + signal)
    }
  }

  /// What is in the pipe now; a grandchild that still holds the pipe is not waited for.
  private borrowing func readOutput() -> String {
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = read(output, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }

  private static func spawn(_ command: [String], output: Int32) throws(Failure) -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = signalSet([])
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))

    let arguments = command.map { strdup($0) } + [nil]
    let environment = environment().map { strdup($0) } + [nil]
    defer { for string in arguments + environment { free(string) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, command[0], &files, &attributes, arguments, environment)
    guard code == 0 else { throw Failure(command[0], errno: code) }
    return child
  }

  private static func environment() -> [String] {
    inheritedVariables.compactMap { name in getenv(name).map { "\(name)=\(String(cString: $0))" } } + ["LC_ALL=C"]
  }

  private static func signalSet(_ signals: [Int32]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    return set
  }
}
