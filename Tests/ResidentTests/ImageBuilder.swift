/// An i386 ELF file made by hand, with every field free to lie.
struct ImageBuilder {
  struct Segment {
    var kind: UInt32 = 1
    var fileOffset: UInt32 = 0
    var address: UInt32 = 0x0804_8000
    var fileSize: UInt32 = 0
    var memorySize: UInt32 = 0
    var flags: UInt32 = 5
    var alignment: UInt32 = 0x1000
  }

  var magic: [UInt8] = [0x7F, 0x45, 0x4C, 0x46]
  var fileClass: UInt8 = 1
  var byteOrder: UInt8 = 1
  var version: UInt8 = 1
  var type: UInt16 = 2
  var machine: UInt16 = 3
  var entry: UInt32?
  var tableOffset: UInt32 = 52
  var segmentSize: UInt16 = 32
  var segmentCount: UInt16?
  var segments: [Segment] = []
  /// What lies at `codeOffset`.
  var code = ImageBuilder.exitZero
  var codeOffset = 0x800
  /// The file's length, if it ends early or late.
  var length: Int?

  /// Ends with status 0 by `int $0x80`.
  static let exitZero: [UInt8] = [0x31, 0xDB, 0x31, 0xC0, 0x40, 0xCD, 0x80]

  /// A program of one segment that ends with status 0.
  static func program() -> ImageBuilder {
    var image = ImageBuilder()
    image.segments = [Segment(fileSize: 0x1000, memorySize: 0x1000)]
    return image
  }

  var bytes: [UInt8] {
    let start = segments.first { $0.kind == 1 }?.address ?? 0
    var bytes: [UInt8] = magic + [fileClass, byteOrder, version] + [UInt8](repeating: 0, count: 9)
    bytes.append(type)
    bytes.append(machine)
    bytes.append(UInt32(1))
    bytes.append(entry ?? start &+ UInt32(codeOffset))
    bytes.append(tableOffset)
    bytes.append(UInt32(0))
    bytes.append(UInt32(0))
    bytes.append(UInt16(52))
    bytes.append(segmentSize)
    bytes.append(segmentCount ?? UInt16(segments.count))
    bytes += [UInt8](repeating: 0, count: 6)
    var table: [UInt8] = []
    for segment in segments {
      table.append(segment.kind)
      table.append(segment.fileOffset)
      table.append(segment.address)
      table.append(segment.address)
      table.append(segment.fileSize)
      table.append(segment.memorySize)
      table.append(segment.flags)
      table.append(segment.alignment)
    }
    bytes.put(table, at: min(Int(tableOffset), 0x4000))
    bytes.put(code, at: codeOffset)
    if let length {
      bytes =
        length <= bytes.count ? Array(bytes.prefix(length)) : bytes + Array(repeating: 0, count: length - bytes.count)
    } else {
      bytes += Array(repeating: 0, count: max(0, 0x1000 - bytes.count))
    }
    return bytes
  }
}

extension [UInt8] {
  init(_ number: UInt32) {
    self.init()
    append(number)
  }

  mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  mutating func put(_ other: [UInt8], at offset: Int) {
    if offset + other.count > count {
      self += [UInt8](repeating: 0, count: offset + other.count - count)
    }
    replaceSubrange(offset..<offset + other.count, with: other)
  }
}
