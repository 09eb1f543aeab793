/// The instructions behind a call whose bytes a jump of five takes.
struct CoveredInstructions {
  /// Bytes of all of them.
  private(set) var length = 0
  /// The bytes 2 to 4 of the jump at which one begins, as bits.
  private(set) var barriers: UInt8 = 0
  /// Where among them is an operand's distance from %rip.
  private(set) var relativeOperand: Int?
  /// Where among them is a jump or call by a distance.
  private(set) var branch: Int?

  /// Decodes what stands behind the call of `site`, of whose code `count` bytes are known; nil where it cannot be moved.
  ///
  /// 32-bit code has one such instruction only, for there is no choice where its trampolines are. With `takesFour` an
  /// instruction that the jump's last byte meets stays, and its first byte is that of the jump.
  init?(_ site: PatchedSite, count: Int, takesFour: Bool? = nil) {
    let (call, jump) = (Int(PatchedSite.callLength), Int(PatchedSite.jumpLength))
    var hasLeft = false
    while call &+ length < jump {
      let offset = call &+ length
      if site.isWide && length == 2 {
        // Behind a jump everybody comes from elsewhere, if anybody does.
        let isBehindJump = hasLeft && branch == 0 && !CoveredInstructions.isPadding(site.original, at: offset)
        if takesFour ?? isBehindJump {
          barriers |= PatchedSite.lastByteStays
          return
        }
      }
      guard let next = CodeInstruction(site.original, at: offset, count: count, isWide: site.isWide) else { return nil }
      if hasLeft {
        if !CoveredInstructions.isPadding(site.original, at: offset) { return nil }
      } else if site.isWide && (site.original[offset] == 0xc3 || site.original[offset] == 0xcc) {
        hasLeft = true
      } else if let relative = next.relativeOperand, relativeOperand == nil, branch == nil {
        relativeOperand = length &+ relative
      } else if branch == nil, relativeOperand == nil, RelativeBranch(site.original, at: offset)?.length == next.length
      {
        branch = length
        hasLeft = site.original[offset] == 0xeb
      } else if !next.isMovable {
        return nil
      }
      barriers |= 1 << UInt8(offset)
      length &+= next.length
      if !site.isWide && call &+ length < jump { return nil }
    }
  }

  /// Whether what is behind a return or a jump is only there to fill up: who comes there otherwise would be slow then.
  private static func isPadding(_ code: CodeBytes, at offset: Int) -> Bool {
    var index = offset
    while index < offset &+ 8 && (code[index] == 0x66 || code[index] == 0x2e) { index &+= 1 }
    return code[index] == 0x90 || code[index] == 0xcc || code[index] == 0x0f && code[index &+ 1] == 0x1f
  }
}

extension PatchedSite {
  /// Whether what stands there is a call: `int $0x80`, or `syscall` in 64-bit code.
  var isCall: Bool {
    isWide ? original[0] == 0x0f && original[1] == 0x05 : original[0] == 0xcd && original[1] == 0x80
  }
}
