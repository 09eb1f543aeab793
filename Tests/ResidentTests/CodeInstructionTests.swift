import Foundation
import Testing

@testable import ResidentHosted

/// The decoder of neighbours of sites against Zydis, over every opcode and form of operands.
@Suite struct CodeInstructionTests {
  @Test(arguments: ["32", "64"])
  func agreesWithZydis(_ mode: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let program = FileManager.default.temporaryDirectory.appendingPathComponent("dragoman-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: program) }
    let source = root.appendingPathComponent("Support/instruction-forms.c").path
    _ = try CompilerOfC.run(["gcc", "-O1", source, "-lZydis", "-o", program.path], input: "")
    let forms = try CompilerOfC.run([program.path, mode], input: "")
    var count = 0
    var unknown = 0
    var wrong: [Substring] = []
    for line in forms.split(separator: "\n") {
      let words = line.split(separator: " ")
      let digits = Array(words[0].utf8)
      var code = CodeBytes(repeating: 0x25)
      for index in 0..<digits.count / 2 {
        code[index] = Self.value(digits[2 * index]) << 4 | Self.value(digits[2 * index + 1])
      }
      count += 1
      guard let own = CodeInstruction(code, at: 0, count: 32, isWide: mode == "64") else {
        unknown += 1
        continue
      }
      if own.length != Int(words[1]) || own.isMovable && words[2] == "0" { wrong.append(line) }
    }
    #expect(count > 500_000)
    #expect(unknown < count / 50)
    #expect(wrong.prefix(20) == [], "\(wrong.count) instructions")
  }

  private static func value(_ digit: UInt8) -> UInt8 { digit < 0x3a ? digit - 0x30 : digit - 0x57 }
}
