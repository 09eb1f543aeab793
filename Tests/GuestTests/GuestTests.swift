import Foundation
import Testing

/// Each program of `Tests/Guests` prints and ends the same by the kernel and under Dragoman.
///
/// `Tests/run-guests` says how a guest is built, run and compared; here each case only gets its name.
@Suite struct GuestTests {
  @Test(arguments: GuestRunner.cases)
  func sameAsKernel(_ name: String) throws {
    let outcome = try GuestRunner.run(["--only", name, "--again", "5"])
    #expect(outcome.status == 0, "\(outcome.output)")
  }

  @Test(arguments: ["hello.static", "hello.dynamic", "exec-environment.static", "death-by-signal.dynamic"])
  func sameByTheTool(_ name: String) throws {
    let tool = try #require(GuestRunner.built("dragoman"), "build the tool first")
    let outcome = try GuestRunner.run(["--only", name, "--again", "5", "--tool", tool.path])
    #expect(outcome.status == 0, "\(outcome.output)")
  }

  /// Dragoman leans on no 32-bit entry of the kernel: a filter would kill it there.
  @Test(arguments: ["hello.dynamic", "int80-every-register.static", "threads-signals.static", "exec-kinds.static"])
  func sameWhereOnly64BitCallsAreAllowed(_ name: String) throws {
    let launcher = GuestRunner.root.appending(path: ".cache/only64")
    let build = try GuestRunner.launch(
      "/usr/bin/env", ["gcc", "-O2", "Tests/Support/only64.c", "-o", launcher.path + ".\(name)"], limit: 60)
    #expect(build.status == 0, "\(build.output)")
    let outcome = try GuestRunner.run(["--only", name, "--again", "5", "--wrap", launcher.path + ".\(name)"])
    #expect(outcome.status == 0, "\(outcome.output)")
  }
}

/// Starts `Tests/run-guests` with a time limit.
enum GuestRunner {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every case as `NAME.LINKAGE`; one that names the trouble if the runner does not start.
  static let cases: [String] = {
    guard let listed = try? launch("/usr/bin/env", ["python3", "Tests/run-guests", "--list"], limit: 60),
      listed.status == 0
    else { return ["(Tests/run-guests --list does not run; is python3 installed?)"] }
    return listed.output.split(separator: "\n").map(String.init)
  }()

  /// The built program of that name, of the configuration in DRAGOMAN_BUILD, else release before debug.
  static func built(_ name: String) -> URL? {
    let configurations = ProcessInfo.processInfo.environment["DRAGOMAN_BUILD"].map { [$0] } ?? ["release", "debug"]
    return configurations.map { root.appending(path: ".build/\($0)/\(name)") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    try launch("/usr/bin/env", ["python3", "Tests/run-guests"] + arguments, limit: 240)
  }

  /// Runs a command in the project's root; past the limit in seconds it is asked to end, and kills its guests.
  static func launch(_ path: String, _ arguments: [String], limit: Double) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = root
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let watchdog = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + limit, execute: watchdog)
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    watchdog.cancel()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
