/// A jump or call that says by a distance where it leads.
///
/// Behind a site it can be moved though it names its own address: in the trampoline it leads to a jump to the same place.
struct RelativeBranch {
  /// Bytes of the whole instruction, whose last are the distance.
  let length: Int
  let isCall: Bool
  /// Whether the distance has one byte, not four.
  let isShort: Bool
  private let distance: Int64

  /// Reads the instruction at `offset` of `code`, all of which is known; nil where it is another one.
  ///
  /// One with a prefix counts as another: processors do not agree on what some of them mean.
  init?(_ code: CodeBytes, at offset: Int) {
    switch code[offset] {
    case 0x70...0x7f, 0xe0...0xe3, 0xeb: (length, isShort) = (2, true)
    case 0xe8, 0xe9: (length, isShort) = (5, false)
    case 0x0f where code[offset &+ 1] & 0xf0 == 0x80: (length, isShort) = (6, false)
    default: return nil
    }
    isCall = code[offset] == 0xe8
    if isShort {
      distance = Int64(Int8(bitPattern: code[offset &+ 1]))
    } else {
      var word: UInt32 = 0
      for byte in 0..<4 { word |= UInt32(code[offset &+ length &- 4 &+ byte]) << UInt32(byte &* 8) }
      distance = Int64(Int32(bitPattern: word))
    }
  }

  /// Where it leads to from `address`.
  func target(from address: UInt64) -> UInt64 { address &+ UInt64(length) &+ UInt64(bitPattern: distance) }
}

extension PatchedSite {
  /// The branch among the moved instructions.
  var movedBranch: RelativeBranch? {
    branch == 0 ? nil : RelativeBranch(original, at: Int(PatchedSite.callLength) &+ branchOffset)
  }

  /// How far behind the call the branch is.
  var branchOffset: Int { Int(branch) &- 1 }

  /// Where the branch among the moved instructions leads to; 0 where there is none.
  var branchTarget: UInt64 {
    guard let target = movedBranch?.target(from: behind &+ UInt64(branchOffset)) else { return 0 }
    return isWide ? target : target & 0xffff_ffff
  }
}
