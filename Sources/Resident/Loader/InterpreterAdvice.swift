/// Where a missing interpreter comes from, in words for a person.
public enum InterpreterAdvice {
  /// What brings the interpreter whose path is given.
  public static func source(of path: Span<UInt8>) -> StaticString {
    if ends(path, with: "/ld-linux.so.2") {
      return "on Debian it is in libc6:i386 (dpkg --add-architecture i386, apt update, apt install libc6:i386)"
    }
    if ends(path, with: "/ld-linux-x32.so.2") { return "on Debian it is in libc6-x32" }
    if ends(path, with: "/ld-musl-i386.so.1") {
      return "on Debian it is in musl:i386 (dpkg --add-architecture i386, apt update, apt install musl:i386)"
    }
    if ends(path, with: "/linker") { return "it is Android's" }
    return "install the 32-bit C library of the system that the program was built for"
  }

  /// What `--root` has to do with it.
  public static func root(isGiven: Bool) -> StaticString {
    isGiven ? "it is neither under --root nor in /" : "or name a tree that has it with --root DIR"
  }

  private static func ends(_ path: Span<UInt8>, with end: StaticString) -> Bool {
    let start = path.count &- end.utf8CodeUnitCount
    if start < 0 { return false }
    for index in 0..<end.utf8CodeUnitCount where unsafe path[start &+ index] != end.utf8Start[index] { return false }
    return true
  }
}
