/// An instruction that enters the kernel, found by reading code and not by a trap: a guess, for it may be data.
public struct CandidateSite: Sendable {
  public enum Instruction: Sendable {
    case interrupt
    case syscall
    case sysenter
  }

  /// What would become of it once it has trapped often.
  public enum Outlook: Sendable {
    /// A jump that takes so many bytes of the instructions behind it along.
    case jump(covered: Int)
    case refused(SitePatches.Refusal)
    /// Such sites are not patched.
    case unpatched
  }

  public let instruction: Instruction
  public let outlook: Outlook

  /// Reads the instruction at `offset` of `code`: its length, 0 where it is none, and whether it enters the kernel.
  public static func read(
    _ code: Span<UInt8>, at offset: Int, isWide: Bool
  ) -> (length: Int, site: CandidateSite?) {
    var bytes = CodeBytes(repeating: 0)
    let count = min(code.count &- offset, MemoryLayout<CodeBytes>.size)
    for index in 0..<count { bytes[index] = code[offset &+ index] }
    guard let instruction = CodeInstruction(bytes, at: 0, count: count, isWide: isWide) else { return (0, nil) }
    return (instruction.length, CandidateSite(bytes, count: count, isWide: isWide))
  }

  private init?(_ code: CodeBytes, count: Int, isWide: Bool) {
    switch (code[0], code[1]) {
    case (0xcd, 0x80): instruction = .interrupt
    case (0x0f, 0x05): instruction = .syscall
    case (0x0f, 0x34): instruction = .sysenter
    default: return nil
    }
    var site = PatchedSite()
    site.isWide = isWide
    site.original = code
    if !site.isCall {
      outlook = .unpatched
    } else if let covered = CoveredInstructions(site, count: count) {
      outlook = .jump(covered: covered.length)
    } else {
      outlook = .refused(.neighbour)
    }
  }
}
