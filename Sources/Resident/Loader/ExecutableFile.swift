/// Files that are opened to be executed.
enum ExecutableFile {
  /// Opens the file at `path`, a NUL-terminated string, with the checks of the kernel's `do_open_execat`.
  static func open(_ path: UInt64) throws(Errno) -> HostFile {
    let status = try Host.filled(HostFileStatus()) { room throws(Errno) in
      try Host.call(.newfstatat, currentFolder, path, room, 0)
    }
    if status.isDirectory { throw .isDirectory }
    if !status.isRegular { throw .access }
    let nonBlockingNoTerminal: UInt64 = 0x900
    let file = try HostFile(path: path, flags: nonBlockingNoTerminal)
    try checkAccess(file)
    return file
  }

  /// Throws where the caller may not execute it, by its effective ids.
  static func checkAccess(_ file: borrowing HostFile) throws(Errno) {
    let execute: UInt64 = 1
    let effectiveEmptyPath: UInt64 = 0x1200
    do throws(Errno) {
      try Host.call(
        .faccessat2, UInt64(UInt32(bitPattern: file.descriptor)), Text.empty, execute, effectiveEmptyPath)
    } catch {
      // Kernels before 5.8 do not have it.
      if error != .noCall { throw error }
    }
  }

  private static var currentFolder: UInt64 { 0xffff_ff9c }
}
