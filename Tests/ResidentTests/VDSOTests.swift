import Foundation
import ResidentSupport
import Testing

@testable import ResidentHosted

/// A 32-bit shared object in memory, read as a dynamic linker and an unwinder read it.
struct SharedObject32 {
  struct Symbol: Hashable {
    let name: String
    let version: String
    let value: Int
    let size: Int
  }

  let bytes: [UInt8]

  func word(_ offset: Int) -> Int { Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 | Int(half(offset + 2)) << 16 }
  func half(_ offset: Int) -> Int { Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 }
  func signedWord(_ offset: Int) -> Int { Int(Int32(truncatingIfNeeded: word(offset))) }
  func string(_ offset: Int) -> String { String(decoding: bytes[offset...].prefix { $0 != 0 }, as: UTF8.self) }

  /// Offset and size in the file of the first program header of a type.
  func segment(_ type: Int) -> (offset: Int, size: Int)? {
    for index in 0..<half(44) {
      let header = word(28) + index * 32
      if word(header) == type { return (word(header + 4), word(header + 16)) }
    }
    return nil
  }

  /// A tag's value in the dynamic section.
  func dynamic(_ tag: Int) -> Int? {
    guard var place = segment(2)?.offset else { return nil }
    while word(place) != 0 {
      if word(place) == tag { return word(place + 4) }
      place += 8
    }
    return nil
  }

  /// The versions that the object defines: index and name.
  var versions: [Int: (name: String, hash: Int)] {
    var versions: [Int: (name: String, hash: Int)] = [:]
    guard var place = dynamic(0x6fff_fffc), let strings = dynamic(5) else { return [:] }
    while true {
      versions[half(place + 4) & 0x7fff] = (string(strings + word(place + word(place + 12))), word(place + 8))
      if word(place + 16) == 0 { return versions }
      place += word(place + 16)
    }
  }

  var symbols: [Symbol] {
    guard let table = dynamic(6), let strings = dynamic(5), let hash = dynamic(4) else { return [] }
    return (1..<word(hash + 4)).map { symbol(table + $0 * 16, $0, strings) }
  }

  private func symbol(_ place: Int, _ index: Int, _ strings: Int) -> Symbol {
    let version = dynamic(0x6fff_fff0).map { half($0 + index * 2) & 0x7fff } ?? 0
    return Symbol(
      name: string(strings + word(place)), version: versions[version]?.name ?? "", value: word(place + 4),
      size: word(place + 8))
  }

  /// Looks a name up by DT_HASH.
  func find(_ name: String) -> Symbol? {
    guard let table = dynamic(6), let strings = dynamic(5), let hash = dynamic(4) else { return nil }
    let buckets = word(hash)
    var index = word(hash + 8 + SharedObject32.hash(name) % buckets * 4)
    while index != 0 {
      if string(strings + word(table + index * 16)) == name { return symbol(table + index * 16, index, strings) }
      index = word(hash + 8 + buckets * 4 + index * 4)
    }
    return nil
  }

  /// The hash of the System V ABI.
  static func hash(_ name: String) -> Int {
    var hash: UInt32 = 0
    for byte in name.utf8 {
      hash = hash << 4 &+ UInt32(byte)
      hash = (hash ^ (hash & 0xf000_0000) >> 24) & 0x0fff_ffff
    }
    return Int(hash)
  }

  /// The ranges of code that .eh_frame describes, found through its header's table.
  func unwindRanges() -> [Range<Int>]? {
    guard let header = segment(0x6474_e550)?.offset else { return nil }
    if Array(bytes[header..<header + 4]) != [1, 0x1b, 0x03, 0x3b] { return nil }
    let frames = header + 4 + signedWord(header + 4)
    var described: [Int: Range<Int>] = [:]
    var place = frames
    while word(place) != 0 {
      let body = place + 4
      if word(body) != 0 {
        let cie = body - word(body)
        // A CIE of version 1 with pc-relative pointers of four bytes.
        if word(cie + 4) != 0 || bytes[cie + 8] != 1 || !string(cie + 9).hasPrefix("zR") { return nil }
        let start = body + 4 + signedWord(body + 4)
        described[place] = start..<start + word(body + 8)
      }
      if word(place) % 4 != 0 { return nil }
      place = body + word(place)
    }
    var ranges: [Range<Int>] = []
    for index in 0..<word(header + 8) {
      let entry = header + 12 + index * 8
      guard let range = described[header + signedWord(entry + 4)] else { return nil }
      if range.lowerBound != header + signedWord(entry) { return nil }
      ranges.append(range)
    }
    return ranges.count == described.count ? ranges : nil
  }
}

