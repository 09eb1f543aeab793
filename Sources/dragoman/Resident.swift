import Glibc

/// The program that runs guests, as it is installed beside the tool.
enum Resident {
  static let name = "dragoman-resident"

  /// Where the resident may lie: beside the tool, or in the `libexec` folder of the same prefix.
  static var candidates: [FilePath] {
    guard let tool = executablePath else { return [] }
    let folder = FilePath(bytes: Array(tool.bytes[..<(tool.bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0)]))
    return [folder.appending(FilePath("/" + name)), folder.appending(FilePath("/../libexec/dragoman/" + name))]
  }

  /// The resident's path, or a refusal that says where it was looked for.
  static func find() throws(Refusal) -> FilePath {
    let candidates = candidates
    if let found = candidates.first(where: { $0.isExecutable }) { return found }
    let places = candidates.map(\.description).joined(separator: " or ")
    throw Refusal(
      status: 126, subject: nil,
      message: "its second half, \(name), is missing: expected \(places.isEmpty ? "beside it" : places); install both")
  }

  private static var executablePath: FilePath? {
    let path = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, initialized in
      initialized = buffer.withMemoryRebound(to: CChar.self) {
        max(0, readlink("/proc/self/exe", $0.baseAddress!, $0.count))
      }
    }
    return path.isEmpty ? nil : FilePath(bytes: path)
  }
}
