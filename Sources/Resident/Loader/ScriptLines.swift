/// The `#!` lines met on the way to a program: five levels, as the kernel allows.
enum ScriptLines {
  nonisolated(unsafe) private static var storage = InlineArray<5, InlineArray<264, UInt8>>(
    repeating: InlineArray(repeating: 0))
  nonisolated(unsafe) private static var count = 0

  /// Keeps `head`'s interpreter and argument as NUL-terminated strings and puts them into `arguments`.
  static func apply(_ head: ExecutableHead, to arguments: inout GuestArguments) throws(Errno) {
    guard let line = head.scriptLine() else { throw .notExecutable }
    if count == 5 { throw .tooManyLinks }
    storage[count] = head.bytes
    storage[count][line.name.upperBound] = 0
    storage[count][line.argument.upperBound] = 0
    let start = unsafe withUnsafeMutablePointer(to: &storage) {
      unsafe UnsafePointer(UnsafeMutableRawPointer($0).assumingMemoryBound(to: UInt8.self)) + count * 264
    }
    count += 1
    try unsafe arguments.interpose(
      start + line.name.lowerBound, argument: line.argument.isEmpty ? nil : start + line.argument.lowerBound)
  }
}
