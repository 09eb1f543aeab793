/// One line of the table: what is measured, and how.
struct Figure {
  let name: String
  let title: String
  let method: Method
  /// What the project wants of Dragoman, for the reader: nothing is judged by it.
  var goal = ""

  enum Method {
    /// The program repeats its operation in batches of this length and prints nanoseconds an operation.
    case loop(batch: Int)
    /// The driver times many whole lives of a program; `tool` puts `dragoman run` before it in Dragoman's column.
    case start(program: String, tool: Bool)
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
    case .start(let program, _), .memory(let program, _): program
    }
  }

  var unit: Unit {
    if case .memory = method { .kibibytes } else { .nanoseconds }
  }

  static let all: [Figure] = [
    Figure(name: "getppid-vdso", title: "getppid, call *%gs:0x10", method: .loop(batch: 20), goal: "≤ 1.10×"),
    Figure(name: "getppid-int80", title: "getppid, int $0x80", method: .loop(batch: 20)),
    Figure(name: "read-zero", title: "read, 1 byte of /dev/zero", method: .loop(batch: 20)),
    Figure(name: "write-null", title: "write, 4 KiB to /dev/null", method: .loop(batch: 20)),
    Figure(name: "file-read", title: "read, 4 KiB of a file", method: .loop(batch: 20), goal: "≤ 1.10×"),
    Figure(name: "file-write", title: "write, 4 KiB to a file", method: .loop(batch: 20), goal: "≤ 1.10×"),
    Figure(name: "stat", title: "stat of a path", method: .loop(batch: 20)),
    Figure(name: "clock-gettime", title: "clock_gettime by libc", method: .loop(batch: 20), goal: "≤ 3×"),
    Figure(name: "mmap", title: "mmap and munmap of 64 KiB", method: .loop(batch: 20)),
    Figure(name: "signal", title: "signal to self, handler, return", method: .loop(batch: 20)),
    Figure(name: "pipe-pingpong", title: "pipe round trip, two processes", method: .loop(batch: 20), goal: "≤ 1.10×"),
    Figure(name: "thread", title: "thread, create and join", method: .loop(batch: 20)),
    Figure(name: "fork", title: "fork, exit, wait", method: .loop(batch: 40)),
    Figure(name: "spawn", title: "posix_spawn of a static program", method: .loop(batch: 60)),
    Figure(name: "start-static", title: "start of a static hello", method: .start(program: "hello", tool: false), goal: "≤ 2×"),
    Figure(name: "start-dynamic", title: "start of a dynamic hello", method: .start(program: "hello-dynamic", tool: false)),
    Figure(name: "run-static", title: "the same by dragoman run, static", method: .start(program: "hello", tool: true)),
    Figure(name: "run-dynamic", title: "the same by dragoman run, dynamic", method: .start(program: "hello-dynamic", tool: true)),
    Figure(name: "cpu-integer", title: "integer: sort, sieve, CRC", method: .loop(batch: 60), goal: "≤ 1.02×"),
    Figure(name: "cpu-sse", title: "floating point, SSE2", method: .loop(batch: 60), goal: "≤ 1.02×"),
    Figure(name: "cpu-x87", title: "floating point, x87", method: .loop(batch: 60), goal: "≤ 1.02×"),
    Figure(
      name: "private-static", title: "private memory, static hello", method: .memory(program: "pause", .private),
      goal: "≤ +1024 KiB"),
    Figure(
      name: "private-dynamic", title: "private memory, dynamic hello",
      method: .memory(program: "pause-dynamic", .private), goal: "≤ +1024 KiB"),
    Figure(name: "peak-static", title: "peak RSS, static hello", method: .memory(program: "pause", .peak)),
    Figure(name: "peak-dynamic", title: "peak RSS, dynamic hello", method: .memory(program: "pause-dynamic", .peak)),
  ]
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
