import ResidentSupport

/// The first bytes of an executable file: what the kernel's `search_binary_handler` decides on.
struct ExecutableHead {
  /// The kernel's BINPRM_BUF_SIZE.
  static var size: Int { 256 }

  /// Zeroed beyond the end of the file, and with room for a NUL.
  private(set) var bytes = InlineArray<264, UInt8>(repeating: 0)
  private(set) var count = 0

  init(_ file: borrowing HostFile) throws(Errno) {
    count = try unsafe withUnsafeMutablePointer(to: &bytes) { room throws(Errno) -> Int in
      try unsafe file.read(at: 0, into: UnsafeMutableRawPointer(room), count: ExecutableHead.size)
    }
  }

  var kind: ImageKind { ImageKind(bytes.span.extracting(first: count)) }

  /// Whether this 64-bit program is linked to where the resident lies, as only a resident is.
  var isResidents: Bool {
    let entry = (0..<8).reduce(into: 0 as UInt64) { $0 |= UInt64(bytes[24 &+ $1]) << UInt64(8 &* $1) }
    return entry >= UInt64(RESIDENT_BEGIN) && entry < UInt64(RESIDENT_END)
  }

  /// The `#!` line, where it names an interpreter.
  var scriptLine: ScriptLine? { ScriptLine(bytes.span.extracting(first: count)) }

  /// The ELF header.
  func header(as role: ImageRole, format: ImageFormat) throws(ImageError) -> ELFHeader {
    // A file that fills the head may have any size: reading the table tells.
    try ELFHeader(
      bytes.span.extracting(first: count), fileSize: count < ExecutableHead.size ? UInt64(count) : .max, as: role,
      format: format)
  }
}
