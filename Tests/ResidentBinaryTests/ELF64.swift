import Foundation

/// The parts of a 64-bit ELF file that the gates look at.
struct ELF64 {
  struct Segment {
    var type: UInt32
    var flags: UInt32
    var address: UInt64
    var fileSize: UInt64
  }

  struct Symbol {
    var name: String
    var sectionIndex: UInt16
    var address: UInt64
  }

  let bytes: Data
  var type: UInt16 { read(16, as: UInt16.self) }
  var machine: UInt16 { read(18, as: UInt16.self) }

  init(contentsOf url: URL) throws {
    bytes = try Data(contentsOf: url)
    guard bytes.count > 64, bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]) else {
      throw CocoaError(.fileReadCorruptFile)
    }
  }

  var segments: [Segment] {
    let table = Int(read(32, as: UInt64.self))
    return (0..<Int(read(56, as: UInt16.self))).map { index in
      let at = table + index * Int(read(54, as: UInt16.self))
      return Segment(
        type: read(at, as: UInt32.self), flags: read(at + 4, as: UInt32.self),
        address: read(at + 16, as: UInt64.self), fileSize: read(at + 32, as: UInt64.self))
    }
  }

  /// The symbols of `.symtab`; empty when the file is stripped.
  var symbols: [Symbol] {
    let table = Int(read(40, as: UInt64.self))
    let stride = Int(read(58, as: UInt16.self))
    for index in 0..<Int(read(60, as: UInt16.self)) {
      let section = table + index * stride
      guard read(section + 4, as: UInt32.self) == 2 else { continue }
      let start = Int(read(section + 24, as: UInt64.self))
      let size = Int(read(section + 32, as: UInt64.self))
      let link = table + Int(read(section + 40, as: UInt32.self)) * stride
      let names = Int(read(link + 24, as: UInt64.self))
      return Swift.stride(from: start, to: start + size, by: 24).map { at in
        let text = bytes[(names + Int(read(at, as: UInt32.self)))...].prefix { $0 != 0 }
        return Symbol(
          name: String(decoding: text, as: UTF8.self), sectionIndex: read(at + 6, as: UInt16.self),
          address: read(at + 8, as: UInt64.self))
      }
    }
    return []
  }

  private func read<T: FixedWidthInteger>(_ offset: Int, as type: T.Type) -> T {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: T.self) }
  }
}
