import Testing

@testable import ResidentHosted

/// What is taken for a call that has not trapped.
@Suite struct SiteEvidenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What stands before the call, with filling before that, and behind it.
    let before: [UInt8]
    var behind: [UInt8] = [0xc3]
    let expected: Expected
  }

  enum Expected: Equatable, Sendable {
    case none
    case unclear
    case call(UInt32?)
  }

  static let cases: [Case] = [
    Case(testDescription: "a constant", before: [0xb8, 0x38, 0, 0, 0], expected: .call(56)),
    Case(testDescription: "a restorer", before: [0x48, 0xc7, 0xc0, 15, 0, 0, 0], expected: .call(15)),
    Case(
      testDescription: "the last of two constants", before: [0xb8, 1, 0, 0, 0, 0x31, 0xff, 0xb8, 9, 0, 0, 0],
      expected: .call(9)),
    Case(
      testDescription: "a constant in one byte", before: [0x31, 0xc0, 0xb0, 56, 0x49, 0x89, 0xd0, 0x48, 0x89, 0xfe],
      expected: .call(56)),
    Case(
      testDescription: "a constant by the stack", before: [0x89, 0xdf, 0x31, 0xf6, 0x6a, 14, 0x58], expected: .call(14)),
    Case(
      testDescription: "by another register", before: [0xba, 60, 0, 0, 0, 0x31, 0xff, 0x89, 0xd0], expected: .call(nil)),
    Case(
      testDescription: "syscall(2)",
      before: [0x48, 0x89, 0xf8, 0x48, 0x89, 0xf7, 0x48, 0x89, 0xd6, 0x4c, 0x8b, 0x4c, 0x24, 8], expected: .call(nil)),
    Case(
      testDescription: "a comparison alone", before: [0x48, 0x89, 0xe5], behind: [0x48, 0x3d, 1, 0xf0, 0xff, 0xff],
      expected: .call(nil)),
    Case(testDescription: "a number and nothing else", before: [0x89, 0xd0], expected: .unclear),
    Case(testDescription: "what came before a return", before: [0xb8, 1, 0, 0, 0, 0xc3], expected: .none),
    Case(testDescription: "a part of an instruction", before: [0xb8, 1, 0, 0, 0, 0x48, 0x8d], expected: .none),
    Case(testDescription: "no number", before: [0x48, 0x89, 0xe5, 0x53], expected: .none),
  ]

  @Test(arguments: cases)
  func judges(_ example: Case) {
    var window = SiteEvidence.Window(repeating: 0x90)
    let code = example.before + [0x0f, 0x05] + example.behind
    for (index, byte) in code.enumerated() { window[SiteEvidence.before - example.before.count + index] = byte }
    let found: Expected =
      switch SiteEvidence.judge(window, missing: 0) {
      case .none: .none
      case .unclear: .unclear
      case .call(let number): .call(number)
      }
    #expect(found == example.expected)
  }
}
