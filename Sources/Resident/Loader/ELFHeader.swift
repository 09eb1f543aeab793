/// What an image is loaded as; the kernel is strict about different things in the two.
public enum ImageRole: Sendable {
  case program
  /// The program that `PT_INTERP` names.
  case interpreter
}

/// The header of an i386 or x32 ELF file, with everything refused that the kernel's `load_elf_binary` refuses in it.
///
/// Byte order and version are not looked at, as the kernel does not look at them, and the class only tells x32 from x86-64:
/// the machine decides.
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

  public let kind: Kind
  /// Whether its code is 64-bit code.
  public let isX32: Bool
  /// Address of the first instruction, before relocation.
  public let entry: UInt32
  /// Where the program headers lie in the file.
  public let programHeaderOffset: UInt32
  /// How many program headers there are: 1 to 2048.
  public let programHeaderCount: Int

  /// Size of the header in the file.
  public static var size: Int { 52 }
  /// Size of one program header in the file.
  public static var programHeaderSize: Int { 32 }
  /// The most bytes of program headers that the kernel takes (older ones: a page).
  public static var maximumTableSize: Int { 65536 }

  /// Size of the program headers in the file: at most `maximumTableSize`.
  public var programHeaderTableSize: Int { programHeaderCount &* ELFHeader.programHeaderSize }

  /// Reads the header from a file's first bytes (at least `size` of them, where the file has as many).
  ///
  /// Only a program's may be cut short by the end of the file.
  public init(_ bytes: Span<UInt8>, fileSize: UInt64, as role: ImageRole = .program) throws(ImageError) {
    guard role == .program || fileSize >= UInt64(ELFHeader.size) else { throw .truncatedHeader }
    guard ELFHeader.hasMagic(bytes) else { throw .notELF }
    guard bytes.count >= 20 else { throw .truncatedHeader }
    let machine = ELFHeader.machine(bytes)
    isX32 = machine == .x86_64 && bytes.byte(at: 4) == 1
    guard isX32 || machine == .i386 || machine == .i486 else { throw .machine(machine) }
    switch bytes.half(at: 16) {
    case 2: kind = .fixed
    case 3: kind = .relocatable
    default:
      guard role == .interpreter else { throw .notExecutable }
      kind = .other
    }
    entry = bytes.word(at: 24)
    programHeaderOffset = bytes.word(at: 28)
    programHeaderCount = Int(bytes.half(at: 44))

    // A file may end inside its header and still be a program, if its program headers lie over the header.
    let end = UInt64(programHeaderOffset) &+ UInt64(programHeaderCount &* ELFHeader.programHeaderSize)
    guard bytes.half(at: 42) == UInt16(ELFHeader.programHeaderSize) else {
      throw fileSize < UInt64(ELFHeader.size) ? .truncatedHeader : .programHeaderSize
    }
    guard programHeaderCount > 0, programHeaderCount &* ELFHeader.programHeaderSize <= ELFHeader.maximumTableSize else {
      throw fileSize < UInt64(ELFHeader.size) ? .truncatedHeader : .programHeaderCount
    }
    guard end <= fileSize else { throw .programHeadersBeyondEnd }
  }

  /// Refuses an interpreter that is not for the same ABI as its program.
  public func check(isX32: Bool) throws(ImageError) {
    guard self.isX32 == isX32 else { throw .machine(self.isX32 ? .x86_64 : .i386) }
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
