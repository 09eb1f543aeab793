/// Why a file cannot be loaded as an i386 image.
public enum ImageError: Error, Equatable {
  case notELF
  case truncatedHeader
  case machine(Machine)
  case notExecutable
  case programHeaderSize
  case programHeaderCount
  case programHeadersBeyondEnd
  case interpreterNameLength
  case interpreterNameBeyondEnd
  case interpreterNameUnterminated
  case emptyImage
  case segmentFileSize
  case segmentOutOfRange
  case segmentMisaligned
  case entryOutOfRange
  case unreadable
}

extension ImageError {
  /// What is wrong with the file, to be put behind its name.
  public var message: StaticString {
    switch self {
    case .notELF: "not an ELF program"
    case .truncatedHeader: "the file ends inside its ELF header"
    case .machine: "a program for another machine"
    case .notExecutable: "an ELF file, but not a program (neither ET_EXEC nor ET_DYN)"
    case .programHeaderSize: "broken ELF header: the size of a program header is wrong"
    case .programHeaderCount: "broken ELF header: no program headers, or more than 2048"
    case .programHeadersBeyondEnd: "broken ELF file: it ends before its program headers do"
    case .interpreterNameLength: "broken ELF file: the interpreter's name is empty or too long"
    case .interpreterNameBeyondEnd: "broken ELF file: the interpreter's name lies beyond its end"
    case .interpreterNameUnterminated: "broken ELF file: the interpreter's name has no end"
    case .emptyImage: "broken ELF file: no segment to load"
    case .segmentFileSize: "broken ELF file: a segment is larger in the file than in memory"
    case .segmentOutOfRange: "broken ELF file: a segment lies outside the 32-bit address space"
    case .segmentMisaligned: "broken ELF file: a segment's place in the file does not fit its address"
    case .unreadable: "it cannot be read"
    case .entryOutOfRange: "broken ELF file: its first instruction lies outside the 32-bit address space"
    }
  }

  /// The error number with which the kernel's `execve` refuses an image in that role.
  public func errno(as role: ImageRole) -> Errno {
    switch self {
    case .interpreterNameBeyondEnd: .inputOutput
    case .truncatedHeader where role == .interpreter: .inputOutput
    default: isNoticedLate(as: role) ? .invalid : role == .program ? .notExecutable : .badLibrary
    }
  }

  /// True where the kernel notices only when the old program is gone, and kills with `SIGSEGV` instead of an error.
  public func isNoticedLate(as role: ImageRole) -> Bool {
    switch self {
    case .emptyImage, .segmentFileSize, .segmentOutOfRange, .segmentMisaligned, .entryOutOfRange: true
    case .notExecutable: role == .interpreter
    default: false
    }
  }
}
