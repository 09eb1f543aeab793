import Glibc
import ResidentHosted

/// An ELF file of either class, in memory, for a look at its code and its symbols.
///
/// What is read is checked against the file's end: a broken file has fewer sections and symbols, nothing worse.
final class ELFImage {
  /// A function's place, before relocation.
  struct Symbol {
    let address: UInt64
    let size: UInt64
    let name: String
  }

  /// A stretch of code.
  struct Code {
    let name: String
    let address: UInt64
    let range: Range<Int>
  }

  let kind: ImageKind
  let isRelocatable: Bool
  let segments: [ProgramHeader]
  private let bytes: UnsafeRawBufferPointer
  private let isWide: Bool

  /// Maps the file that is open as `descriptor`, which the caller closes; nil where it is no ELF file of this family.
  init?(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.isRegularFile, status.st_size >= 52,
      let start = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { return nil }
    let file = UnsafeRawBufferPointer(start: start, count: Int(status.st_size))
    let head = Array(file.prefix(64))
    let kind = ImageKind(head.span)
    guard [.i386, .x32, .x86_64].contains(kind),
      let header = try? ELFHeader(head.span, fileSize: UInt64(file.count), format: kind.format)
    else {
      munmap(start, file.count)
      return nil
    }
    bytes = file
    self.kind = kind
    isWide = kind == .x86_64
    isRelocatable = header.kind == .relocatable
    let table = Array(file[Int(header.programHeaderOffset)...].prefix(header.programHeaderTableSize))
    segments = (0..<header.programHeaderCount).map { ProgramHeader(table.span, index: $0, format: kind.format) }
  }

  deinit {
    munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count)
  }

  /// The name of the program that the file names to be run by.
  var interpreter: String? {
    segments.first { $0.kind == .interpreter }.map {
      String(decoding: slice($0.fileOffset, $0.fileSize).prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// The sections with code in them; where there are none, the segments.
  lazy var code: [Code] = {
    let sections = sections.filter { $0.type == 1 && $0.flags & 4 != 0 }.map {
      Code(name: $0.name, address: $0.address, range: range($0.offset, $0.size))
    }
    if !sections.isEmpty { return sections }
    return segments.filter { $0.kind == .load && $0.isExecutable }.map {
      Code(name: "segment", address: $0.address, range: range($0.fileOffset, $0.fileSize))
    }
  }()

  /// The functions, by their addresses.
  lazy var functions: [Symbol] = {
    var found: [UInt64: Symbol] = [:]
    for table in sections where table.type == 2 || table.type == 11 {
      let names = Int(table.link) < sections.count ? sections[Int(table.link)] : table
      let size = isWide ? 24 : 16
      let content = range(table.offset, table.size)
      for index in 0..<content.count / size {
        let start = content.lowerBound + index * size
        let isFunction = [2, 10].contains(byte(start + (isWide ? 4 : 12)) & 15)
        let address = isWide ? word64(start + 8) : word32(start + 4)
        guard isFunction, address != 0, found[address] == nil else { continue }
        found[address] = Symbol(
          address: address, size: isWide ? word64(start + 16) : word32(start + 8),
          name: string(names.offset + word32(start)))
      }
    }
    return found.values.sorted { $0.address < $1.address }
  }()

  /// The function at `address`, with what is between its start and that.
  func function(at address: UInt64) -> String? {
    let place = functions.partitioningIndex { $0.address > address }
    guard place > 0 else { return nil }
    let symbol = functions[place - 1]
    let offset = address - symbol.address
    guard offset < max(symbol.size, symbol.size == 0 ? 4096 : 0) else { return nil }
    return offset == 0 ? symbol.name : "\(symbol.name)+0x\(String(offset, radix: 16))"
  }

  /// The address, before relocation, of what lies at `offset` in the file.
  func address(ofFileOffset offset: UInt64) -> UInt64? {
    segments.first { $0.kind == .load && offset >= $0.fileOffset && offset - $0.fileOffset < $0.fileSize }
      .map { $0.address + (offset - $0.fileOffset) }
  }

  /// Hands bytes of the file to `body`.
  func withBytes<Result>(_ range: Range<Int>, _ body: (Span<UInt8>) -> Result) -> Result {
    body(UnsafeRawBufferPointer(rebasing: bytes[range]).bindMemory(to: UInt8.self).span)
  }

  // MARK: Sections

  private struct Section {
    let name: String
    let type: UInt64
    let flags: UInt64
    let address: UInt64
    let offset: UInt64
    let size: UInt64
    let link: UInt64
  }

  private lazy var sections: [Section] = {
    let table = isWide ? word64(40) : word32(32)
    let size = isWide ? 64 : 40
    let count = half(isWide ? 60 : 48)
    let names = half(isWide ? 62 : 50)
    let content = range(table, UInt64(count * size))
    guard content.count == count * size, count > 0 else { return [] }
    let namesStart = content.lowerBound + (names < count ? names : 0) * size
    let namesOffset = isWide ? word64(namesStart + 24) : word32(namesStart + 16)
    return (0..<count).map { index in
      let start = content.lowerBound + index * size
      func field(_ number: Int) -> UInt64 {
        // Name, type and link are words of 32 bits in both classes.
        let narrow = [0, 4, 8, 12, 16, 20, 24]
        let wide = [0, 4, 8, 16, 24, 32, 40]
        if !isWide { return word32(start + narrow[number]) }
        return [0, 1, 6].contains(number) ? word32(start + wide[number]) : word64(start + wide[number])
      }
      return Section(
        name: string(namesOffset &+ field(0)), type: field(1), flags: field(2), address: field(3), offset: field(4),
        size: field(5), link: field(6))
    }
  }()

  // MARK: Numbers

  private func range(_ offset: UInt64, _ size: UInt64) -> Range<Int> {
    let start = Int(min(offset, UInt64(bytes.count)))
    return start..<start + Int(min(size, UInt64(bytes.count - start)))
  }

  private func slice(_ offset: UInt64, _ size: UInt64) -> Slice<UnsafeRawBufferPointer> { bytes[range(offset, size)] }

  private func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }
  private func half(_ offset: Int) -> Int { Int(byte(offset)) | Int(byte(offset + 1)) << 8 }
  private func word32(_ offset: Int) -> UInt64 { UInt64(half(offset)) | UInt64(half(offset + 2)) << 16 }
  private func word64(_ offset: Int) -> UInt64 { word32(offset) | word32(offset + 4) << 32 }

  private func string(_ offset: UInt64) -> String {
    String(decoding: slice(offset, 512).prefix { $0 != 0 }, as: UTF8.self)
  }
}

extension Array {
  /// The index of the first element for which `isBehind` holds, in an array in which it holds for all behind that.
  fileprivate func partitioningIndex(_ isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
