import Foundation
import Glibc

/// The tool, run with a time limit.
struct Tool {
  /// What a run printed and how it ended.
  struct Run {
    let status: Int32
    let output: String
    let errors: String

    /// Whether there is exactly one line on standard error, and it holds a text.
    func says(_ text: String) -> Bool {
      errors.hasPrefix("dragoman: ") && errors.filter { $0 == "\n" }.count == 1 && errors.contains(text)
    }
  }

  /// The released tool where it is built, because only that has the quick start; else the one beside these tests.
  static let path: String = {
    let beside = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let released = beside.deletingLastPathComponent().appendingPathComponent("release/dragoman").path
    return FileManager.default.isExecutableFile(atPath: released)
      ? released : beside.appendingPathComponent("dragoman").path
  }()

  /// Whether this kernel has i386 entries, which something has to trap.
  static var kernelAnswersInterrupts: Bool {
    doctor("findings").contains { $0["key"] as? String == "kernelInterrupts" && $0["state"] as? String == "yes" }
  }

  /// Whether x32 programs run here.
  static var runsX32: Bool {
    doctor("interception").contains { $0["abi"] as? String == "x32" && $0["canRun"] as? Bool == true }
  }

  private static func doctor(_ list: String) -> [[String: Any]] {
    guard let text = try? run("doctor", "--json").output,
      let report = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    else { return [] }
    return report[list] as? [[String: Any]] ?? []
  }

  /// Runs `dragoman` with the given words.
  static func run(_ arguments: String..., in folder: Folder? = nil) throws -> Run {
    try command([path] + arguments, in: folder)
  }

  /// Runs a shell script in which `$dragoman` is the tool.
  static func shell(_ script: String, in folder: Folder? = nil) throws -> Run {
    try command(["/bin/sh", "-c", script], in: folder)
  }

  private static func command(_ words: [String], in folder: Folder?) throws -> Run {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/", "LC_ALL": "C", "dragoman": path]
    if let folder { process.currentDirectoryURL = folder.url }
    let output = Pipe()
    let errors = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let identifier = process.processIdentifier
    let limit = DispatchWorkItem { kill(identifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 20, execute: limit)
    defer { limit.cancel() }
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let complained = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Run(
      status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
      output: String(decoding: printed, as: UTF8.self), errors: String(decoding: complained, as: UTF8.self))
  }
}

/// A folder that goes when the test ends.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("dragoman-tool-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Writes a file with the given permissions.
  func write(_ name: String, _ bytes: [UInt8], mode: Int = 0o755) throws {
    let path = url.appendingPathComponent(name).path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  func write(_ name: String, _ text: String, mode: Int = 0o755) throws {
    try write(name, Array(text.utf8), mode: mode)
  }

  /// Writes an ELF file with one segment, and one for its interpreter if it has a name.
  func writeImage(
    _ name: String, machine: UInt16 = 3, type: UInt16 = 2, headers: UInt16? = nil, interpreter: String? = nil
  ) throws {
    var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 1, 1, 1] + [UInt8](repeating: 0, count: 9)
    func half(_ number: UInt16) { bytes += [UInt8(truncatingIfNeeded: number), UInt8(number >> 8)] }
    func words(_ numbers: UInt32...) {
      for number in numbers {
        for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
      }
    }
    half(type)
    half(machine)
    words(1, 0x0804_8074, 52, 0, 0)
    for number in [52, 32, headers ?? 2, 0, 0, 0] as [UInt16] { half(number) }
    words(1, 0, 0x0804_8000, 0x0804_8000, 0x1000, 0x1000, 5, 0x1000)
    let length = UInt32((interpreter?.utf8.count ?? 0) + 1)
    words(interpreter == nil ? 0 : 3, 0x200, 0, 0, length, length, 4, 1)
    bytes += [UInt8](repeating: 0, count: 0x200 - bytes.count) + Array((interpreter ?? "").utf8)
    bytes += [UInt8](repeating: 0, count: 0x1000 - bytes.count)
    try write(name, bytes)
  }
}
