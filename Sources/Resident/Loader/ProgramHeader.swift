/// One program header of an ELF file (`Elf32_Phdr`, `Elf64_Phdr`).
public struct ProgramHeader: Equatable, Sendable {
  /// What a program header describes.
  public struct Kind: RawRepresentable, Equatable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// `PT_LOAD`: a part of the file to map.
    public static var load: Kind { Kind(rawValue: 1) }
    /// `PT_DYNAMIC`: what the interpreter needs to know.
    public static var dynamic: Kind { Kind(rawValue: 2) }
    /// `PT_INTERP`: the name of the interpreter.
    public static var interpreter: Kind { Kind(rawValue: 3) }
    /// `PT_NOTE`: what somebody wants to be known of the file.
    public static var note: Kind { Kind(rawValue: 4) }
    /// `PT_GNU_STACK`: whether the stack is executable.
    public static var stack: Kind { Kind(rawValue: 0x6474_E551) }
  }

  public let kind: Kind
  public let fileOffset: UInt64
  public let address: UInt64
  public let fileSize: UInt64
  public let memorySize: UInt64
  public let flags: UInt32
  public let alignment: UInt64

  /// Reads the header with the given index from the bytes of the program header table.
  public init(_ table: Span<UInt8>, index: Int, format: ImageFormat = .i386) {
    let start = index &* format.programHeaderSize
    kind = Kind(rawValue: table.word(at: start))
    if format.isWide {
      flags = table.word(at: start &+ 4)
      fileOffset = table.wide(at: start &+ 8)
      address = table.wide(at: start &+ 16)
      fileSize = table.wide(at: start &+ 32)
      memorySize = table.wide(at: start &+ 40)
      alignment = table.wide(at: start &+ 48)
    } else {
      fileOffset = UInt64(table.word(at: start &+ 4))
      address = UInt64(table.word(at: start &+ 8))
      fileSize = UInt64(table.word(at: start &+ 16))
      memorySize = UInt64(table.word(at: start &+ 20))
      flags = table.word(at: start &+ 24)
      alignment = UInt64(table.word(at: start &+ 28))
    }
  }

  /// Whether it has `PF_R`.
  public var isReadable: Bool { flags & 4 != 0 }
  /// Whether it has `PF_W`.
  public var isWritable: Bool { flags & 2 != 0 }
  /// Whether it has `PF_X`.
  public var isExecutable: Bool { flags & 1 != 0 }
  /// The protection bits of `mmap`.
  public var protection: UInt64 { (isReadable ? 1 : 0) | (isWritable ? 2 : 0) | (isExecutable ? 4 : 0) }
}

// How a segment lies in pages. The numbers are 64-bit, so that nothing wraps before it is checked.
extension ProgramHeader {
  /// Bytes before the segment's first byte in its first page.
  public var pageOffset: UInt64 { address & 0xFFF }

  /// Address of the segment's first page.
  public var firstPage: UInt64 { address & ~0xFFF }

  /// Place in the file of what is mapped at `firstPage`; a multiple of the page size where `check` found no fault.
  public var mappingOffset: UInt64 { fileOffset &- pageOffset }

  /// Length of the mapping of the file, in whole pages; zero where nothing comes from the file.
  public var mappingLength: UInt64 {
    fileSize == 0 ? 0 : (pageOffset &+ fileSize).roundedUpToPage
  }

  /// Address after the last byte that comes from the file: from here to the end of its page, memory is cleared.
  public var fileEnd: UInt64 { address &+ fileSize }

  /// Address after the segment's last byte.
  public var memoryEnd: UInt64 { address &+ memorySize }

  /// First of the pages that hold only zeros.
  public var zeroPages: UInt64 { firstPage &+ mappingLength }

  /// Length of the pages that hold only zeros.
  public var zeroPagesLength: UInt64 {
    let end = memoryEnd.roundedUpToPage
    return memorySize > fileSize && end > zeroPages ? end &- zeroPages : 0
  }

  /// Whether bytes after the file's last byte in its page have to be cleared.
  public var clearsLastPage: Bool {
    memorySize > fileSize && fileSize != 0 && fileEnd & 0xFFF != 0
  }

  /// Refuses what the kernel's `elf_load` and `load_elf_binary` refuse, for an address space that ends at `limit`.
  ///
  /// For an interpreter only the final addresses have to be in range.
  func check(limit: UInt64, as role: ImageRole) throws(ImageError) {
    guard fileSize <= memorySize else { throw .segmentFileSize }
    let isInRange = address < limit && memorySize <= limit &- address
    guard isInRange || role == .interpreter else { throw .segmentOutOfRange }
    guard fileSize == 0 || fileOffset & 0xFFF == pageOffset else { throw .segmentMisaligned }
  }
}

extension UInt64 {
  /// The next multiple of the page size, or the number itself where it is one.
  var roundedUpToPage: UInt64 { (self &+ 0xFFF) & ~0xFFF }
}