extension SharedObject32 {
  fileprivate init(_ start: UInt64, to end: UInt64) {
    let image = UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: UInt(start)), count: Int(end - start))
    self.init(bytes: Array(image))
  }
}

@Suite("The x32 guest's vDSO")
struct VDSOX32Tests {
  private static let image = SharedObject32(vdsox32_begin_address(), to: vdsox32_end_address())

  @Test func `is a shared object for x86-64 with 32-bit addresses`() {
    let image = Self.image
    #expect(Array(image.bytes[0..<7]) == [0x7f, 0x45, 0x4c, 0x46, 1, 1, 1])
    #expect(image.half(16) == 3 && image.half(18) == 62)
    #expect(image.bytes.count % 4096 == 0)
    #expect(image.dynamic(14).map { image.string(image.dynamic(5)! + $0) } == "linux-vdso.so.1")
    #expect(image.half(46) == 40 && image.word(32) + image.half(48) * 40 <= image.bytes.count)
    for (_, version) in image.versions { #expect(version.hash == SharedObject32.hash(version.name)) }
  }

  @Test func `has functions that the C library and unwinders find`() throws {
    let ranges = try #require(Self.image.unwindRanges())
    for name in ["clock_gettime", "gettimeofday", "time", "clock_getres", "getcpu"] {
      let symbol = try #require(Self.image.find("__vdso_\(name)"), "\(name)")
      #expect(symbol.version == "LINUX_2.6")
      #expect(ranges.contains { $0.contains(symbol.value) && symbol.value + symbol.size <= $0.upperBound })
    }
  }

  @Test func `has a call of its own for each function that the host lacks`() {
    let places = Int(vdsox32_functions_address() - vdsox32_begin_address())
    let end = Int(vdsox32_functions_end_address() - vdsox32_begin_address())
    #expect(end - places == 5 * 8)
    for place in stride(from: places, to: end, by: 8) {
      // mov $0x4000…, %eax; syscall; ret
      let code = Self.image.bytes[Self.image.word(place)...].prefix(8)
      #expect(code.first == 0xb8 && code.dropFirst(4) == [0x40, 0x0f, 0x05, 0xc3])
    }
  }
}

@Suite("The guest's vDSO")
struct VDSOTests {
  private static let image = SharedObject32(vdso32_begin_address(), to: vdso32_end_address())

  /// A label's offset in the image.
  private static func offset(_ address: UInt64) -> Int { Int(address - vdso32_begin_address()) }

  @Test func `is a shared object for i386`() {
    let image = Self.image
    #expect(Array(image.bytes[0..<7]) == [0x7f, 0x45, 0x4c, 0x46, 1, 1, 1])
    #expect(image.half(16) == 3 && image.half(18) == 3)
    #expect(image.bytes.count % 4096 == 0)
    #expect(image.word(24) == Self.offset(vdso32_vsyscall_address()))
    #expect(image.dynamic(14).map { image.string(image.dynamic(5)! + $0) } == "linux-gate.so.1")
    let load = image.segment(1)
    #expect(load?.offset == 0 && load!.size <= image.bytes.count)
    #expect(image.half(46) == 40 && image.word(32) + image.half(48) * 40 <= image.bytes.count)
  }

