/// What an image is loaded as; the kernel is strict about different things in the two.
public enum ImageRole: Sendable {
  case program
  /// The program that `PT_INTERP` names.
  case interpreter
}

/// The header of an ELF file, i386's unless another format is asked for, with everything refused that the kernel's
/// `load_elf_binary` refuses in it.
///
/// Class, byte order and version are not looked at, as the kernel does not look at them: the machine decides.
public struct ELFHeader: Equatable, Sendable {
  /// How an image names its addresses.
  public enum Kind: UInt8, Sendable {
    /// `ET_EXEC`: the addresses are final.
    case fixed
    /// `ET_DYN`: the addresses count from wherever the image is put.
    case relocatable
    /// Neither, which the kernel notices late in an interpreter.
    case other
  }

  public let format: ImageFormat
  public let kind: Kind
  /// Address of the first instruction, before relocation.
  public let entry: UInt64
  /// Where the program headers lie in the file.
  public let programHeaderOffset: UInt64
  /// How many program headers there are: 1 to 2048.
  public let programHeaderCount: Int

  /// Size of an i386 header in the file.
  public static var size: Int { ImageFormat.i386.headerSize }
  /// Size of one i386 program header in the file.
  public static var programHeaderSize: Int { ImageFormat.i386.programHeaderSize }
  /// The most bytes of program headers that the kernel takes (older ones: a page).
  public static var maximumTableSize: Int { 65536 }

  /// Size of the program headers in the file: at most `maximumTableSize`.
  public var programHeaderTableSize: Int { programHeaderCount &* format.programHeaderSize }

  /// Reads the header from a file's first bytes (at least `size` of them, where the file has as many).
  ///
  /// Only a program's may be cut short by the end of the file.
  public init(
    _ bytes: Span<UInt8>, fileSize: UInt64, as role: ImageRole = .program, format: ImageFormat = .i386
  ) throws(ImageError) {
    let size = format.headerSize
    self.format = format
    guard role == .program || fileSize >= UInt64(size) else { throw .truncatedHeader }
    guard ELFHeader.hasMagic(bytes) else { throw .notELF }
    guard bytes.count >= 20 else { throw .truncatedHeader }
    let machine = ELFHeader.machine(bytes)
    guard format.matches(bytes, machine) else { throw .machine(machine) }
    switch bytes.half(at: 16) {
    case 2: kind = .fixed
    case 3: kind = .relocatable
    default:
      guard role == .interpreter else { throw .notExecutable }
      kind = .other
    }
    let isWide = format.isWide
    entry = isWide ? bytes.wide(at: 24) : UInt64(bytes.word(at: 24))
    programHeaderOffset = isWide ? bytes.wide(at: 32) : UInt64(bytes.word(at: 28))
    programHeaderCount = Int(bytes.half(at: isWide ? 56 : 44))

    // A file may end inside its header and still be a program, if its program headers lie over the header.
    let tableSize = programHeaderCount &* format.programHeaderSize
    guard bytes.half(at: isWide ? 54 : 42) == UInt16(format.programHeaderSize) else {
      throw fileSize < UInt64(size) ? .truncatedHeader : .programHeaderSize
    }
    guard programHeaderCount > 0, tableSize <= ELFHeader.maximumTableSize else {
      throw fileSize < UInt64(size) ? .truncatedHeader : .programHeaderCount
    }
    guard fileSize >= UInt64(tableSize), programHeaderOffset <= fileSize &- UInt64(tableSize) else {
      throw .programHeadersBeyondEnd
    }
  }

  /// Whether the bytes begin as an ELF file does.
  public static func hasMagic(_ bytes: Span<UInt8>) -> Bool {
    bytes.word(at: 0) == 0x464C_457F
  }

  /// The machine that an ELF file's first bytes name.
  public static func machine(_ bytes: Span<UInt8>) -> Machine {
    let machine = Machine(rawValue: bytes.half(at: 18))
    guard bytes.byte(at: 5) == 2 else { return machine }
    // Big-endian, says the file, so it is not ours: only a message will name it. But the kernel goes by the number.
    let swapped = Machine(rawValue: machine.rawValue.byteSwapped)
    return machine.isX86 || swapped.isX86 ? machine : swapped
  }
}
