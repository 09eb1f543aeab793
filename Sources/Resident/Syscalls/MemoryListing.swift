import ResidentSupport

/// The lists of a guest's mappings in `/proc`, and the figures that count them: the guest is given a copy that leaves out
/// what lies beyond its reach and that names its vDSO.
///
/// The copy is made when the file is opened, and again when its position is set back to the start.
enum MemoryListing {
  /// Whether the path at `address` may name one, by its last four bytes.
  @inline(__always)
  static func mayBeNamed(by address: UInt64) -> Bool {
    guard let length = try? GuestMemory.stringLength(address, limit: 4096), length >= 4, length < 4096,
      let end = try? GuestPointer<UInt32>(address &+ length &- 4).read()
    else { return false }
    switch end {
    case 0x7370_616d: return true  // maps, smaps, numa_maps
    case 0x7461_7473, 0x6d74_6174, 0x7375_7461: return true  // stat, statm, status
    case 0x7374_696d, 0x7075_6c6c: return true  // limits, smaps_rollup
    default: return false
    }
  }

  /// Puts a copy in the place of `descriptor`, which the guest has just opened with `flags`, where it is a guest's
  /// list.
  ///
  /// Without a descriptor to spare the host's own list stays in its place.
  @inline(never)
  static func replace(_ descriptor: Int64, _ flags: UInt32) {
    if flags & (OpenFlags.accessMode | OpenFlags.path) != 0 { return }
    guard let source = Source(behind: UInt64(descriptor), prefix: ""),
      ExecutableLink.isResident(process: source.process)
    else { return }
    var name = source.path
    let closeOnExecute: UInt64 = 1
    guard let made = name.withText({ text in try? Host.call(.memfdCreate, text, closeOnExecute) }) else { return }
    let copy = HostFile(adopting: Int32(truncatingIfNeeded: made))
    if !source.copy(to: made) { return }
    guard let reader = reopen(UInt64(made), flags: 0) else { return }
    let closesOnExecution: UInt32 = 0o2000000
    let given = try? Host.call(
      .dup3, UInt64(UInt32(bitPattern: reader.descriptor)), UInt64(descriptor), UInt64(flags & closesOnExecution))
    if given != nil {
      DescriptorNotes[Int32(truncatingIfNeeded: descriptor)] |= DescriptorNotes.listing
      WideTrampolines.watchDescriptors()
    }
    _ = copy.descriptor
  }

  /// Makes the copy behind `descriptor` anew.
  @inline(never)
  static func refresh(_ descriptor: Int32) {
    let word = UInt64(UInt32(bitPattern: descriptor))
    let readWrite: UInt64 = 2
    guard let source = Source(behind: word, prefix: "/memfd:"), let copy = reopen(word, flags: readWrite) else {
      return
    }
    let place = Int64(copy.descriptor)
    if (try? Host.call(.ftruncate, UInt64(place), 0)) != nil { _ = source.copy(to: place) }
  }

  /// Hands the path of the list that `descriptor` is a copy of to `body`; nil where it is none, or its process is gone.
  @inline(never)
  static func withPath<R>(of descriptor: UInt64, _ body: (_ path: UInt64) -> R?) -> R? {
    let number = Int32(truncatingIfNeeded: descriptor)
    if !DescriptorNotes.has(DescriptorNotes.listing, number) { return nil }
    guard let source = Source(behind: UInt64(UInt32(bitPattern: number)), prefix: "/memfd:") else { return nil }
    var path = source.path
    return path.withText(body)
  }

  /// Makes the name of a copy, `count` bytes that a link was found to name, the name of its list; gives its length.
  @inline(__always)
  static func renamed(_ buffer: UInt64, _ count: Int64) -> Int64 {
    let memoryFile: UInt64 = 0x3a64_666d_656d_2f  // /memfd:
    guard count > 24, let start = try? GuestPointer<UInt64>(buffer).read(),
      start & 0xff_ffff_ffff_ffff == memoryFile
    else { return count }
    return rename(buffer, count)
  }

  @inline(never)
  private static func rename(_ buffer: UInt64, _ count: Int64) -> Int64 {
    var text = PathWords.Text(repeating: 0)
    let (front, end): (UInt64, Int64) = (7, 10)  // "/memfd:" and " (deleted)"
    let length = count &- Int64(front) &- end
    if length > 63 { return count }
    let size = Int(length)
    let copied = try? unsafe withUnsafeMutablePointer(to: &text) { room throws(Errno) -> Bool in
      try unsafe GuestMemory.read(buffer &+ front, into: UnsafeMutableRawPointer(room), count: size)
      return true
    }
    var words = PathWords(text, count: size)
    if copied == nil || !words.next(is: "proc") || words.nextNumber() == nil { return count }
    // What is cut off was no part of the answer: a buffer that held zeros has some there again.
    for index in size..<min(size &+ Int(front) &+ Int(end), 64) { text[index] = 0 }
    let written = min(Int(count), 64)
    let given = try? unsafe withUnsafeMutablePointer(to: &text) { room throws(Errno) -> Bool in
      try unsafe GuestMemory.write(UnsafeRawPointer(room), to: buffer, count: written)
      return true
    }
    return given == nil ? count : length
  }

  /// Throws for a seek that such a file does not know: the kernel's `seq_lseek`.
  static func checkSeek(from origin: UInt32) throws(Errno) {
    if origin > 1 { throw .invalid }
  }

  private static func reopen(_ descriptor: UInt64, flags: UInt64) -> HostFile? {
    var link = MessageLine()
    link.add("/proc/self/fd/")
    link.add(decimal: Int64(descriptor))
    return link.withText { text in try? HostFile(path: text, flags: flags) }
  }
}

