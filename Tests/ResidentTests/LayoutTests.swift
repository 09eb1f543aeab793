import Testing

@testable import ResidentHosted

@Suite("The layout of structs")
struct LayoutTests {
  /// What C says of each row: its size, then its fields' offsets.
  ///
  /// One compilation answers for all rows of a width.
  private static let answers: [Width: Result<[[Int]], any Error>] = {
    var answers: [Width: Result<[[Int]], any Error>] = [:]
    for width in Width.allCases {
      let rows = LayoutTable.all.filter { $0.width == width }
      let expressions = rows.flatMap { row in
        ["sizeof(\(row.c))"] + row.fields.map { "offsetof(\(row.c), \($0.c))" }
      }
      answers[width] = Result {
        var values = try CompilerOfC.values(of: expressions, after: LayoutHeaders.kernel, width)[...]
        return rows.map { row in
          defer { values = values.dropFirst(row.fields.count + 1) }
          return Array(values.prefix(row.fields.count + 1))
        }
      }
    }
    return answers
  }()

  @Test(arguments: Width.allCases)
  func `is the kernel's`(width: Width) throws {
    let answers = try #require(LayoutTests.answers[width]).get()
    for (row, answer) in zip(LayoutTable.all.filter { $0.width == width }, answers) {
      #expect(row.isPart ? row.size <= answer[0] : row.size == answer[0], "size of \(row.name), \(row.c)")
      for (field, offset) in zip(row.fields, answer.dropFirst()) {
        #expect(field.offset == offset, "\(row.name), \(row.c).\(field.c)")
      }
    }
  }

  @Test func `has the constants that stand beside structs`() throws {
    let pairs: [(Int, String)] = [
      (Int(RealTimeFrame32.informationOffset), "offsetof(struct rt_sigframe_ia32, info)"),
      (Int(RealTimeFrame32.contextOffset), "offsetof(struct rt_sigframe_ia32, uc)"),
      (Int(PlainFrameHead32.contextOffset), "offsetof(struct sigframe_ia32, sc)"),
      (Int(PlainFrameHead32.secondMaskOffset), "offsetof(struct sigframe_ia32, extramask)"),
      (Int(PlainFrameHead32.size), "sizeof(struct sigframe_ia32)"),
      (MemoryLayout<PlainFrameHead32>.stride, "offsetof(struct sigframe_ia32, fpstate_unused)"),
      (Int(LegacyX87State.size), "offsetof(struct _fpstate_32, _fxsr_env)"),
      (MemoryLayout<LegacyX87State>.stride, "offsetof(struct _fpstate_32, _fxsr_env)"),
      (MemoryLayout<LegacyX87State>.offset(of: \.registers)!, "offsetof(struct _fpstate_32, _st)"),
      (MemoryLayout<LegacyX87State>.offset(of: \.magic)!, "offsetof(struct _fpstate_32, magic)"),
      (Int(VectorState.magic1), "FP_XSTATE_MAGIC1"),
      (Int(VectorState.magic2), "FP_XSTATE_MAGIC2"),
      (112 + 464, "offsetof(struct _fpstate_32, sw_reserved)"),
      (Int(Message<I386>.nameSizeOffset), "offsetof(struct msghdr, msg_namelen)"),
      (Int(Message<I386>.controlSizeOffset), "offsetof(struct msghdr, msg_controllen)"),
      (Int(Message<I386>.flagsOffset), "offsetof(struct msghdr, msg_flags)"),
      (Int(MultipleMessage<I386>.countOffset), "offsetof(struct mmsghdr, msg_len)"),
      (8, "offsetof(struct stat64, __pad0)"), (40, "offsetof(struct stat64, __pad3)"),
      (EntryHeader.nameOffset, "offsetof(struct linux_dirent64, d_name)"),
      (SystemNames.width, "sizeof(((struct new_utsname *)0)->sysname)"),
      (MemoryLayout<ChildInformation>.offset(of: \.process)!, "offsetof(siginfo_t, _sifields._sigchld._pid)"),
      (MemoryLayout<ChildInformation>.offset(of: \.user)!, "offsetof(siginfo_t, _sifields._sigchld._uid)"),
      (MemoryLayout<ChildInformation>.offset(of: \.status)!, "offsetof(siginfo_t, _sifields._sigchld._status)"),
    ]
    let values = try CompilerOfC.values(of: pairs.map(\.1), after: LayoutHeaders.kernel, .i386)
    for (pair, value) in zip(pairs, values) { #expect(pair.0 == value, "\(pair.1)") }
  }
}
