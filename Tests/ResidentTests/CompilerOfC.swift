import Foundation
import Testing

/// The word size that headers are read for.
enum Width: String, CaseIterable {
  case i386 = "-m32"
  case x86_64 = "-m64"
  case x32 = "-mx32"
}

/// A C compiler, asked for constants.
///
/// Nothing that it makes is run.
enum CompilerOfC {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The values of C expressions, each an unsigned int.
  static func values(of expressions: [String], after prelude: String, _ width: Width) throws -> [Int] {
    // One is added, so that the assembler has no run of zeros to shorten.
    let list = expressions.map { "(unsigned)(\($0)) + 1u" }.joined(separator: ",\n")
    let assembly = try output(prelude + "\nconst unsigned constants[] = {\n\(list)\n};\n", ["-S", width.rawValue])
    let values = assembly.split(separator: "\n").compactMap { line -> Int? in
      let words = line.split(whereSeparator: \.isWhitespace)
      guard words.count >= 2, words[0] == ".long", let value = UInt32(truncating: words[1]) else { return nil }
      return Int(value &- 1)
    }
    guard values.count == expressions.count else {
      throw Failure(description: "\(values.count) values for \(expressions.count) expressions")
    }
    return values
  }

  /// The macros that are defined after `prelude`.
  static func macros(after prelude: String, _ width: Width) throws -> [(name: String, value: String)] {
    try output(prelude, ["-E", "-dM", width.rawValue]).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ", maxSplits: 2)
      return words.count == 3 ? (String(words[1]), String(words[2])) : nil
    }
  }

  /// The bytes of the section .text of 32-bit assembly.
  static func bytes(ofAssembly source: String) throws -> [UInt8] {
    let object = FileManager.default.temporaryDirectory.appendingPathComponent("dragoman-\(UUID().uuidString).o")
    defer { try? FileManager.default.removeItem(at: object) }
    _ = try run(["gcc", "-m32", "-x", "assembler", "-c", "-", "-o", object.path], input: source)
    let bytes = [UInt8](try Data(contentsOf: object))
    func word(_ offset: Int, _ count: Int) -> Int { (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << ($1 * 8) } }
    let (table, count, names) = (word(32, 4), word(48, 2), word(50, 2))
    let strings = word(table + names * 40 + 16, 4)
    for index in 0..<count {
      let header = table + index * 40
      let name = bytes[(strings + word(header, 4))...].prefix { $0 != 0 }
      if String(decoding: name, as: UTF8.self) == ".text" {
        let start = word(header + 16, 4)
        return Array(bytes[start..<start + word(header + 20, 4)])
      }
    }
    throw Failure(description: "the object has no .text")
  }

  static func output(_ source: String, _ options: [String]) throws -> String {
    try run(["gcc", "-x", "c", "-w", "-O0"] + options + ["-", "-o", "-"], input: source)
  }

  /// Runs a tool for a minute at most.
  static func run(_ arguments: [String], input: String) throws -> String {
    let source = FileManager.default.temporaryDirectory.appendingPathComponent("dragoman-\(UUID().uuidString).in")
    defer { try? FileManager.default.removeItem(at: source) }
    try Data(input.utf8).write(to: source)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["timeout", "60"] + arguments
    process.standardInput = try FileHandle(forReadingFrom: source)
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      throw Failure(description: String(decoding: complaint, as: UTF8.self))
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension UInt32 {
  /// A number of assembly, which may be written as negative.
  fileprivate init?(truncating text: Substring) {
    guard let value = Int64(text) else { return nil }
    self.init(truncatingIfNeeded: value)
  }
}
