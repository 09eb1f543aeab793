import Glibc

/// The folder of built programs: i386 ones, and `wide-` ones for x86-64.
struct Programs {
  let folder: String

  /// Builds the programs that the figures need, and the probe.
  func build(for figures: [Figure], from sources: String, limit: Duration) throws(Failure) {
    guard let compiler = find("gcc") else { throw Failure("gcc is not in PATH; install gcc-multilib") }
    try makeFolders()
    for program in names(for: figures) {
      let dynamic = program.hasSuffix("-dynamic")
      let isWide = program.hasPrefix("wide-")
      let source = "\(sources)/\(dynamic ? String(program.dropLast("-dynamic".count)) : program).c"
      let flags = [isWide ? "-m64" : "-m32", "-O2", "-std=gnu11", "-pthread"] + (dynamic ? [] : ["-static"])
      do throws(Failure) {
        _ = try Child([compiler] + flags + ["-o", path(of: program), source, "-lm"], limit: limit).finish()
      } catch {
        throw Failure("\(source) does not build with gcc -m32, which needs gcc-multilib: \(error)")
      }
    }
  }

  /// Refuses a folder in which a program is missing.
  func check(for figures: [Figure]) throws(Failure) {
    for name in names(for: figures) where access(path(of: name), X_OK) != 0 {
      throw Failure("\(path(of: name)) is not there; leave --no-build away")
    }
  }

  /// A program that ends at once.
  var probe: String { "hello" }

  func path(of program: String) -> String { "\(folder)/\(program)" }

  private func names(for figures: [Figure]) -> [String] {
    Set(figures.map(\.program)).union([probe]).sorted()
  }

  private func makeFolders() throws(Failure) {
    var made = folder.hasPrefix("/") ? "/" : ""
    for part in folder.split(separator: "/") {
      made += "\(part)/"
      if mkdir(made, 0o777) != 0, errno != EEXIST { throw Failure(made, errno: errno) }
    }
  }
}
