import ResidentSupport

/// The `#!` lines met on the way to a program: five levels, as the kernel allows.
enum ScriptLines {
  nonisolated(unsafe) private static var count = 0

  /// Keeps the interpreter and argument of `line` in `head` as NUL-terminated strings and puts them into `arguments`.
  static func apply(_ line: ScriptLine, of head: ExecutableHead, to arguments: inout GuestArguments) throws(Errno) {
    if count == 5 { throw .tooManyLinks }
    let start = unsafe script_lines_storage()! + count * 264
    for index in 0..<264 { unsafe start[index] = head.bytes[index] }
    unsafe start[line.name.upperBound] = 0
    if let argument = line.argument { unsafe start[argument.upperBound] = 0 }
    count += 1
    try unsafe arguments.interpose(
      UnsafePointer(start + line.name.lowerBound),
      argument: line.argument.map { unsafe UnsafePointer(start + $0.lowerBound) })
  }
}
