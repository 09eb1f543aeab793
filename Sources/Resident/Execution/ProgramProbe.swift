/// Finds out who runs a program, as far as the kernel would look before it gives the old one up.
struct ProgramProbe {
  /// Who runs it.
  enum Runner {
    /// The host's kernel: it runs the program, or says why it cannot.
    case host
    /// A new resident.
    case resident
  }

  let thread: ThreadPointer
  /// Addresses of the pointer arrays, as the host is going to get them.
  let arguments: UInt64
  let environment: UInt64
  /// Whether the path leads nowhere after the exec, so that no script's interpreter could open it.
  let isInaccessible: Bool

  /// Judges the open program `file`.
  func runner(of file: borrowing HostFile) throws(Errno) -> Runner {
    let head: ExecutableHead
    do throws(Errno) { head = try ExecutableHead(file) } catch { return .host }
    switch head.kind {
    case .x86_64 where head.isResidents:
      // Dragoman within Dragoman: no guest may lie where the resident does, and this one brings its own guest.
      return .host
    case .i386, .x32,
      .x86_64 where Interception.coversAll:
      try checkExecutable(file)
      try check(file, head)
      return .resident
    case .script: return try follow(head, of: file)
    default: return .host
    }
  }

  /// Goes down the `#!` lines, five at most, to a program.
  private func follow(_ first: ExecutableHead, of file: borrowing HostFile) throws(Errno) -> Runner {
    var head = first
    for depth in 0..<5 {
      guard let line = head.scriptLine else { return .host }
      guard let interpreter = try ProgramFile.open(interpreter: line, of: head) else { return .host }
      if depth == 0 { try checkExecutable(file) }
      try ExecutableFile.checkAccess(interpreter)
      head = try ExecutableHead(interpreter)
      switch head.kind {
      case .i386, .x32,
        .x86_64 where Interception.coversAll:
        if isInaccessible { throw .noEntry }
        try check(interpreter, head)
        return .resident
      case .script: continue
      default: return .host
      }
    }
    throw .tooManyLinks
  }

  /// Everything that the kernel checks on the file itself: newer kernels check without executing; others are asked for
  /// the permission only.
  private func checkExecutable(_ file: borrowing HostFile) throws(Errno) {
    let checkOnly: UInt64 = 0x1_0000
    do throws(Errno) {
      try Host.call(
        .execveat, UInt64(UInt32(bitPattern: file.descriptor)), Text.empty, arguments, environment,
        UInt64(ExecutionRequest.emptyPath) | checkOnly)
    } catch {
      if error != .invalid && error != .noCall { throw error }
      try ExecutableFile.checkAccess(file)
    }
  }

  /// The checks of the kernel's `load_elf_binary` before its point of no return.
  ///
  /// What it finds later is for the new resident to find.
  private func check(_ file: borrowing HostFile, _ head: ExecutableHead) throws(Errno) {
    do throws(LaunchFailure) {
      let headers: ImageHeaders
      do throws(ImageError) {
        headers = try ImageHeaders(file, head, as: .program, format: head.kind.format)
      } catch {
        throw .image(error)
      }
      _ = try Interpreter.open(headers, of: file)
    } catch {
      if !error.isLate { throw error.errno }
    }
  }
}

/// Program files as the resident opens them to look inside.
enum ProgramFile {
  /// Opens the program of `request`.
  ///
  /// Nil where that is for the host to judge: it is not there, not a regular file, or may be executed but not read.
  static func open(_ request: ExecutionRequest, path: ExecutedPath) throws(Errno) -> HostFile? {
    let directory = UInt64(UInt32(bitPattern: request.directory))
    if path.isEmpty && !path.isByDescriptor { return nil }
    if !isRegular(directory, path.given, flags: UInt64(request.flags)) { return nil }
    if path.isEmpty { return try reopen(request.directory) }
    if request.isOwnExecutable { return try HostFile(path: GuestIdentity.executableAddress) }
    let noFollow: UInt64 = request.flags & ExecutionRequest.noFollow != 0 ? 0x2_0000 : 0
    return try open(path.given, relativeTo: request.directory, flags: noFollow)
  }

  /// Opens the interpreter that a `#!` line names.
  ///
  /// Nil where the host has to judge it.
  static func open(interpreter line: ScriptLine, of head: ExecutableHead) throws(Errno) -> HostFile? {
    var name = head.bytes
    name[line.name.upperBound] = 0
    let start = UInt64(line.name.lowerBound)
    return try unsafe withUnsafeMutablePointer(to: &name) { room throws(Errno) -> HostFile? in
      let path = UInt64(UInt(bitPattern: room)) &+ start
      if !isRegular(UInt64(UInt32(bitPattern: ExecutionRequest.currentDirectory)), path, flags: 0) { return nil }
      return try open(path, relativeTo: ExecutionRequest.currentDirectory, flags: 0)
    }
  }

  private static func open(_ path: UInt64, relativeTo directory: Int32, flags: UInt64) throws(Errno) -> HostFile? {
    let nonBlockingNoTerminal: UInt64 = 0x900
    do throws(Errno) {
      return try HostFile(path: path, relativeTo: directory, flags: flags | nonBlockingNoTerminal)
    } catch {
      if error == .access { return nil }
      throw error
    }
  }

  /// Opens once more what `descriptor` is open on, which may have been opened for its path only.
  private static func reopen(_ descriptor: Int32) throws(Errno) -> HostFile? {
    var link = MessageLine()
    link.add("/proc/self/fd/")
    link.add(decimal: Int64(descriptor))
    if let opened = link.withText({ path in try? HostFile(path: path) }) { return opened }
    let duplicateCloseOnExec: UInt64 = 1030
    return try HostFile(
      adopting: Int32(
        truncatingIfNeeded: Host.call(.fcntl, UInt64(UInt32(bitPattern: descriptor)), duplicateCloseOnExec, 0)))
  }

  private static func isRegular(_ directory: UInt64, _ path: UInt64, flags: UInt64) -> Bool {
    var status = InlineArray<18, UInt64>(repeating: 0)
    do throws(Errno) {
      try Host.lending(&status) { room throws(Errno) in try Host.call(.newfstatat, directory, path, room, flags) }
    } catch {
      return false
    }
    let mode = status[3]  // st_mode, below st_uid
    return mode & 0o170000 == 0o100000
  }
}
