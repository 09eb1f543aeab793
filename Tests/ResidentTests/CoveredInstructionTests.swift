import Testing

@testable import ResidentHosted

/// What a jump may take of the instructions behind a call.
@Suite struct CoveredInstructionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let isWide: Bool
    let code: [UInt8]
    /// Length and barriers; nil where the site is left alone.
    let expected: (Int, UInt8)?
    var relative: Int? = nil
    var branch: Int? = nil
    var target: UInt64 = 0
  }

  private static let call: [UInt8] = [0x0f, 0x05]

  static let cases: [Case] = [
    Case(
      testDescription: "one long instruction", isWide: true, code: call + [0x48, 0x3d, 0, 0xf0, 0xff, 0xff],
      expected: (6, 0b100)),
    Case(
      testDescription: "a push, then a comparison", isWide: true, code: call + [0x57, 0x3d, 1, 0xf0, 0xff, 0xff],
      expected: (6, 0b1100)),
    Case(
      testDescription: "two bytes, then more", isWide: true, code: call + [0x89, 0xc2, 0xf7, 0xda],
      expected: (4, 0b1_0100)),
    Case(testDescription: "three of one byte", isWide: true, code: call + [0xfc, 0xf8, 0xf5], expected: (3, 0b1_1100)),
    Case(
      testDescription: "a return with padding", isWide: true, code: call + [0xc3, 0x0f, 0x1f, 0x40, 0],
      expected: (5, 0b1100)),
    Case(
      testDescription: "a return with code behind it", isWide: true, code: call + [0xc3, 0x55, 0x48, 0x89, 0xe5],
      expected: nil),
    Case(
      testDescription: "a short branch", isWide: true, code: call + [0x85, 0xc0, 0x75, 0x10], expected: (4, 0b1_0100),
      branch: 2, target: 0x10_0016),
    Case(
      testDescription: "two short branches", isWide: true, code: call + [0x78, 0x10, 0x75, 0x10], expected: nil),
    Case(
      testDescription: "a short jump with padding", isWide: true, code: call + [0xeb, 0x10, 0x0f, 0x1f, 0x40, 0],
      expected: (6, 0b1_0100), branch: 0),
    Case(
      testDescription: "a short jump with code behind it", isWide: true, code: call + [0xeb, 0xf8, 0x31, 0xc0, 0x90],
      expected: (2, 0b1000_0100), branch: 0, target: 0xf_fffc),
    Case(
      testDescription: "a move, then a call", isWide: true, code: call + [0x89, 0xc3, 0xe8, 1, 2, 3, 4],
      expected: (7, 0b1_0100), branch: 2),
    Case(
      testDescription: "a branch, then an operand near it", isWide: true,
      code: call + [0x75, 0x10, 0x48, 0x8b, 0x15, 1, 2, 3, 4], expected: nil),
    Case(
      testDescription: "32-bit code, a call", isWide: false, code: [0xcd, 0x80, 0xe8, 1, 2, 3, 4], expected: (5, 0b100),
      branch: 0),
    Case(testDescription: "32-bit code, a short jump", isWide: false, code: [0xcd, 0x80, 0xeb, 0x10], expected: nil),
    Case(
      testDescription: "a near branch", isWide: true, code: call + [0x0f, 0x88, 0xfa, 0xff, 0xff, 0xff],
      expected: (6, 0b100), branch: 0, target: 0x10_0002),
    Case(
      testDescription: "a near jump", isWide: true, code: call + [0xe9, 0, 1, 0, 0], expected: (5, 0b100),
      branch: 0, target: 0x10_0107),
    Case(
      testDescription: "a trap with padding", isWide: true, code: call + [0xcc, 0xcc, 0xcc], expected: (3, 0b1_1100)),
    Case(
      testDescription: "an operand near it", isWide: true, code: call + [0x48, 0x8b, 0x15, 1, 2, 3, 4],
      expected: (7, 0b100), relative: 3),
    Case(testDescription: "a call near it", isWide: true, code: call + [0xff, 0x15, 1, 2, 3, 4], expected: nil),
    Case(
      testDescription: "32-bit code, a long instruction", isWide: false, code: [0xcd, 0x80, 0x83, 0xea, 1],
      expected: (3, 0b100)),
    Case(
      testDescription: "32-bit code, short ones", isWide: false, code: [0xcd, 0x80, 0x5b, 0x3d, 1, 0xf0, 0xff, 0xff],
      expected: nil),
  ]

  @Test(arguments: cases)
  func coversWhatCanBeMoved(_ example: Case) {
    var site = PatchedSite()
    site.isWide = example.isWide
    for (index, byte) in example.code.enumerated() { site.original[index] = byte }
    #expect(site.isCall)
    let covered = CoveredInstructions(site, count: 32)
    #expect(covered?.length == example.expected?.0)
    #expect(covered?.barriers == example.expected?.1)
    #expect(covered?.relativeOperand == example.relative)
    #expect(covered?.branch == example.branch)
    if let branch = covered?.branch, example.target != 0 {
      site.address = 0x10_0000
      site.branch = UInt8(branch + 1)
      #expect(site.branchTarget == example.target)
    }
  }
}
