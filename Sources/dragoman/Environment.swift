import Glibc

/// The environment that the program gets: the caller's, byte for byte, and what the options change in it.
struct Environment {
  private(set) var entries: [UnsafeMutablePointer<CChar>] = []

  /// The caller's environment.
  init() {
    var entry = environ
    while let pointer = entry.pointee {
      entries.append(pointer)
      entry += 1
    }
  }

  mutating func unset(_ name: String) {
    let prefix = Array((name + "=").utf8)
    entries.removeAll { strncmp($0, prefix.map { CChar(bitPattern: $0) }, prefix.count) == 0 }
  }

  /// Puts `NAME=VALUE` in the place of an older value, or at the end.
  mutating func set(_ assignment: String, name: String) {
    let prefix = (name + "=").utf8.map { CChar(bitPattern: $0) }
    let entry = FilePath(assignment).cString()
    if let index = entries.firstIndex(where: { strncmp($0, prefix, prefix.count) == 0 }) {
      entries[index] = entry
    } else {
      entries.append(entry)
    }
  }

  /// The bytes of a variable's value.
  func value(of name: String) -> [UInt8]? {
    let prefix = (name + "=").utf8.map { CChar(bitPattern: $0) }
    return entries.first { strncmp($0, prefix, prefix.count) == 0 }.map { FilePath($0 + prefix.count).bytes }
  }
}
