import Glibc

/// Who runs the program.
enum Column: String, CaseIterable {
  case native, dragoman, qemu
}

/// What this machine has to run an i386 program with.
struct Machine {
  /// The emulator's path.
  let qemu: String?
  let resident: String
  let tool: String
  /// Columns that stay empty, each with the reason.
  private(set) var absent: [Column: String] = [:]

  /// Looks for the runners; `probe` is an i386 program that ends at once.
  init(dragomanFolder: String, probe: String, limit: Duration) {
    resident = dragomanFolder + "/dragoman-resident"
    tool = dragomanFolder + "/dragoman"
    qemu = find("qemu-i386") ?? find("qemu-i386-static")
    if qemu == nil { absent[.qemu] = "neither qemu-i386 nor qemu-i386-static is in PATH" }
    if access(resident, X_OK) != 0 {
      absent[.dragoman] = "\(resident) is not there; build it with `swift build -c release` or say --dragoman DIR"
    }
    do throws(Failure) {
      _ = try Child([probe], limit: limit).finish()
    } catch {
      absent[.native] = "the kernel does not run i386 programs (\(error))"
    }
  }

  /// The command that runs the program in a column.
  func command(_ program: [String], in column: Column, byTool: Bool = false) -> [String] {
    switch column {
    case .native: program
    case .dragoman where byTool: [tool, "run"] + program
    case .dragoman: [resident, "--"] + program
    case .qemu: [qemu!] + program
    }
  }
}

extension Machine {
  /// The command for a program of 64-bit code, intercepted in `mode`.
  func wideCommand(_ program: [String], in column: Column, mode: String) -> [String] {
    column == .dragoman ? [resident, "--intercept", "all", "--sites", mode, "--"] + program : program
  }
}

/// The path of a command, by PATH.
func find(_ name: String) -> String? {
  guard let path = getenv("PATH") else { return nil }
  return String(cString: path).split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
}

/// Stays, with all children, on the last processor that this process may use; returns its number.
///
/// Otherwise a ping-pong measures where the scheduler puts the two, and a migration spoils a batch.
func pinToOneProcessor() -> Int? {
  var allowed = cpu_set_t()
  let size = MemoryLayout<cpu_set_t>.size
  guard sched_getaffinity(0, size, &allowed) == 0 else { return nil }
  let last = withUnsafeBytes(of: &allowed) { bytes in
    (0..<size * 8).last { bytes[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
  }
  guard let last else { return nil }
  var only = cpu_set_t()
  withUnsafeMutableBytes(of: &only) { $0[last / 8] = 1 << UInt8(last % 8) }
  return sched_setaffinity(0, size, &only) == 0 ? last : nil
}
