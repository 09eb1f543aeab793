extension Span<UInt8> {
  /// The byte at an offset; beyond the end it is zero, as in the zeroed buffer that the kernel reads a header into.
  func byte(at offset: Int) -> UInt8 {
    offset >= 0 && offset < count ? self[offset] : 0
  }

  /// Two bytes, least significant first.
  func half(at offset: Int) -> UInt16 {
    UInt16(byte(at: offset)) | UInt16(byte(at: offset &+ 1)) &<< 8
  }

  /// Four bytes, least significant first.
  func word(at offset: Int) -> UInt32 {
    UInt32(half(at: offset)) | UInt32(half(at: offset &+ 2)) &<< 16
  }
}
