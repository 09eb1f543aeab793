import Testing

@testable import ResidentHosted

@Suite("The smallest stack for signals")
struct SignalStackSizeTests {
  @Test(
    "A kernel without 32-bit support says what its own frames take; with it, what i386's do",
    arguments: [
      (vector: UInt64(2696), without: UInt64(3232), with: UInt64(3632)),
      (vector: 576, without: 1104, with: 1504),
    ])
  func narrow(_ sizes: (vector: UInt64, without: UInt64, with: UInt64)) {
    #expect(SignalStackSize.forI386(host: sizes.without, vectorSize: sizes.vector) == sizes.with)
    #expect(SignalStackSize.forI386(host: sizes.with, vectorSize: sizes.vector) == sizes.with)
  }

  @Test("A kernel that says nothing is not corrected")
  func absent() {
    #expect(SignalStackSize.forI386(host: 0, vectorSize: 2696) == 0)
  }
}
