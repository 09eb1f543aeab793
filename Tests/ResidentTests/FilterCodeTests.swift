import Testing

@testable import ResidentHosted

/// Programs for the filters of guests; what they say of random ones is compared with the kernel by the guest `seccomp-programs`.
@Suite struct FilterCodeTests {
  /// Code, jumps, value; as in `struct sock_filter`.
  typealias Step = (code: UInt16, jumpTrue: UInt8, jumpFalse: UInt8, value: UInt32)

  private static let allow: Step = (0x06, 0, 0, Verdict.allow)
  private static let returnAccumulator: Step = (0x16, 0, 0, 0)

  private func with<R>(_ steps: [Step], _ body: (FilterCode) -> R) -> R {
    let instructions = steps.map { step in
      var instruction = FilterInstruction()
      instruction.code = step.code
      instruction.jumpTrue = step.jumpTrue
      instruction.jumpFalse = step.jumpFalse
      instruction.value = step.value
      return instruction
    }
    return unsafe instructions.withUnsafeBufferPointer { buffer in
      unsafe body(FilterCode(instructions: buffer.baseAddress!, count: buffer.count))
    }
  }

  private func isValid(_ steps: [Step]) -> Bool {
    with(steps) { code in
      var masks = [UInt16](repeating: 0, count: steps.count)
      return unsafe masks.withUnsafeMutableBufferPointer { unsafe code.isValid(masks: $0.baseAddress!) }
    }
  }

  private func run(_ steps: [Step], number: UInt32 = 0, arguments: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0])
    -> UInt32
  {
    with(steps) {
      $0.run(FilteredCall(number: number, architecture: 0x4000_0003, ip: 0x1_2345_6789, arguments: arguments))
    }
  }

  @Test func readsEachWordOfTheCall() {
    let arguments: InlineArray<6, UInt64> = [0x1_0000_0002, 0x3_0000_0004, 5, 6, 7, 0x8_0000_0009]
    let words: [UInt32] = [42, 0x4000_0003, 0x2345_6789, 1, 2, 1, 4, 3, 5, 0, 6, 0, 7, 0, 9, 8]
    for (index, word) in words.enumerated() {
      #expect(run([(0x20, 0, 0, UInt32(4 * index)), Self.returnAccumulator], number: 42, arguments: arguments) == word)
    }
  }

  @Test func dividingByNothingKills() {
    // ld #7; ldx #0; div x; ret a
    #expect(run([(0x00, 0, 0, 7), (0x01, 0, 0, 0), (0x3c, 0, 0, 0), Self.returnAccumulator]) == Verdict.killThread)
  }

  @Test func shiftsByMoreThanAWordWrap() {
    // ld #1; ldx #33; lsh x; ret a
    #expect(run([(0x00, 0, 0, 1), (0x01, 0, 0, 33), (0x6c, 0, 0, 0), Self.returnAccumulator]) == 2)
  }

  @Test func jumpsOneWayOrTheOther() {
    let program: [Step] = [(0x20, 0, 0, 0), (0x15, 1, 0, 20), (0x06, 0, 0, 1), (0x06, 0, 0, 2)]
    #expect(run(program, number: 20) == 2)
    #expect(run(program, number: 21) == 1)
  }

  @Test(
    arguments: [
      [(0x20, 0, 0, 2), allow],  // in the middle of a word
      [(0x20, 0, 0, 64), allow],  // behind the call's words
      [(0x30, 0, 0, 0), allow],  // a byte
      [(0x34, 0, 0, 0), allow],  // a division by nothing
      [(0x94, 0, 0, 3), allow],  // a remainder
      [(0x64, 0, 0, 32), allow],  // a shift by a word
      [(0x60, 0, 0, 1), allow],  // memory that nobody wrote
      [(0x60, 0, 0, 16), allow],  // memory that is not there
      [(0x05, 0, 0, 1), allow],  // a jump behind the end
      [(0x15, 0, 1, 1), allow],
      [(0x00, 0, 0, 1)],  // no end
      // Written on one of two ways only.
      [(0x15, 0, 1, 1), (0x02, 0, 0, 3), (0x60, 0, 0, 3), allow],
    ] as [[Step]])
  func isRefused(_ steps: [Step]) {
    #expect(!isValid(steps))
  }

  @Test func isTaken() {
    #expect(isValid([Self.allow]))
    #expect(isValid([(0x02, 0, 0, 3), (0x15, 0, 1, 1), (0x02, 0, 0, 3), (0x60, 0, 0, 3), Self.returnAccumulator]))
  }

  @Test func theStricterVerdictPrecedes() {
    let order = [
      Verdict.killProcess, Verdict.killThread, Verdict.trap, Verdict.error, Verdict.notify, Verdict.trace, Verdict.log,
      Verdict.allow,
    ]
    for (index, verdict) in order.enumerated() {
      for other in order[(index + 1)...] {
        #expect(Verdict.precedes(verdict, other) && !Verdict.precedes(other, verdict))
      }
      // Of two that are alike the one that was asked first stays.
      #expect(!Verdict.precedes(verdict | 1, verdict))
    }
  }
}
