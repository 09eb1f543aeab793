/// What an `execve` or `execveat` asks for, in the guest's words.
struct ExecutionRequest {
  let thread: ThreadPointer
  /// What a relative path starts from.
  var directory: Int32 = ExecutionRequest.currentDirectory
  let path: UInt64
  let arguments: UInt64
  let environment: UInt64
  var flags: UInt32 = 0
  /// Whether the path is the link to the caller's own program, which for the host is the resident.
  var isOwnExecutable = false

  static var currentDirectory: Int32 { -100 }
  static var noFollow: UInt32 { 0x100 }
  static var emptyPath: UInt32 { 0x1000 }
}

/// Room on the stack for everything that has to outlive the preparation of one `execve`.
struct ExecutionRoom {
  static var wordCount: Int { 1024 }
  static var pathStart: Int { 24 }

  var words = InlineArray<1024, UInt64>(repeating: 0)
  /// The path as the guest gave it, from `pathStart` on; what names its descriptor is put in front.
  var path = InlineArray<4128, UInt8>(repeating: 0)
  var number = InlineArray<16, UInt8>(repeating: 0)
  var filters = InlineArray<16, UInt8>(repeating: 0)
}

/// The path of the program to be executed, copied once.
struct ExecutedPath {
  /// Address of the path as the guest gave it.
  let given: UInt64
  /// Address of what the program is called: for one that is found by a descriptor, `/dev/fd/N` or `/dev/fd/N/path`, as
  /// the kernel's `alloc_bprm` writes it.
  let name: UInt64
  /// Whether a descriptor was part of finding it.
  let isByDescriptor: Bool
  let isEmpty: Bool
  /// Whether the same path may lead elsewhere, or nowhere, once the program has been replaced.
  let isVolatile: Bool

  /// Copies the path of `request` into `room`.
  init(_ request: ExecutionRequest, in room: UnsafeMutablePointer<ExecutionRoom>) throws(Errno) {
    let start = unsafe withUnsafeMutablePointer(to: &room.pointee.path) { UnsafeMutableRawPointer($0) }
    let bytes = unsafe start.assumingMemoryBound(to: UInt8.self)
    let first = ExecutionRoom.pathStart
    let limit: UInt64 = 4096
    let length = try Int(GuestMemory.stringLength(request.path, limit: limit))
    if length == Int(limit) { throw .nameTooLong }
    if length == 0 && request.flags & ExecutionRequest.emptyPath == 0 { throw .noEntry }
    try unsafe GuestMemory.read(request.path, into: start + first, count: length)
    unsafe bytes[first + length] = 0
    let path = unsafe UnsafePointer(bytes + first)
    let isAbsolute = unsafe path[0] == 0x2f
    given = UInt64(UInt(bitPattern: start)) &+ UInt64(first)
    isEmpty = length == 0
    isByDescriptor = !isAbsolute && request.directory != ExecutionRequest.currentDirectory
    isVolatile = unsafe isByDescriptor || Strings.starts(path, with: "/proc/") || Strings.starts(path, with: "/dev/")
    if !isByDescriptor {
      name = given
      return
    }
    // Written backwards from the path's first byte.
    var place = first
    if length > 0 {
      place &-= 1
      unsafe bytes[place] = 0x2f
    }
    place = unsafe Decimal.write(request.directory, endingAt: place, of: bytes)
    let folder: StaticString = "/dev/fd/"
    place &-= folder.utf8CodeUnitCount
    for index in 0..<folder.utf8CodeUnitCount { unsafe bytes[place + index] = folder.utf8Start[index] }
    name = UInt64(UInt(bitPattern: start)) &+ UInt64(place)
  }
}

/// Decimal numbers as text.
enum Decimal {
  /// Writes the digits of `value` before `end`; gives where they start.
  static func write(_ value: Int32, endingAt end: Int, of bytes: UnsafeMutablePointer<UInt8>) -> Int {
    var place = end
    var rest = value.magnitude
    repeat {
      place &-= 1
      unsafe bytes[place] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest != 0
    if value < 0 {
      place &-= 1
      unsafe bytes[place] = 0x2d
    }
    return place
  }
}