  @Test func `names what the C library looks for, with its version`() {
    let expected = [
      "__kernel_vsyscall": "LINUX_2.5", "__kernel_sigreturn": "LINUX_2.5", "__kernel_rt_sigreturn": "LINUX_2.5",
      "__vdso_clock_gettime": "LINUX_2.6", "__vdso_clock_gettime64": "LINUX_2.6", "__vdso_gettimeofday": "LINUX_2.6",
      "__vdso_time": "LINUX_2.6", "__vdso_clock_getres": "LINUX_2.6", "__vdso_getcpu": "LINUX_2.6",
    ]
    for (name, version) in expected {
      let symbol = Self.image.find(name)
      #expect(symbol?.version == version, "\(name)")
      #expect((symbol?.size ?? 0) > 0, "\(name)")
    }
    #expect(Self.image.find("__vdso_nothing") == nil)
    for symbol in Self.image.symbols { #expect(Self.image.find(symbol.name) == symbol) }
    #expect(Self.image.find("__kernel_vsyscall")?.value == Self.offset(vdso32_vsyscall_address()))
    #expect(Self.image.find("__kernel_sigreturn")?.value == Self.offset(vdso32_sigreturn_address()))
    #expect(Self.image.find("__kernel_rt_sigreturn")?.value == Self.offset(vdso32_rt_sigreturn_address()))
    for (index, version) in Self.image.versions where index > 1 {
      #expect(version.hash == SharedObject32.hash(version.name))
    }
  }

  @Test func `is described to unwinders`() throws {
    let ranges = try #require(Self.image.unwindRanges())
    for symbol in Self.image.symbols {
      let range = ranges.first { $0.contains(symbol.value) }
      #expect(range != nil && symbol.value + symbol.size <= range!.upperBound, "\(symbol.name)")
    }
    // They look for the address before the one that a handler returns to.
    for address in [vdso32_sigreturn_address(), vdso32_rt_sigreturn_address()] {
      #expect(ranges.contains { $0.contains(Self.offset(address) - 1) })
    }
    #expect(ranges == ranges.sorted { $0.lowerBound < $1.lowerBound })
  }

  @Test func `says the kernel's version in a note`() throws {
    let note = try #require(Self.image.segment(4))
    #expect(Self.image.word(note.offset) == 6 && Self.image.word(note.offset + 4) == 4)
    #expect(Self.image.word(note.offset + 8) == 0)
    #expect(Self.image.string(note.offset + 12) == "Linux")
    #expect(note.size == 24)
  }

  @Test func `goes back to the call two bytes before its landing`() {
    let landing = Self.offset(vdso32_landing_address())
    #expect(Self.image.bytes[landing - 2] == 0xeb)
    let target = landing + Int(Int8(bitPattern: Self.image.bytes[landing - 1]))
    #expect(target == Self.offset(vdso32_vsyscall_address()))
  }

  @Test(.enabled(if: Kernel.runsI386, "only a kernel with i386 programs has a vDSO for them"))
  func `names all that the running kernel's names for the C library`() throws {
    let source = """
      #include <sys/auxv.h>
      #include <elf.h>
      #include <unistd.h>
      int main(void) {
        char *image = (char *)getauxval(AT_SYSINFO_EHDR);
        Elf32_Ehdr *header = (Elf32_Ehdr *)image;
        size_t size = header->e_shoff + header->e_shnum * header->e_shentsize;
        return write(1, image, size) != (ssize_t)size;
      }
      """
    let program = FileManager.default.temporaryDirectory.appendingPathComponent("dragoman-vdso-\(UUID().uuidString)")
    let copy = program.appendingPathExtension("so")
    defer {
      try? FileManager.default.removeItem(at: program)
      try? FileManager.default.removeItem(at: copy)
    }
    _ = try CompilerOfC.run(["gcc", "-m32", "-w", "-x", "c", "-", "-o", program.path], input: source)
    _ = try CompilerOfC.run(["sh", "-c", "'\(program.path)' > '\(copy.path)'"], input: "")
    let kernels = SharedObject32(bytes: [UInt8](try Data(contentsOf: copy)))
    let own = Dictionary(uniqueKeysWithValues: Self.image.symbols.map { ($0.name, $0.version) })
    // Names of versions are symbols too. What glibc does not ask for may be absent.
    let unused: Set = ["__vdso_getrandom"]
    for symbol in kernels.symbols where symbol.name.hasPrefix("__") && !unused.contains(symbol.name) {
      #expect(own[symbol.name] == symbol.version, "\(symbol.name)")
    }
  }
}
