/// A thread's `sigaltstack` as the guest sees it.
struct AlternateStack {
  var base: UInt64 = 0
  var size: UInt64 = 0
  var flags: UInt32 = 2  // SS_DISABLE

  static var onStack: UInt32 { 1 }
  static var disabled: UInt32 { 2 }
  static var autoDisarm: UInt32 { 0x8000_0000 }

  var isEnabled: Bool { size != 0 }
  /// Whether `stackPointer` lies on it.
  func holds(_ stackPointer: UInt64) -> Bool {
    flags & AlternateStack.autoDisarm == 0 && stackPointer > base && stackPointer &- base <= size
  }
}
