/// The machine that an ELF file is for, with its number in the header (`e_machine`).
public struct Machine: RawRepresentable, Equatable, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// Intel 80386 and later, in 32-bit mode.
  public static var i386: Machine { Machine(rawValue: 3) }
  /// Intel 80486, a number from before it was agreed that `i386` means all of them.
  public static var i486: Machine { Machine(rawValue: 6) }
  /// x86-64, and x32 where the file's class is 32-bit.
  public static var x86_64: Machine { Machine(rawValue: 62) }
  /// 32-bit ARM.
  public static var arm: Machine { Machine(rawValue: 40) }

  /// Whether one of the x86 family's numbers.
  var isX86: Bool {
    self == .i386 || self == .i486 || self == .x86_64
  }

  /// The name people know the machine by.
  public var name: StaticString {
    switch rawValue {
    case 2, 18, 43: "SPARC"
    case 3, 6: "i386"
    case 4: "Motorola 68000"
    case 8, 10: "MIPS"
    case 15: "PA-RISC"
    case 20: "PowerPC"
    case 21: "64-bit PowerPC"
    case 22: "s390"
    case 40: "ARM"
    case 42: "SuperH"
    case 50: "Itanium"
    case 62: "x86-64"
    case 93, 195: "ARC"
    case 94: "Xtensa"
    case 164: "Hexagon"
    case 183: "AArch64"
    case 189: "MicroBlaze"
    case 243: "RISC-V"
    case 247: "BPF"
    case 252: "C-SKY"
    case 258: "LoongArch"
    case 0x9026: "Alpha"
    default: "an unknown machine"
    }
  }
}
