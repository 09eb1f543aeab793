import Glibc
import ResidentHosted
import ResidentSupport

/// A running process that Dragoman's resident is in, and the resident's own numbers in its memory.
struct GuestProcess: ~Copyable {
  let process: Int
  let record: InspectionRecord
  let mappings: [Mapping]
  let memory: ProcessMemory

  /// Finds the record in the process's memory, or says why there is none to read.
  init(_ process: Int) throws(Refusal) {
    let name = "process \(process)"
    let mappings = try Mapping.all(of: process)
    guard mappings.contains(where: { $0.addresses.lowerBound == UInt64(RESIDENT_IMAGE) }) else {
      throw .notInspected(name, "not a guest: Dragoman's resident is not in it")
    }
    let memory = try ProcessMemory(process)
    let record = try memory.values(at: try GuestProcess.recordAddress(memory), count: 1, InspectionRecord())[0]
    if record.magic == 0 { throw .notInspected(name, "it is still being started; try again") }
    if !record.isReadable { throw .notInspected(name, "its resident is of another version than this tool") }
    self.process = process
    self.record = record
    self.mappings = mappings
    self.memory = memory
  }

  /// Walks the notes of the resident's image, whose headers are mapped with it.
  private static func recordAddress(_ memory: borrowing ProcessMemory) throws(Refusal) -> UInt64 {
    let page = try memory.bytes(at: UInt64(RESIDENT_IMAGE), count: 4096)
    if let header = try? ELFHeader(page.span, fileSize: 4096, format: .x86_64) {
      let table = Array(page[Int(header.programHeaderOffset)...].prefix(header.programHeaderTableSize))
      for index in 0..<header.programHeaderCount {
        let segment = ProgramHeader(table.span, index: index, format: .x86_64)
        guard segment.kind == .note, segment.fileSize <= 4096 else { continue }
        let notes = try memory.bytes(at: segment.address, count: Int(segment.fileSize))
        if let address = noteValue(notes) { return address }
      }
    }
    throw .notInspected(memory.name, "its resident is of a version that tells nothing")
  }

  private static func noteValue(_ notes: [UInt8]) -> UInt64? {
    func word(_ at: Int) -> Int { (0..<4).reduce(0) { $0 | Int(notes[at + $1]) << ($1 * 8) } }
    var at = 0
    while at + 12 <= notes.count {
      let nameStart = at + 12
      let valueStart = nameStart + (word(at) + 3) & ~3
      let end = valueStart + (word(at + 4) + 3) & ~3
      if end > notes.count { return nil }
      if word(at + 8) == Int(INSPECTION_NOTE), word(at + 4) == 8,
        notes[nameStart..<nameStart + word(at)].elementsEqual("Dragoman\0".utf8)
      {
        return UInt64(word(valueStart)) | UInt64(word(valueStart + 4)) << 32
      }
      at = end
    }
    return nil
  }
}

/// Another process's memory, open for reading.
struct ProcessMemory: ~Copyable {
  /// How messages name the process.
  let name: String
  private let descriptor: Int32

  init(_ process: Int) throws(Refusal) {
    name = "process \(process)"
    descriptor = open("/proc/\(process)/mem", O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw .notPermitted(name, errno) }
  }

  deinit {
    close(descriptor)
  }

  /// Copies bytes.
  func bytes(at address: UInt64, count: Int) throws(Refusal) -> [UInt8] {
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = max(0, pread(descriptor, buffer.baseAddress, count, off_t(clamping: address)))
    }
    // The kernel gives nothing where the process has ended, and an error where it now runs another program.
    if bytes.count != count { throw .notInspected(name, "it has ended, or has begun another program") }
    return bytes
  }

  /// Copies `count` values that lie side by side; `empty` says of what kind.
  func values<Value: BitwiseCopyable>(at address: UInt64, count: Int, _ empty: Value) throws(Refusal) -> [Value] {
    let bytes = try bytes(at: address, count: count * MemoryLayout<Value>.stride)
    return bytes.withUnsafeBytes { room in
      (0..<count).map { room.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Value>.stride, as: Value.self) }
    }
  }
}

/// A line of `/proc/PID/maps`.
struct Mapping {
  let addresses: Range<UInt64>
  let offset: UInt64
  let inode: UInt64
  /// The file's path as the process sees it; nil where there is no file.
  let path: String?

  /// The mappings of a process, or why there are none.
  static func all(of process: Int) throws(Refusal) -> [Mapping] {
    let name = "process \(process)"
    let descriptor = open("/proc/\(process)/maps", O_RDONLY | O_CLOEXEC)
    if descriptor < 0 {
      throw errno == ENOENT ? .notInspected(name, "there is no such process") : .notPermitted(name, errno)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var size = 0
    repeat {
      let part = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, initialized in
        size = read(descriptor, buffer.baseAddress, buffer.count)
        initialized = max(0, size)
      }
      bytes += part
    } while size > 0
    // Some kernels let anybody open the list, and refuse to show it.
    if size < 0 { throw .notPermitted(name, errno) }
    if bytes.isEmpty { throw .notInspected(name, "it has ended, or is a thread of the kernel's") }
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { Mapping(String(decoding: $0, as: UTF8.self)) }
  }

  private init?(_ line: String) {
    let words = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
    let ends = words.first?.split(separator: "-").compactMap { UInt64($0, radix: 16) } ?? []
    guard words.count >= 5, ends.count == 2, ends[0] <= ends[1], let offset = UInt64(words[2], radix: 16) else {
      return nil
    }
    addresses = ends[0]..<ends[1]
    self.offset = offset
    inode = UInt64(words[4]) ?? 0
    let name = words.count == 6 ? words[5].drop { $0 == " " } : ""
    path = name.hasPrefix("/") ? String(name) : nil
  }

  /// The file, as long as it is where it was.
  func image(of process: Int) -> ELFImage? {
    guard let path else { return nil }
    let descriptor = open("/proc/\(process)/root\(path)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, UInt64(status.st_ino) == inode else { return nil }
    return ELFImage(descriptor)
  }
}

extension Refusal {
  /// The kernel does not let this user read the process's memory.
  fileprivate static func notPermitted(_ subject: String, _ errno: Int32) -> Refusal {
    .notInspected(
      subject,
      "its memory may not be read (\(describe(errno))): be its user, or root, and see kernel.yama.ptrace_scope")
  }
}
