import Glibc

/// Finds a program as a shell does.
struct ProgramLookup {
  /// What glibc searches where `PATH` is not set.
  static let defaultPath = "/bin:/usr/bin"

  let name: FilePath
  let searchPath: [UInt8]

  /// A path for the name: itself if it has a slash, else the first fitting file in `PATH`.
  func find() throws(Refusal) -> FilePath {
    if name.bytes.isEmpty { throw .notFound("''", "no such file or directory") }
    if name.hasSlash { return name }
    var denied: FilePath?
    for directory in searchPath.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
      // An empty element is the working directory.
      let candidate = FilePath(bytes: directory.isEmpty ? [UInt8(ascii: ".")] : Array(directory)).appending(name)
      guard case .success(let status) = candidate.status(), !status.isDirectory else { continue }
      if status.isRegularFile, candidate.isExecutable { return candidate }
      denied = denied ?? candidate
    }
    if let denied { throw .notRunnable(denied.description, "permission denied: the file is not executable") }
    throw .notFound(name.description, "command not found in PATH")
  }
}
