/// Who can run a file, judged by its first bytes as the kernel's binary formats judge it.
public enum ImageKind: Equatable, Sendable {
  /// An i386 ELF file: a guest.
  case i386
  /// An x86-64 ELF file: the host runs it.
  case x86_64
  /// An x32 ELF file: x86-64 code with 32-bit addresses.
  case x32
  /// An ELF file for a machine that is neither.
  case foreign(Machine)
  /// A text that names its interpreter after `#!`.
  case script
  /// Anything else.
  case unknown

  /// How an image of this kind is laid out.
  public var format: ImageFormat {
    switch self {
    case .x86_64: .x86_64
    case .x32: .x32
    default: .i386
    }
  }

  /// Looks at the first bytes of a file; 64 are enough.
  public init(_ bytes: Span<UInt8>) {
    if bytes.byte(at: 0) == UInt8(ascii: "#"), bytes.byte(at: 1) == UInt8(ascii: "!") {
      self = .script
    } else if ELFHeader.hasMagic(bytes) {
      let machine = ELFHeader.machine(bytes)
      switch machine {
      case .i386, .i486: self = .i386
      case .x86_64: self = bytes.byte(at: 4) == 1 ? .x32 : .x86_64
      default: self = .foreign(machine)
      }
    } else {
      self = .unknown
    }
  }
}