/// Which list a descriptor is, or is a copy of.
private struct Source {
  let process: UInt64
  /// The thread that the path names; the process's first one where it names none.
  let task: UInt64
  let path: MessageLine
  /// Which file of figures it is; nil for a list of mappings.
  let figures: ProcessFigures.File?

  /// Reads the descriptor's link: `prefix`, then the path of a list.
  init?(behind descriptor: UInt64, prefix: StaticString) {
    var link = MessageLine()
    link.add("/proc/self/fd/")
    link.add(decimal: Int64(descriptor))
    var text = PathWords.Text(repeating: 0)
    let length = link.withText { path in
      unsafe withUnsafeMutablePointer(to: &text) { room in
        (try? Host.call(.readlink, path, UInt64(UInt(bitPattern: room)), 64)) ?? 0
      }
    }
    let start = prefix.utf8CodeUnitCount
    var end = Int(length)
    for index in 0..<end where text[index] == 0x20 {
      end = index
      break
    }
    if end == 64 || end <= start { return nil }
    for index in 0..<start where unsafe text[index] != prefix.utf8Start[index] { return nil }
    var path = MessageLine()
    var own = PathWords.Text(repeating: 0)
    for index in start..<end {
      own[index &- start] = text[index]
      path.add(byte: text[index])
    }
    var words = PathWords(own, count: end &- start)
    guard words.next(is: "proc"), let process = words.nextNumber() else { return nil }
    var task = process
    if words.next(is: "task") {
      guard let thread = words.nextNumber() else { return nil }
      task = thread
    }
    if words.next(is: "maps") || words.next(is: "smaps") || words.next(is: "numa_maps") {
      figures = nil
    } else if words.next(is: "stat") {
      figures = .stat
    } else if words.next(is: "statm") {
      figures = .statm
    } else if words.next(is: "status") {
      figures = .status
    } else if words.next(is: "smaps_rollup") {
      figures = .rollup
    } else if words.next(is: "limits") {
      figures = .limits
    } else {
      return nil
    }
    if !words.isAtEnd { return nil }
    self.task = task
    self.process = process
    self.path = path
  }

  /// Writes what the guest may see of the list; false where it cannot be read.
  func copy(to descriptor: Int64) -> Bool {
    var lines = ProcessFile(path)
    if !lines.isOpen { return false }
    let isWide = isWide
    var line = ProcessLine()
    if let figures {
      let figures = ProcessFigures(figures, process: process, task: task, isWide: isWide)
      var writer = Writer(descriptor)
      while lines.next(&line) {
        figures.correct(&line)
        writer.add(line)
      }
      writer.flush()
      return true
    }
    let stretches = HiddenStretches(of: process)
    let virtualObject = isWide ? 0 : virtualObject()
    var isHidden = false
    var writer = Writer(descriptor)
    while lines.next(&line) {
      if let address = line.address {
        // The rest lies still higher.
        if !isWide && address >= I386.addressLimit { break }
        isHidden =
          HostSpace.isResident(address) || address == 0 && PageZero.isAllowed && line.isPageZero
          || stretches.contain(address)
        if let range = line.addressRange, virtualObject != 0 {
          if range.lowerBound == virtualObject { line.name("[vdso]") }
          let isData = line.permission(1) == 0x2d && line.permission(2) == 0x2d
          if range.upperBound == virtualObject && isData { line.name("[vvar]") }
        }
      }
      if isHidden { continue }
      writer.add(line)
    }
    writer.flush()
    return true
  }

  /// Whether the process is a 64-bit guest: its auxiliary vector has 64-bit words, and is not the resident's own.
  private var isWide: Bool {
    var path = ProcessFile.path(of: process, "auxv")
    guard let file = path.withText({ text in try? HostFile(path: text) }) else { return false }
    let programHeaders: UInt64 = 3
    for index in 0..<40 {
      guard let tag = try? file.value(at: UInt64(index &* 16), as: UInt64.self), tag != 0, tag <= 0xffff_ffff else {
        return false
      }
      if tag == programHeaders {
        guard let place = try? file.value(at: UInt64(index &* 16 &+ 8), as: UInt64.self) else { return false }
        return !HostSpace.isResident(place)
      }
    }
    return false
  }

  /// Where the process's vDSO lies, by its auxiliary vector; 0 where that does not say.
  private func virtualObject() -> UInt64 {
    var path = ProcessFile.path(of: process, "auxv")
    guard let file = path.withText({ text in try? HostFile(path: text) }) else { return 0 }
    let header: UInt32 = 33
    for index in 0..<40 {
      guard let entry = try? file.value(at: UInt64(index &* 8), as: UInt64.self), entry != 0 else { return 0 }
      if UInt32(truncatingIfNeeded: entry) == header { return entry >> 32 }
    }
    return 0
  }
}

/// Collects text and writes it to a host's descriptor.
private struct Writer: ~Copyable {
  private let descriptor: Int64
  private var bytes = InlineArray<4096, UInt8>(repeating: 0)
  private var count = 0

  init(_ descriptor: Int64) { self.descriptor = descriptor }

  /// Adds a line and its end.
  mutating func add(_ line: borrowing ProcessLine) {
    for index in 0..<line.count { add(line[index]) }
    add(0x0a)
  }

  private mutating func add(_ byte: UInt8) {
    if count == 4096 { flush() }
    bytes[count] = byte
    count &+= 1
  }

  mutating func flush() {
    let (place, size) = (UInt64(descriptor), UInt64(count))
    unsafe withUnsafeMutablePointer(to: &bytes) { room in
      _ = try? Host.call(.write, place, UInt64(UInt(bitPattern: room)), size)
    }
    count = 0
  }
}
