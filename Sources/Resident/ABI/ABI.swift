/// The words that one calling convention into the kernel is made of.
///
/// Kernel structs are written once in `Layout/` and take their sizes and alignments from here.
public protocol ABI {
  /// A pointer, and everything the kernel declares `compat_uptr_t` or `unsigned long`.
  associatedtype Address: FixedWidthInteger & UnsignedInteger & GuestValue
  /// The kernel's `long` in this ABI.
  associatedtype Long: FixedWidthInteger & SignedInteger & GuestValue
  /// A 64-bit number as a struct's field: its alignment differs between the ABIs.
  associatedtype Wide: WideWord

  /// One past the highest address that a guest may name.
  static var addressLimit: UInt64 { get }
  /// Whether a 64-bit argument takes two registers.
  static var splitsWideArguments: Bool { get }
  static var identifier: ABIIdentifier { get }
}

/// The ABI of a call as a value.
public enum ABIIdentifier: UInt8, Sendable {
  case i386, x32, x86_64, arm

  /// As people write it.
  public var name: StaticString {
    switch self {
    case .i386: "i386"
    case .x32: "x32"
    case .x86_64: "x86-64"
    case .arm: "arm"
    }
  }
}

/// A 64-bit field of a struct.
public protocol WideWord: GuestValue {
  init(_ value: UInt64)
  var value: UInt64 { get }
}

extension UInt64: WideWord {
  public var value: UInt64 { self }
}

/// A 64-bit number that is aligned to four bytes only, as i386 lays it out.
public struct SplitWord: WideWord, Sendable {
  var low: UInt32 = 0
  var high: UInt32 = 0

  public init() {}
  public init(_ value: UInt64) {
    low = UInt32(truncatingIfNeeded: value)
    high = UInt32(truncatingIfNeeded: value >> 32)
  }
  public var value: UInt64 { UInt64(low) | UInt64(high) << 32 }
}
