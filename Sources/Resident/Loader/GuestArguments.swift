/// The argument strings of a guest: some that a script's `#!` line puts in front, then those it was started with.
struct GuestArguments {
  typealias Text = UnsafePointer<UInt8>

  /// The path the program was asked for under: AT_EXECFN.
  let executedName: Text
  /// The path of the file to be loaded: `executedName`, or the interpreter of a script.
  private(set) var file: Text
  private var front = InlineArray<16, Text?>(repeating: nil)
  private var frontCount = 1
  private let argument0: Text
  private let rest: UnsafePointer<Text?>
  private let restCount: Int

  /// `strings` holds the program's path and its arguments; `argument0` replaces the first.
  init(_ strings: UnsafePointer<Text?>, count: Int, argument0: Text?) {
    unsafe executedName = strings[0]!
    unsafe file = strings[0]!
    unsafe self.argument0 = argument0 ?? strings[0]!
    unsafe front[0] = self.argument0
    unsafe rest = strings + 1
    restCount = count - 1
  }

  var count: Int { frontCount + restCount }

  /// The argument string at `index`.
  subscript(index: Int) -> Text {
    if index < frontCount { return unsafe front[index]! }
    return unsafe rest[index - frontCount]!
  }

  /// Has the host's kernel run the program as it was asked for, in the resident's place.
  ///
  /// Returns only to throw.
  func startNatively(environment: UnsafePointer<Text?>) throws(Errno) {
    // The resident's own command line is not needed any more.
    let list = unsafe UnsafeMutablePointer(mutating: rest) - 1
    unsafe list[0] = argument0
    try unsafe Host.call(
      .execve, UInt64(UInt(bitPattern: executedName)), UInt64(UInt(bitPattern: list)),
      UInt64(UInt(bitPattern: environment)))
  }

  /// A script's interpreter takes the place of the first argument; the script's own path follows it.
  ///
  /// Both strings stay. Throws where scripts are nested too deep.
  mutating func interpose(_ interpreter: Text, argument: Text?) throws(Errno) {
    let added = argument == nil ? 1 : 2
    if frontCount + added > 11 { throw .tooManyLinks }
    var index = frontCount - 1
    while index >= 1 {
      unsafe front[index + added] = front[index]
      index -= 1
    }
    unsafe front[0] = interpreter
    if let argument { unsafe front[1] = argument }
    unsafe front[added] = file
    frontCount += added
    unsafe file = interpreter
  }
}
