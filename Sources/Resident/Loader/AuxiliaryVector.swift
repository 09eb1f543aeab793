/// The auxiliary vector that the host's kernel gave to the resident's own process.
struct AuxiliaryVector {
  let entries: UnsafePointer<UInt64>
  /// Where the stack that the kernel made began when the resident was entered.
  let stack: UInt64

  /// The value of `tag`, or `fallback` where there is none.
  func value(_ tag: Tag, else fallback: UInt64 = 0) -> UInt64 {
    var index = 0
    while unsafe entries[index] != 0 {
      if unsafe entries[index] == tag.rawValue { return unsafe entries[index + 1] }
      index += 2
    }
    return fallback
  }

  /// How many entries there are, with the final one.
  var count: UInt64 {
    var count: UInt64 = 1
    while unsafe entries[Int(count &- 1) &* 2] != 0 { count &+= 1 }
    return count
  }

  /// Tag and value of the entry at `index`.
  func entry(_ index: Int) -> (tag: UInt64, value: UInt64) {
    unsafe (entries[index &* 2], entries[index &* 2 &+ 1])
  }

  enum Tag: UInt64 {
    case null = 0
    case ignored = 1
    case programHeaders = 3
    case programHeaderSize = 4
    case programHeaderCount = 5
    case pageSize = 6
    case interpreterBase = 7
    case flags = 8
    case entry = 9
    case user = 11
    case effectiveUser = 12
    case group = 13
    case effectiveGroup = 14
    case platform = 15
    case capabilities = 16
    case clockTicks = 17
    case secure = 23
    case random = 25
    case capabilities2 = 26
    case restartableSize = 27
    case restartableAlignment = 28
    case executedName = 31
    case vsyscall = 32
    case virtualObject = 33
    case minimumSignalStack = 51
  }
}
