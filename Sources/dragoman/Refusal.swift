import Glibc

/// Why a program is not run: one line for the person, and the status that a shell would give.
struct Refusal: Error {
  let status: Int32
  let subject: String?
  let message: String

  /// What is asked for is not there.
  static func notFound(_ subject: String, _ message: String) -> Refusal {
    Refusal(status: 127, subject: subject, message: message)
  }

  /// It is there, but it cannot be run.
  static func notRunnable(_ subject: String, _ message: String) -> Refusal {
    Refusal(status: 126, subject: subject, message: message)
  }

  /// The refusal that fits an error number of `open`, `stat` or `execve`.
  static func system(_ subject: String, errno: Int32) -> Refusal {
    let message = describe(errno)
    return errno == ENOENT ? .notFound(subject, message) : .notRunnable(subject, message)
  }

  /// Says the line and ends the tool.
  func end() -> Never {
    let line = "dragoman: " + (subject.map { $0 + ": " } ?? "") + message + "\n"
    // One write, so that the lines of several tools do not mix.
    Array(line.utf8).withUnsafeBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(status)
  }
}

/// An error number in the words of the C library, without its capital letter.
func describe(_ errno: Int32) -> String {
  let text = String(cString: strerror(errno))
  return text.prefix(1).lowercased() + text.dropFirst()
}
