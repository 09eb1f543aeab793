import Glibc

/// A path as the kernel sees one: bytes, in whatever encoding.
struct FilePath {
  let bytes: [UInt8]

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  init(_ pointer: UnsafePointer<CChar>) {
    bytes = UnsafeBufferPointer(start: pointer, count: strlen(pointer)).map { UInt8(bitPattern: $0) }
  }

  var description: String { String(decoding: bytes, as: UTF8.self) }
  var isAbsolute: Bool { bytes.first == UInt8(ascii: "/") }
  var hasSlash: Bool { bytes.contains(UInt8(ascii: "/")) }

  func appending(_ name: FilePath) -> FilePath {
    if bytes.isEmpty { return name }
    let needsSlash = bytes.last != UInt8(ascii: "/") && !name.isAbsolute
    return FilePath(bytes: bytes + (needsSlash ? [UInt8(ascii: "/")] : []) + name.bytes)
  }

  /// A copy for the C library that stays until the process ends.
  func cString() -> UnsafeMutablePointer<CChar> {
    let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
    for (index, byte) in bytes.enumerated() { pointer[index] = CChar(bitPattern: byte) }
    pointer[bytes.count] = 0
    return pointer
  }

  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    (bytes + [0]).withUnsafeBytes { body($0.bindMemory(to: CChar.self).baseAddress!) }
  }

  /// What `stat` says, or its error number.
  func status() -> Result<stat, SystemError> {
    var status = stat()
    return withCString { fstatat(AT_FDCWD, $0, &status, 0) } == 0
      ? .success(status) : .failure(SystemError(number: errno))
  }

  /// Whether the kernel would let this user execute the file.
  var isExecutable: Bool {
    withCString { faccessat(AT_FDCWD, $0, X_OK, AT_EACCESS) } == 0
  }

  /// The path from the root, resolved while the working directory is still the caller's.
  func absolute() -> FilePath {
    if isAbsolute { return self }
    guard let directory = getcwd(nil, 0) else { return self }
    defer { free(directory) }
    return FilePath(directory).appending(self)
  }
}

/// An error number of the kernel.
struct SystemError: Error {
  let number: Int32
}

extension stat {
  var isDirectory: Bool { st_mode & S_IFMT == S_IFDIR }
  var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
}
