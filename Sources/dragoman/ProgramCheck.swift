import Glibc
import ResidentHosted

/// Decides who runs a program, and refuses what nobody can run with a reason.
struct ProgramCheck {
  /// Who takes the program from here.
  enum Runner {
    /// The resident: it is an i386 or x32 program, or a script for one.
    case resident
    /// The kernel: it is an x86-64 program, or a script for one.
    case kernel
  }

  /// The tree in which the dynamic linker that an i386 program names is looked up first.
  let root: FilePath?

  /// Looks at a program and at everything that has to be there for it to start.
  func runner(of path: FilePath) throws(Refusal) -> Runner {
    try runner(of: path, depth: 0)
  }

  private func runner(of path: FilePath, depth: Int) throws(Refusal) -> Runner {
    // The kernel follows five interpreters, then it gives up.
    guard depth <= 5 else { throw .system(path.description, errno: ELOOP) }
    let file = try ProgramFile(path)
    let name = path.description
    switch ImageKind(file.head.span) {
    case .i386, .x32:
      try checkImage(file, as: ImageKind(file.head.span).format)
      return .resident
    case .x86_64:
      return .kernel
    case .script:
      return try runner(ofScript: file, depth: depth)
    case .foreign where file.head.count < 20:
      throw .notRunnable(name, ImageError.truncatedHeader.message.description)
    case .foreign(let machine):
      let example = machine.name.description
      throw .notRunnable(name, "a program for \(example), not for i386 or x32; see qemu-user for other machines")
    case .unknown:
      let isEmpty = file.head.isEmpty
      throw .notRunnable(name, isEmpty ? "is empty" : "neither an ELF program nor a script that begins with #!")
    }
  }

  private func runner(ofScript file: borrowing ProgramFile, depth: Int) throws(Refusal) -> Runner {
    let name = file.path.description
    guard let interpreter = file.scriptInterpreter else {
      throw .notRunnable(name, "its first line names no interpreter after #!, or one that is too long")
    }
    if case .failure(let error) = interpreter.status(), error.number == ENOENT || error.number == ENOTDIR {
      throw .notFound(
        name, "its interpreter \(interpreter.description) is missing; install it, or correct the first line")
    }
    do {
      return try runner(of: interpreter, depth: depth + 1)
    } catch {
      throw Refusal(
        status: error.status, subject: name, message: "its interpreter \(error.subject ?? ""): \(error.message)")
    }
  }

  private func checkImage(_ file: borrowing ProgramFile, as format: ImageFormat) throws(Refusal) {
    let name = file.path.description
    let plan: ImagePlan
    let interpreter: FilePath?
    do {
      let header = try ELFHeader(file.head.span, fileSize: file.size, format: format)
      plan = try file.plan(as: header)
      interpreter = try file.interpreterName(in: plan)
    } catch {
      throw .notRunnable(name, error.message.description)
    }
    if let interpreter { try checkInterpreter(interpreter, of: name, as: format) }
    do { try plan.checkSegments() } catch { throw .notRunnable(name, error.message.description) }
  }

  private func checkInterpreter(_ interpreter: FilePath, of name: String, as format: ImageFormat) throws(Refusal) {
    let found = place(of: interpreter)
    let shown = interpreter.description
    if case .failure(let error) = found.status(), error.number == ENOENT || error.number == ENOTDIR {
      throw .notFound(name, "its interpreter \(shown) is missing; \(advice(for: shown))")
    }
    let file: ProgramFile
    do {
      file = try ProgramFile(found)
    } catch {
      throw .notRunnable(name, "its interpreter \(found.description): \(error.message)")
    }
    do {
      let header = try ELFHeader(file.head.span, fileSize: file.size, as: .interpreter, format: format)
      try file.plan(as: header, role: .interpreter).checkSegments()
    } catch {
      var message = error.message.description
      if case .machine(let machine) = error {
        message = "it is for \(machine.name), not for \(format == .x32 ? "x32" : "i386")"
      }
      throw .notRunnable(name, "its interpreter \(found.description): \(message); \(advice(for: shown))")
    }
  }

  /// Where a path is looked up: under the root first, if it is absolute and is there.
  private func place(of path: FilePath) -> FilePath {
    guard let root, path.isAbsolute else { return path }
    let inside = root.appending(path)
    if case .success = inside.status() { return inside }
    return path
  }

  private func advice(for interpreter: String) -> String {
    let path = Array(interpreter.utf8)
    let source = InterpreterAdvice.source(of: path.span)
    return "\(source), \(InterpreterAdvice.root(isGiven: root != nil))"
  }
}
