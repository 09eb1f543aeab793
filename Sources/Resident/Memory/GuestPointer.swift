import ResidentSupport

/// An address in the guest, with the type that lies there.
///
/// It cannot be dereferenced: its pointee is only ever copied, once, and a bad address is `EFAULT`.
public struct GuestPointer<Pointee: GuestValue>: Equatable, Sendable {
  public let address: UInt64

  @inline(__always) public init(_ address: UInt64) { self.address = address }
  @inline(__always) public var isNull: Bool { address == 0 }

  /// Copies the pointee out of the guest.
  @inline(__always)
  public func read() throws(Errno) -> Pointee {
    var value = Pointee()
    let result = unsafe withUnsafeMutablePointer(to: &value) {
      unsafe guest_copy($0, UnsafeRawPointer(bitPattern: UInt(address)), UInt64(MemoryLayout<Pointee>.stride))
    }
    if result != 0 { throw .fault }
    return value
  }

  /// Copies `value` into the guest.
  @inline(__always)
  public func write(_ value: Pointee) throws(Errno) {
    var copy = value
    let stride = MemoryLayout<Pointee>.stride
    let result = unsafe withUnsafeMutablePointer(to: &copy) {
      unsafe guest_copy(UnsafeMutableRawPointer(bitPattern: UInt(address)), $0, UInt64(stride))
    }
    if result != 0 {
      // One word the kernel stores at once, and a struct up to the last byte that has a place.
      if stride > 4 { unsafe withUnsafeMutablePointer(to: &copy) { GuestMemory.fill($0, to: address, count: stride) } }
      throw .fault
    }
  }

  /// The pointer `count` elements further on.
  @inline(__always)
  public func advanced(by count: Int) -> GuestPointer {
    GuestPointer(address &+ UInt64(bitPattern: Int64(count &* MemoryLayout<Pointee>.stride)))
  }

  /// The same address, seen as another type, `offset` bytes further on.
  @inline(__always)
  public func rebound<Other>(to type: Other.Type, offset: UInt64 = 0) -> GuestPointer<Other> {
    GuestPointer<Other>(address &+ offset)
  }
}

/// Copies between the guest and the resident's own memory, for blocks that are not one value.
public enum GuestMemory {
  /// Copies `count` bytes from the guest at `address` to `destination`.
  @inline(__always)
  public static func read(_ address: UInt64, into destination: UnsafeMutableRawPointer, count: Int) throws(Errno) {
    if unsafe guest_copy(destination, UnsafeRawPointer(bitPattern: UInt(address)), UInt64(count)) != 0 { throw .fault }
  }

  /// Copies `count` bytes from `source` to the guest at `address`.
  @inline(__always)
  public static func write(_ source: UnsafeRawPointer, to address: UInt64, count: Int) throws(Errno) {
    if unsafe guest_copy(UnsafeMutableRawPointer(bitPattern: UInt(address)), source, UInt64(count)) != 0 {
      unsafe fill(source, to: address, count: count)
      throw .fault
    }
  }

  /// Copies byte by byte what can be of a block that does not fit, as the kernel does.
  @inline(never)
  static func fill(_ source: UnsafeRawPointer, to address: UInt64, count: Int) {
    _ = unsafe guest_copy_bytes(UnsafeMutableRawPointer(bitPattern: UInt(address)), source, UInt64(count))
  }

  /// Fills `count` bytes of the guest with zeros.
  public static func zero(_ address: UInt64, count: UInt64) throws(Errno) {
    if unsafe guest_zero(UnsafeMutableRawPointer(bitPattern: UInt(address)), count) != 0 { throw .fault }
  }

  /// The length of the string at `address` without its NUL; `limit` where it is not shorter than that.
  public static func stringLength(_ address: UInt64, limit: UInt64) throws(Errno) -> UInt64 {
    let length = unsafe guest_string_length(UnsafeRawPointer(bitPattern: UInt(address)), limit)
    if length < 0 { throw .fault }
    return UInt64(length)
  }

  /// Replaces the word at `address` by `desired` where it is `expected`; gives the word that was there.
  public static func compareExchange(_ address: UInt64, expected: UInt32, desired: UInt32) throws(Errno) -> UInt32 {
    var seen = expected
    let result = unsafe guest_compare_exchange32(
      UnsafeMutablePointer<UInt32>(bitPattern: UInt(address)), &seen, desired)
    if result < 0 { throw .fault }
    return seen
  }
}
