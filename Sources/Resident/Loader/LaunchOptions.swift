/// What the resident was started to run: its own command line,
/// `[--root DIR] [--argv0 NAME] [--debug calls] [--intercept all] [--vdso off] [--sites auto|trap|patch|patch-soon] [--stats exit]
/// [--page-zero allow] [--segments calls] [--host-compat robust-lists] [--tool PATH] [--caller guest] [--readable executable]
/// [--hard-limit raised] [--filters N] [--fd N | --nameless-fd N] -- PROGRAM [ARGUMENTS…]`.
struct LaunchOptions {
  typealias Text = UnsafePointer<UInt8>

  var root: Text? = nil
  var argument0: Text? = nil
  /// An open descriptor of the program, where it has no usable path.
  var descriptor: Int32 = -1
  /// Whether PROGRAM only spells the descriptor, so that the process is named after the file.
  var isNameless = false
  var reportsUnknownCalls = false
  /// Whether x86-64 programs are guests too.
  var interceptsAll = false
  /// Whether they are to make calls of the clock instead of asking the host's vDSO.
  var hidesVirtualObject = false
  var interception = Interception.Mode.automatic
  /// Whether sites may call their number, through page zero.
  var allowsPageZero = false
  /// Whether bases of segments are set by calls even where there are instructions for it; for tests.
  var setsBasesByCalls = false
  /// Whether each process tells at its end how its calls came in.
  var tellsStatistics = false
  /// The tool, where it did not look at the program itself: it has the words for what cannot be started.
  var tool: Text? = nil
  /// Whether robust lists may be registered by the host's own 32-bit entry.
  var usesHostCompat = false
  /// Whether a guest's `execve` started the program, and not a person.
  var isCalledByGuest = false
  /// Whether readable mappings of the calling guest were executable.
  var isReadableExecutable = false
  /// Whether the calling guest left the host's hard limit of address space higher than its own.
  var hasRaisedLimit = false
  /// An open descriptor of the filters that the calling guest had installed.
  var filters: Int32 = -1
  /// The index of PROGRAM in the resident's own arguments; 0 where there is none.
  var program = 0

  /// Reads the options out of the resident's argument strings.
  ///
  /// Throws where they are not of that form.
  init(_ arguments: UnsafePointer<Text?>, count: Int) throws(Errno) {
    var index = 1
    while index < count, let option = unsafe arguments[index] {
      if unsafe Strings.equal(option, "--") {
        program = index + 1 < count ? index + 1 : 0
        break
      }
      guard index + 1 < count, let value = unsafe arguments[index + 1] else { throw .invalid }
      if unsafe Strings.equal(option, "--root") {
        unsafe root = value
      } else if unsafe Strings.equal(option, "--argv0") {
        unsafe argument0 = value
      } else if unsafe Strings.equal(option, "--debug") {
        reportsUnknownCalls = true
      } else if unsafe Strings.equal(option, "--intercept") {
        interceptsAll = true
      } else if unsafe Strings.equal(option, "--vdso") {
        hidesVirtualObject = true
      } else if unsafe Strings.equal(option, "--host-compat") {
        usesHostCompat = unsafe Strings.equal(value, "robust-lists")
      } else if unsafe Strings.equal(option, "--sites") {
        interception = try unsafe LaunchOptions.mode(value)
      } else if unsafe Strings.equal(option, "--page-zero") {
        allowsPageZero = true
      } else if unsafe Strings.equal(option, "--segments") {
        setsBasesByCalls = unsafe Strings.equal(value, "calls")
      } else if unsafe Strings.equal(option, "--stats") {
        tellsStatistics = true
      } else if unsafe Strings.equal(option, "--tool") {
        unsafe tool = value
      } else if unsafe Strings.equal(option, "--caller") {
        isCalledByGuest = true
      } else if unsafe Strings.equal(option, "--readable") {
        isReadableExecutable = true
      } else if unsafe Strings.equal(option, "--hard-limit") {
        hasRaisedLimit = true
      } else if unsafe Strings.equal(option, "--filters") {
        unsafe filters = Strings.decimal(value)
      } else if unsafe Strings.equal(option, "--fd") {
        unsafe descriptor = Strings.decimal(value)
      } else if unsafe Strings.equal(option, "--nameless-fd") {
        unsafe descriptor = Strings.decimal(value)
        isNameless = true
      } else {
        throw .invalid
      }
      index += 2
    }
    if program == 0 { throw .invalid }
  }

  private static func mode(_ text: Text) throws(Errno) -> Interception.Mode {
    if unsafe Strings.equal(text, "auto") { return .automatic }
    if unsafe Strings.equal(text, "trap") { return .trap }
    if unsafe Strings.equal(text, "patch") { return .patch }
    if unsafe Strings.equal(text, "patch-soon") { return .patchSoon }
    throw .invalid
  }
}

/// NUL-terminated strings in the resident's own memory.
enum Strings {
  static func equal(_ text: UnsafePointer<UInt8>, _ other: StaticString) -> Bool {
    for index in 0..<other.utf8CodeUnitCount where unsafe text[index] != other.utf8Start[index] { return false }
    return unsafe text[other.utf8CodeUnitCount] == 0
  }

  /// Whether `text` begins with `prefix`.
  static func starts(_ text: UnsafePointer<UInt8>, with prefix: StaticString) -> Bool {
    for index in 0..<prefix.utf8CodeUnitCount where unsafe text[index] != prefix.utf8Start[index] { return false }
    return true
  }

  static func length(_ text: UnsafePointer<UInt8>) -> Int {
    var length = 0
    while unsafe text[length] != 0 { length &+= 1 }
    return length
  }

  /// The number that `text` spells, −1 where it is none.
  static func decimal(_ text: UnsafePointer<UInt8>) -> Int32 {
    var value: Int32 = 0
    var index = 0
    while unsafe text[index] != 0 {
      let digit = unsafe Int32(text[index]) &- 0x30
      if digit < 0 || digit > 9 || value > 100_000_000 { return -1 }
      value = value &* 10 &+ digit
      index &+= 1
    }
    return index == 0 ? -1 : value
  }

  /// The part of `path` after its last slash.
  static func lastComponent(_ path: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var start = unsafe path
    var index = 0
    while unsafe path[index] != 0 {
      if unsafe path[index] == 0x2f && path[index + 1] != 0 { unsafe start = path + index + 1 }
      index &+= 1
    }
    return unsafe start
  }
}
