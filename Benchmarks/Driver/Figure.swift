/// One line of the table: what is measured, and how.
struct Figure {
  let name: String
  let title: String
  let method: Method
  /// What the project wants of Dragoman, for the reader: nothing is judged by it.
  let goal: String

  enum Method {
    /// The program repeats its operation in batches of this length in milliseconds and prints ns an operation.
    case loop(batch: Int)
    /// The same, but the program is 64-bit code, run under `--intercept` in this mode.
    case wide(program: String, mode: String)
    /// The driver times many whole lives of a program; `byTool` puts `dragoman run` before it in Dragoman's column.
    case start(program: String, byTool: Bool)
    /// The driver looks at the memory of a program that pauses.
    case memory(program: String, Memory)
  }

  enum Memory {
    case `private`, peak
  }

  /// The program that is run: a file of the folder of built programs.
  var program: String {
    switch method {
    case .loop: name
    case .wide(let program, _), .start(let program, _), .memory(let program, _): program
    }
  }

  /// Whether the column has something to say on it: an emulator of i386 runs no 64-bit code.
  func isMeasured(in column: Column) -> Bool {
    if case .wide = method { column != .qemu } else { true }
  }

  var unit: Unit {
    if case .memory = method { .kibibytes } else { .nanoseconds }
  }

  // swift-format-ignore
  static let all: [Figure] = [
    .loop("getppid-vdso",     "getppid, call *%gs:0x10", goal: "≤ 1.10×"),
    .loop("getppid-int80",    "getppid, int $0x80"),
    .loop("read-zero",        "read, 1 byte of /dev/zero"),
    .loop("write-null",       "write, 4 KiB to /dev/null"),
    .loop("file-read",        "read, 4 KiB of a file", goal: "≤ 1.10×"),
    .loop("file-write",       "write, 4 KiB to a file", goal: "≤ 1.10×"),
    .loop("stat",             "stat of a path"),
    .loop("clock-gettime",    "clock_gettime by libc", goal: "≤ 3×"),
    .loop("mmap",             "mmap and munmap of 64 KiB"),
    .loop("mmap-many",        "mmap of a page, 60,000 mappings", goal: "≤ 1.5×"),
    .loop("mmap-many-holes",  "the same of two, where no hole fits", goal: "≤ 1.5×"),
    .loop("signal",           "signal to self, handler, return"),
    .loop("pipe-pingpong",    "pipe round trip, two processes", goal: "≤ 1.10×"),
    .loop("thread",           "thread, create and join"),
    .loop("fork",             "fork, exit, wait", batch: 40),
    .loop("spawn",            "posix_spawn of a static program", batch: 60),
    .wide("wide-getppid",     "x86-64 getppid, syscall", goal: "≤ 1.40×"),
    .wide("wide-getppid-trap", "the same, --intercept=trap", of: "wide-getppid", mode: "trap"),
    .wide("wide-getppid-patch", "the same, --intercept=patch", of: "wide-getppid", mode: "patch", goal: "≤ 1.15×"),
    .wide("wide-read-zero",   "x86-64 read, 1 byte of /dev/zero"),
    .wide("wide-write-null",  "x86-64 write, 4 KiB to /dev/null"),
    .wide("wide-access",      "x86-64 access, which has a handler"),
    .start("start-static",    "start of a static hello", of: "hello", goal: "≤ 2×"),
    .start("start-dynamic",   "start of a dynamic hello", of: "hello-dynamic"),
    .start("run-static",      "static hello by dragoman run", of: "hello", byTool: true),
    .start("run-dynamic",     "dynamic hello by dragoman run", of: "hello-dynamic", byTool: true),
    .loop("cpu-integer",      "integer: sort, sieve, CRC", batch: 60, goal: "≤ 1.02×"),
    .loop("cpu-sse",          "floating point, SSE2", batch: 60, goal: "≤ 1.02×"),
    .loop("cpu-x87",          "floating point, x87", batch: 60, goal: "≤ 1.02×"),
    .memory("private-static", "private memory, static hello", .private, of: "pause", goal: "≤ +1024 KiB"),
    .memory("private-dynamic", "private memory, dynamic hello", .private, of: "pause-dynamic", goal: "≤ +1024 KiB"),
    .memory("peak-static",    "peak RSS, static hello", .peak, of: "pause"),
    .memory("peak-dynamic",   "peak RSS, dynamic hello", .peak, of: "pause-dynamic"),
  ]

  private static func loop(_ name: String, _ title: String, batch: Int = 20, goal: String = "") -> Figure {
    Figure(name: name, title: title, method: .loop(batch: batch), goal: goal)
  }

  private static func wide(
    _ name: String, _ title: String, of program: String? = nil, mode: String = "auto", goal: String = ""
  ) -> Figure {
    Figure(name: name, title: title, method: .wide(program: program ?? name, mode: mode), goal: goal)
  }

  private static func start(
    _ name: String, _ title: String, of program: String, byTool: Bool = false, goal: String = ""
  ) -> Figure {
    Figure(name: name, title: title, method: .start(program: program, byTool: byTool), goal: goal)
  }

  private static func memory(
    _ name: String, _ title: String, _ kind: Memory, of program: String, goal: String = ""
  ) -> Figure {
    Figure(name: name, title: title, method: .memory(program: program, kind), goal: goal)
  }
}

/// What a figure counts, and how two of them are compared.
enum Unit: String {
  case nanoseconds = "ns"
  case kibibytes = "KiB"

  /// A value with three significant digits or so, and its unit.
  func format(_ value: Double) -> String {
    switch self {
    case .kibibytes: "\(fixed(value, 0)) KiB"
    case .nanoseconds where value < 1e3: "\(threeDigits(value)) ns"
    case .nanoseconds where value < 1e6: "\(threeDigits(value / 1e3)) µs"
    case .nanoseconds: "\(threeDigits(value / 1e6)) ms"
    }
  }

  /// Times compare as a ratio, memory as a difference.
  func compare(_ value: Double, with native: Double) -> String {
    switch self {
    case .nanoseconds: "\(fixed(value / native, 2))×"
    case .kibibytes: "\(value < native ? "−" : "+")\(fixed((value - native).magnitude, 0)) KiB"
    }
  }

  private func threeDigits(_ value: Double) -> String {
    fixed(value, value < 10 ? 2 : value < 100 ? 1 : 0)
  }
}

/// A number that is not negative, with so many decimals.
func fixed(_ value: Double, _ decimals: Int) -> String {
  var scale = 1
  for _ in 0..<decimals { scale *= 10 }
  let scaled = Int((value * Double(scale)).rounded())
  guard decimals > 0 else { return "\(scaled)" }
  let fraction = "\(scaled % scale)"
  return "\(scaled / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
}
