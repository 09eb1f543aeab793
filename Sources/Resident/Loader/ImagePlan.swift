/// What the loader needs to know about an image before it maps the first segment; addresses are before relocation.
public struct ImagePlan: Equatable, Sendable {
  /// What the image says about the stack (`PT_GNU_STACK`).
  public enum Stack: UInt8, Sendable {
    /// It says nothing: for i386 the stack and everything readable is executable.
    case unspecified
    case executable
    case notExecutable
  }

  /// A range of bytes in the file.
  public struct FileRange: Equatable, Sendable {
    public let offset: UInt64
    public let size: UInt64
  }

  /// Where the range of user addresses ends for an i386 program on a 64-bit kernel (`IA32_PAGE_OFFSET`).
  public static var addressLimit: UInt64 { 0xFFFF_E000 }
  /// The longest name of an interpreter, with its final zero (`PATH_MAX`).
  public static var maximumInterpreterName: UInt64 { 4096 }

  /// Number of segments to load.
  public private(set) var segmentCount = 0
  /// Address of the lowest segment's first page; zero without segments.
  public private(set) var lowest: UInt64 = 0
  /// Address after the last byte of the highest segment: where the break begins.
  public private(set) var end: UInt64 = 0
  /// Where the name of the interpreter lies, with its final zero.
  public private(set) var interpreter: FileRange?
  public private(set) var stack = Stack.unspecified
  /// What the kernel finds wrong only after the old program is gone.
  public private(set) var lateError: ImageError?
  /// Address at which the program finds its own program headers; zero if no segment holds them.
  public private(set) var programHeaders: UInt64 = 0
  /// The largest alignment that a segment asks for; at least a page.
  public private(set) var alignment: UInt64 = 4096
  /// First and last address of code and of data, as `/proc/PID/stat` tells them.
  public private(set) var codeStart: UInt64 = .max
  public private(set) var codeEnd: UInt64 = 0
  public private(set) var dataStart: UInt64 = 0
  public private(set) var dataEnd: UInt64 = 0

  /// Length of the range, in whole pages, that all segments together need.
  public var span: UInt64 { end.roundedUpToPage &- lowest }

  /// Reads the program headers of an image whose header has been read.
  ///
  /// Throws what the kernel refuses at once; what it refuses later is left in `lateError`, since the interpreter's
  /// faults come before.
  ///
  /// - Parameters:
  ///   - table: at least `header.programHeaderTableSize` bytes.
  ///   - limit: the end of the addresses that a program may use.
  public init(
    _ header: ELFHeader, table: Span<UInt8>, as role: ImageRole = .program, limit: UInt64 = ImagePlan.addressLimit
  ) throws(ImageError) {
    guard table.count >= header.programHeaderTableSize else { throw .programHeadersBeyondEnd }
    for index in 0..<header.programHeaderCount {
      let program = ProgramHeader(table, index: index, format: header.format)
      // Only the first name counts, and it is looked at before any segment is.
      if program.kind == .interpreter, interpreter == nil, role == .program {
        guard program.fileSize >= 2, program.fileSize <= ImagePlan.maximumInterpreterName else {
          throw .interpreterNameLength
        }
        interpreter = FileRange(offset: program.fileOffset, size: program.fileSize)
      } else if program.kind == .stack {
        stack = program.isExecutable ? .executable : .notExecutable
      }
    }
    do throws(ImageError) {
      try addSegments(header, table, role, limit: limit)
    } catch {
      lateError = error
    }
  }

  /// Refuses what the kernel kills the program for while it loads it.
  public func checkSegments() throws(ImageError) {
    if let lateError { throw lateError }
  }

  /// Refuses the name of an interpreter that the kernel refuses, out of the bytes that were read at `interpreter`.
  public func checkInterpreterName(_ name: Span<UInt8>) throws(ImageError) {
    guard let interpreter else { return }
    guard name.count == Int(interpreter.size) else { throw .interpreterNameBeyondEnd }
    guard name.byte(at: name.count &- 1) == 0 else { throw .interpreterNameUnterminated }
  }

  private mutating func addSegments(
    _ header: ELFHeader, _ table: Span<UInt8>, _ role: ImageRole, limit: UInt64
  ) throws(ImageError) {
    if header.kind == .other { throw .notExecutable }
    for index in 0..<header.programHeaderCount {
      let program = ProgramHeader(table, index: index, format: header.format)
      guard program.kind == .load else { continue }
      try program.check(limit: limit, as: role)
      add(program, of: header)
    }
    if end == lowest, role == .interpreter || header.kind == .relocatable && segmentCount > 0 { throw .emptyImage }
    if header.kind == .fixed, interpreter == nil, header.entry >= limit { throw .entryOutOfRange }
  }

  private mutating func add(_ segment: ProgramHeader, of header: ELFHeader) {
    lowest = segmentCount == 0 ? segment.firstPage : min(lowest, segment.firstPage)
    end = max(end, segment.memoryEnd)
    segmentCount &+= 1

    // Sums wrap in the format's words. The last segment that holds the table wins, as in the kernel.
    let word: UInt64 = header.format.isWide ? .max : 0xffff_ffff
    let tableOffset = header.programHeaderOffset
    let fileEnd = (segment.fileOffset &+ segment.fileSize) & word
    if segment.fileOffset <= tableOffset, tableOffset < fileEnd {
      programHeaders = (tableOffset &- segment.fileOffset &+ segment.address) & word
    }
    if segment.alignment.nonzeroBitCount == 1 {
      alignment = max(alignment, segment.alignment)
    }
    let dataEnd = (segment.address &+ segment.fileSize) & word
    if segment.isExecutable {
      codeStart = min(codeStart, segment.address)
      codeEnd = max(codeEnd, dataEnd)
    }
    dataStart = max(dataStart, segment.address)
    self.dataEnd = max(self.dataEnd, dataEnd)
  }
}
