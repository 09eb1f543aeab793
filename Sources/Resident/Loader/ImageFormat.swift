/// How an ELF image for this family of machines is laid out, and for which ABI.
public enum ImageFormat: UInt8, Sendable {
  case i386
  case x86_64
  /// x86-64 code in an image laid out as i386's.
  case x32

  /// Whether headers have 64-bit words.
  var isWide: Bool { self == .x86_64 }
  /// Size of the header in the file.
  var headerSize: Int { isWide ? 64 : 52 }
  /// Size of one program header in the file.
  var programHeaderSize: Int { isWide ? 56 : 32 }
  /// Whether the program begins in 64-bit code.
  var hasWideCode: Bool { self != .i386 }

  /// Whether an ELF file's first bytes are of this format.
  ///
  /// As the kernel, i386's does not look at the class.
  func matches(_ bytes: Span<UInt8>, _ machine: Machine) -> Bool {
    switch self {
    case .i386: machine == .i386 || machine == .i486
    case .x86_64: machine == .x86_64 && bytes.byte(at: 4) == 2
    case .x32: machine == .x86_64 && bytes.byte(at: 4) == 1
    }
  }
}

extension Span<UInt8> {
  /// Eight bytes, least significant first.
  func wide(at offset: Int) -> UInt64 {
    UInt64(word(at: offset)) | UInt64(word(at: offset &+ 4)) &<< 32
  }
}
