/// What a stretch of pages has free: at its start, at its end, and the longest run inside.
struct FreeRuns {
  var prefix: UInt64
  var suffix: UInt64
  var longest: UInt64

  static func all(of size: UInt64) -> FreeRuns { FreeRuns(prefix: size, suffix: size, longest: size) }
  static var none: FreeRuns { FreeRuns(prefix: 0, suffix: 0, longest: 0) }

  init(prefix: UInt64, suffix: UInt64, longest: UInt64) {
    self.prefix = prefix
    self.suffix = suffix
    self.longest = longest
  }

  /// The runs of two stretches of `half` pages each, one behind the other.
  init(_ lower: FreeRuns, _ upper: FreeRuns, half: UInt64) {
    prefix = lower.prefix == half ? half &+ upper.prefix : lower.prefix
    suffix = upper.suffix == half ? half &+ lower.suffix : upper.suffix
    longest = max(max(lower.longest, upper.longest), lower.suffix &+ upper.prefix)
  }

  /// What `packed` says of a stretch of `size` pages: three fields of 21 bits, each of which counts the pages that are
  /// missing to all, so that zero is a stretch that is free.
  init(packed: UInt64, size: UInt64) {
    prefix = size &- packed & FreeRuns.field
    suffix = size &- packed >> 21 & FreeRuns.field
    longest = size &- packed >> 42
  }

  func packed(size: UInt64) -> UInt64 {
    size &- prefix | (size &- suffix) << 21 | (size &- longest) << 42
  }

  private static var field: UInt64 { 0x1f_ffff }

  /// The longest run of set bits in `bits`.
  static func longestRun(in bits: UInt64) -> UInt64 {
    if bits == 0 { return 0 }
    if bits == ~0 { return 64 }
    // `runs` has a bit where `length` set bits begin.
    var runs = bits
    var length: UInt64 = 1
    var longer = runs & runs >> 1
    if longer == 0 { return 1 }
    while longer != 0 {
      runs = longer
      length &*= 2
      longer = runs & runs >> length
    }
    var step = length / 2
    while step != 0 {
      let longer = runs & bits.runStarts(of: step) >> length
      if longer != 0 {
        runs = longer
        length &+= step
      }
      step /= 2
    }
    return length
  }
}

extension UInt64 {
  /// A bit where `count` set bits begin; `count` is a power of two.
  fileprivate func runStarts(of count: UInt64) -> UInt64 {
    var runs = self
    var length: UInt64 = 1
    while length < count {
      runs &= runs >> length
      length &*= 2
    }
    return runs
  }
}
