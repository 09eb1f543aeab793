/// Why a program could not be started: what is said about it, and the shell's code for it.
struct LaunchFailure: Error {
  let message: StaticString
  let status: Int32

  static func notFound(_ message: StaticString) -> LaunchFailure { LaunchFailure(message: message, status: 127) }
  static func notRunnable(_ message: StaticString) -> LaunchFailure { LaunchFailure(message: message, status: 126) }

  /// What `open` or `read` of the program said.
  init(_ error: Errno) {
    switch error {
    case .noEntry, .notDirectory: self = .notFound("no such file")
    case .access, .notPermitted: self = .notRunnable("permission denied: it has to be readable as well as executable")
    case .isDirectory: self = .notRunnable("is a directory")
    case .noMemory: self = .notRunnable("its segments do not fit below 4 GiB, or memory is exhausted")
    default: self = .notRunnable("cannot be read as an i386 program")
    }
  }

  init(message: StaticString, status: Int32) {
    self.message = message
    self.status = status
  }
}
