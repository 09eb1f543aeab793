import Foundation
import Glibc
import Testing

@testable import ResidentHosted

/// The kernel of this machine, asked about i386 programs.
enum Kernel {
  enum Verdict: Equatable {
    /// `execve` failed with this number.
    case refused(Int32)
    /// The program ended with this status, as `wait` gives it.
    case ended(Int32)
  }

  /// A file of 45 bytes whose program header lies over its header, and that ends inside its header.
  static let smallest: [UInt8] = {
    var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46]
    for word in [1, 0, 0x10000] as [UInt32] { bytes.append(word) }
    bytes.append(UInt16(2))
    bytes.append(UInt16(3))
    for word in [0x10020, 0x10020, 4] as [UInt32] { bytes.append(word) }
    // xor %eax, %eax; inc %eax; int $0x80: exit with the zero that is in %ebx
    bytes += [0x31, 0xC0, 0x40, 0xCD, 0x80, 0, 0, 0, 52, 0]
    bytes.append(UInt16(32))
    bytes.append(UInt8(1))
    return bytes
  }()

  static let runsI386 = (try? verdict(ImageBuilder.program().bytes)) == .ended(0)

  /// Has the kernel run a file.
  static func verdict(_ file: [UInt8]) throws -> Verdict {
    let path =
      FileManager.default.temporaryDirectory.path + "/dragoman-elf-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o700)
    try #require(descriptor >= 0)
    defer { unlink(path) }
    try #require(file.isEmpty || write(descriptor, file, file.count) == file.count)
    close(descriptor)

    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(path), nil]
    defer { free(arguments[0]) }
    var process: pid_t = 0
    var error: Int32
    repeat {
      // Another test's child may hold the file open for writing until it has executed.
      error = posix_spawn(&process, path, nil, nil, &arguments, environ)
      if error == ETXTBSY { usleep(1000) }
    } while error == ETXTBSY
    if error != 0 { return .refused(error) }
    var status: Int32 = 0
    for _ in 0..<10_000 {
      if waitpid(process, &status, WNOHANG) == process { return .ended(status) }
      usleep(1000)
    }
    kill(process, SIGKILL)
    waitpid(process, &status, 0)
    return .ended(status)
  }

  /// Compares the parser's answer with the kernel's.
  static func agrees(_ file: [UInt8], _ what: String) throws {
    let kernel = try verdict(file)
    do {
      _ = try readImage(file)
      if case .refused(let number) = kernel {
        Issue.record("\(what): the kernel refuses with \(number), the parser takes it")
      }
    } catch {
      let expected: Verdict =
        error.isNoticedLate(as: .program) ? .ended(SIGSEGV) : .refused(error.errno(as: .program).rawValue)
      #expect(kernel == expected, "\(what): \(error)")
    }
  }
}

/// The kernel's word on the same files: what it refuses is refused with its error number, what it runs is read.
@Suite("The ELF parser agrees with the kernel", .enabled(if: Kernel.runsI386, "this kernel loads no i386 file"))
struct ELFKernelTests {
  typealias Segment = ImageBuilder.Segment

  @Test func `on the smallest program`() throws {
    try #expect(Kernel.verdict(Kernel.smallest) == .ended(0))
  }

  @Test func `on headers`() throws {
    var images: [(String, ImageBuilder)] = []
    func change(_ what: String, _ body: (inout ImageBuilder) -> Void) {
      var image = ImageBuilder.program()
      body(&image)
      images.append((what, image))
    }
    change("nothing") { _ in }
    change("class") { $0.fileClass = 2 }
    change("no class") { $0.fileClass = 0 }
    change("byte order") { $0.byteOrder = 2 }
    change("version") { $0.version = 9 }
    change("magic") { $0.magic[3] = 0 }
    for machine in [0, 6, 7, 40, 183, 0x0300] as [UInt16] { change("machine \(machine)") { $0.machine = machine } }
    for type in [0, 1, 3, 4, 5] as [UInt16] { change("type \(type)") { $0.type = type } }
    for size in [0, 31, 33, 56] as [UInt16] { change("header size \(size)") { $0.segmentSize = size } }
    for count in [0, 2, 128, 256, 2049, 65535] as [UInt16] {
      change("count \(count)") {
        $0.segmentCount = count
        $0.length = 0x4000
        $0.codeOffset = 0x2000
        $0.segments[0].fileSize = 0x4000
        $0.segments[0].memorySize = 0x4000
      }
    }
    for length in [0, 2, 4, 19, 20, 44, 51, 52, 60, 83, 84, 0x7FF] {
      change("length \(length)") { $0.length = length }
    }
    change("table at the end") { $0.tableOffset = 0xFE0 }
    change("table over the end") {
      $0.tableOffset = 0xFE1
      $0.length = 0x1000
    }
    change("table far away") { $0.tableOffset = 0xFFFF_FFF0 }
    change("entry out of range") { $0.entry = 0xFFFF_E000 }
    change("entry nowhere") { $0.entry = 0x10 }
    for (what, image) in images { try Kernel.agrees(image.bytes, what) }
  }

  @Test func `on segments`() throws {
    var cases: [(String, UInt16, [Segment])] = []
    for type in [2, 3] as [UInt16] {
      let code = Segment(fileSize: 0x1000, memorySize: 0x1000)
      cases.append(("no segment", type, [Segment(kind: 0)]))
      cases.append(("larger in the file", type, [code, Segment(address: 0x900_0000, fileSize: 0x10, memorySize: 0)]))
      cases.append(("out of range", type, [code, Segment(address: 0xFFFF_E000, memorySize: 0x1000)]))
      cases.append(("at the limit", type, [code, Segment(address: 0xFFFF_D000, memorySize: 0x1000)]))
      cases.append(("wrapping", type, [code, Segment(address: 0x900_0000, memorySize: 0xFFFF_F000)]))
      cases.append(("huge", type, [code, Segment(address: 0x900_0000, memorySize: 0xFFFF_FFFF)]))
      cases.append(
        ("misaligned", type, [code, Segment(fileOffset: 1, address: 0x900_0000, fileSize: 1, memorySize: 1)]))
      cases.append(
        ("beyond the file", type, [code, Segment(fileOffset: 0x9000, address: 0x900_0000, fileSize: 1, memorySize: 1)]))
      cases.append(("overlapping", type, [code, Segment(fileSize: 0x1000, memorySize: 0x2000)]))
      cases.append(("descending", type, [code, Segment(address: 0x700_0000, memorySize: 0x2000, flags: 6)]))
      cases.append(("odd alignment", type, [Segment(fileSize: 0x1000, memorySize: 0x1000, alignment: 3)]))
      cases.append(("empty at zero", type, [Segment(address: 0)]))
      for size in [0, 1, 4097] as [UInt32] {
        cases.append(("interpreter of \(size)", type, [code, Segment(kind: 3, fileSize: size)]))
      }
      cases.append(("interpreter without end", type, [code, Segment(kind: 3, fileSize: 4)]))
      cases.append(("interpreter beyond", type, [code, Segment(kind: 3, fileOffset: 0xFFE, fileSize: 4)]))
    }
    for (what, type, segments) in cases {
      var image = ImageBuilder()
      image.type = type
      image.segments = segments
      try Kernel.agrees(image.bytes, "\(what), type \(type)")
    }
  }
}
