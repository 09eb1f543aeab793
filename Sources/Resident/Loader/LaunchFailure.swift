/// Why a program could not be started: what is said about it, the shell's code for it, and what a guest's `execve`
/// gets.
struct LaunchFailure: Error {
  let errno: Errno
  /// Whether the kernel notices it only when the old program is gone, and kills the process.
  let isLate: Bool
  /// Whether the file itself cannot be found.
  private var isMissing = false
  /// What is to be put behind the program's name.
  private(set) var text = MessageLine()

  /// The shell's code.
  var status: Int32 { errno == .noEntry ? 127 : 126 }

  /// The file cannot be opened or read.
  static func file(_ error: Errno) -> LaunchFailure {
    var failure = LaunchFailure(errno: error, isLate: false)
    failure.isMissing = error == .noEntry || error == .notDirectory
    failure.text.add(failure.reason)
    return failure
  }

  /// The image is not what it should be.
  static func image(_ error: ImageError) -> LaunchFailure {
    var failure = LaunchFailure(errno: error.errno(as: .program), isLate: error.isNoticedLate(as: .program))
    if case .machine(let machine) = error {
      failure.text.add("a program for ")
      failure.text.add(machine.name)
      failure.text.add(", not for i386 or x32; see qemu-user for other machines")
    } else {
      failure.text.add(error.message)
    }
    return failure
  }

  /// It is neither an ELF file nor a script.
  static func unknown(isEmpty: Bool) -> LaunchFailure {
    var failure = LaunchFailure(errno: .notExecutable, isLate: false)
    failure.text.add(isEmpty ? "is empty" : "neither an ELF program nor a script that begins with #!")
    return failure
  }

  /// A `#!` line names no interpreter.
  static var nameless: LaunchFailure {
    var failure = LaunchFailure(errno: .notExecutable, isLate: false)
    failure.text.add("its first line names no interpreter after #!, or one that is too long")
    return failure
  }

  /// The interpreter that a `#!` line names has a fault of its own.
  static func script(_ name: UnsafePointer<UInt8>, _ cause: LaunchFailure) -> LaunchFailure {
    var failure = LaunchFailure(errno: cause.errno, isLate: cause.isLate)
    unsafe failure.addInterpreter(name)
    if cause.isMissing {
      failure.text.add(" is missing; install it, or correct the first line")
    } else {
      failure.text.add(": ")
      failure.text.add(cause.text)
    }
    return failure
  }

  /// The interpreter that the image names cannot be opened or read.
  static func interpreter(_ name: UnsafePointer<UInt8>, _ error: Errno) -> LaunchFailure {
    var failure = LaunchFailure(errno: error, isLate: false)
    unsafe failure.addInterpreter(name)
    if error == .noEntry || error == .notDirectory {
      failure.text.add(" is missing; ")
      unsafe failure.addAdvice(name)
    } else {
      failure.text.add(": ")
      failure.text.add(failure.reason)
    }
    return failure
  }

  /// The interpreter that the image names is none.
  static func interpreter(_ name: UnsafePointer<UInt8>, _ error: ImageError) -> LaunchFailure {
    var failure = LaunchFailure(errno: error.errno(as: .interpreter), isLate: error.isNoticedLate(as: .interpreter))
    unsafe failure.addInterpreter(name)
    failure.text.add(": ")
    if case .machine(let machine) = error {
      failure.text.add("it is for ")
      failure.text.add(machine.name)
      failure.text.add(", and the program is not")
    } else {
      failure.text.add(error.message)
    }
    failure.text.add("; ")
    unsafe failure.addAdvice(name)
    return failure
  }

  /// What the headers ask for cannot be mapped.
  static func mapping(_ error: Errno) -> LaunchFailure {
    var failure = LaunchFailure(errno: error, isLate: true)
    failure.text.add("its segments cannot be mapped below 4 GiB, or memory is exhausted")
    return failure
  }

  private init(errno: Errno, isLate: Bool) {
    self.errno = errno
    self.isLate = isLate
  }

  private mutating func addInterpreter(_ name: UnsafePointer<UInt8>) {
    text.add("its interpreter ")
    unsafe text.add(string: name)
  }

  private mutating func addAdvice(_ name: UnsafePointer<UInt8>) {
    let path = unsafe UnsafeBufferPointer(start: name, count: Strings.length(name))
    unsafe text.add(InterpreterAdvice.source(of: path.span))
    text.add(", ")
    unsafe text.add(InterpreterAdvice.root(isGiven: GuestIdentity.root != nil))
  }

  /// What `open` or `read` said, in words.
  private var reason: StaticString {
    switch errno {
    case .noEntry: "no such file or directory"
    case .notDirectory: "not a directory"
    case .access, .notPermitted: "permission denied: it has to be a regular file, executable and readable for you"
    case .isDirectory: "is a directory"
    case .tooManyLinks: "too many levels of symbolic links or interpreters"
    case .noMemory: "memory is exhausted"
    default: "cannot be read"
    }
  }
}
