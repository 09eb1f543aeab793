import ResidentSupport

/// The resident's own file.
enum ResidentProgram {
  nonisolated(unsafe) private static var knownPath: UInt64 = 0

  /// Where the kernel shows it, which holds where its path does not: below another root, or when it was replaced.
  static var link: UInt64 { Text.address("/proc/self/exe") }

  /// The path it was started with, made absolute; also its first argument, which hands the path on.
  static var path: UInt64 { knownPath }

  /// Remembers the path from the first argument and AT_EXECFN, before anything changes the working directory.
  static func remember(_ argument0: UnsafePointer<UInt8>?, executedName: UInt64) {
    guard let name = unsafe UnsafePointer<UInt8>(bitPattern: UInt(executedName)) else { return }
    if unsafe Strings.equal(name, "/proc/self/exe"), let argument0 {
      knownPath = UInt64(UInt(bitPattern: argument0))
    } else if unsafe name[0] == 0x2f {
      knownPath = executedName
    } else {
      unsafe join(name)
    }
  }

  private static func join(_ name: UnsafePointer<UInt8>) {
    let length = unsafe Strings.length(name)
    let bytes = unsafe resident_path_storage()!
    let start = unsafe UInt64(UInt(bitPattern: bytes))
    // The result counts the NUL.
    let count = Int((try? Host.call(.getcwd, start, UInt64(RESIDENT_PATH_BYTES))) ?? 1) &- 1
    if count &+ length &+ 2 > Int(RESIDENT_PATH_BYTES) { return }
    unsafe bytes[count] = 0x2f
    for index in 0...length { unsafe bytes[count + 1 + index] = name[index] }
    knownPath = start
  }
}
