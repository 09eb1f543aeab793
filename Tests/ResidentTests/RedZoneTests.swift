import Testing

@testable import ResidentHosted

/// What is proved of the code behind a `syscall`: that nobody looks at the eight bytes below the stack pointer.
@Suite struct RedZoneTests {
  private static let getpid: UInt64 = 39
  private static let write: UInt64 = 1

  private func isUnused(_ code: [UInt8], by number: UInt64 = getpid) -> Bool {
    let padded = code + [UInt8](repeating: 0xf4, count: 64)
    return unsafe padded.withUnsafeBytes { bytes in
      RedZone.isUnused(by: number, before: UInt64(UInt(bitPattern: bytes.baseAddress)))
    }
  }

  @Test(
    arguments: [
      [0xc3],  // ret
      [0x50],  // push %rax
      [0xe8, 0, 0, 0, 0],  // call
      [0x85, 0xc0, 0x78, 0x01, 0xc3, 0xc3],  // test %eax, %eax; js 1f; ret; 1: ret
      [0x48, 0x8b, 0x44, 0x24, 0x08, 0xc3],  // mov 8(%rsp), %rax; ret
      [0x64, 0x8b, 0x04, 0x25, 0x10, 0, 0, 0, 0xc3],  // mov %fs:16, %eax; ret
      [0x8b, 0x05, 0, 0, 0, 0, 0xc3],  // mov 0(%rip), %eax; ret
      [0x48, 0x83, 0xc4, 0x18, 0xc3],  // add $24, %rsp; ret
      [0x5b, 0xc3],  // pop %rbx; ret
    ] as [[UInt8]])
  func proves(_ code: [UInt8]) { #expect(isUnused(code)) }

  @Test(
    arguments: [
      [0x48, 0x8b, 0x44, 0x24, 0xf8, 0xc3],  // mov -8(%rsp), %rax; ret
      [0x48, 0x8b, 0x02, 0xc3],  // mov (%rdx), %rax; ret
      [0x48, 0x8b, 0x45, 0xf8, 0xc3],  // mov -8(%rbp), %rax; ret
      [0x42, 0x8b, 0x04, 0x24, 0xc3],  // mov (%rsp,%r12), %eax; ret
      [0x85, 0xc0, 0x78, 0x01, 0xc3, 0x8b, 0x44, 0x24, 0xf8, 0xc3],  // test; js 1f; ret; 1: mov -8(%rsp), %eax; ret
      [0x48, 0x83, 0xec, 0x08, 0x58, 0xc3],  // sub $8, %rsp; pop %rax; ret
      [0x5b, 0x50, 0xc3],  // pop %rbx; push %rax; ret
      [0x48, 0x89, 0xd4, 0xc3],  // mov %rdx, %rsp; ret
      [0xeb, 0xfe],  // 1: jmp 1b
      [0xff, 0xe2],  // jmp *%rdx
      [0x0f, 0x05, 0xc3],  // syscall; ret
      [0xa4, 0xc3],  // movsb; ret
      [0xc9, 0xc3],  // leave; ret
      [0x67, 0x8b, 0x04, 0x24, 0xc3],  // mov (%esp), %eax; ret
    ] as [[UInt8]])
  func leavesOpen(_ code: [UInt8]) { #expect(!isUnused(code)) }

  @Test func `a call that is given an address may be given one there`() { #expect(!isUnused([0xc3], by: Self.write)) }
}
