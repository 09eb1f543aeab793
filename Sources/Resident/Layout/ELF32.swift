/// The header of a 32-bit ELF file (`Elf32_Ehdr`).
struct ELF32Header: GuestValue {
  var magic: UInt32 = 0
  var fileClass: UInt8 = 0
  var encoding: UInt8 = 0
  var identVersion: UInt8 = 0
  var osABI: UInt8 = 0
  var identPadding = InlineArray<2, UInt32>(repeating: 0)
  var type: UInt16 = 0
  var machine: UInt16 = 0
  var version: UInt32 = 0
  var entry: UInt32 = 0
  var programHeaderOffset: UInt32 = 0
  var sectionHeaderOffset: UInt32 = 0
  var flags: UInt32 = 0
  var headerSize: UInt16 = 0
  var programHeaderSize: UInt16 = 0
  var programHeaderCount: UInt16 = 0
  var sectionHeaderSize: UInt16 = 0
  var sectionHeaderCount: UInt16 = 0
  var sectionNameIndex: UInt16 = 0
  init() {}
}

/// One entry of a 32-bit ELF file's program header table (`Elf32_Phdr`).
struct ELF32ProgramHeader: GuestValue {
  var type: UInt32 = 0
  var offset: UInt32 = 0
  var address: UInt32 = 0
  var physicalAddress: UInt32 = 0
  var fileSize: UInt32 = 0
  var memorySize: UInt32 = 0
  var flags: UInt32 = 0
  var alignment: UInt32 = 0
  init() {}

  static var load: UInt32 { 1 }
  static var interpreter: UInt32 { 3 }
  static var table: UInt32 { 6 }
  static var stack: UInt32 { 0x6474_e551 }

  var isExecutable: Bool { flags & 1 != 0 }
  var isWritable: Bool { flags & 2 != 0 }
  var isReadable: Bool { flags & 4 != 0 }
  /// The protection bits of `mmap`.
  var protection: UInt64 { (isReadable ? 1 : 0) | (isWritable ? 2 : 0) | (isExecutable ? 4 : 0) }
}
