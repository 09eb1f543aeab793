/// A descriptor that the resident opened for itself; closed when the value ends.
struct HostFile: ~Copyable {
  let descriptor: Int32

  init(adopting descriptor: Int32) { self.descriptor = descriptor }

  /// Opens `path`, a NUL-terminated string at `address`, for reading; it is closed in an executed program.
  init(path: UInt64, relativeTo directory: Int32 = -100, flags: UInt64 = 0) throws(Errno) {
    let closeOnExecute: UInt64 = 0x8_0000
    descriptor = Int32(
      truncatingIfNeeded: try Host.call(
        .openat, UInt64(bitPattern: Int64(directory)), path, flags | closeOnExecute, 0))
  }

  deinit { _ = try? Host.call(.close, UInt64(UInt32(bitPattern: descriptor))) }

  /// Reads up to `count` bytes at `offset`; gives how many there were.
  func read(at offset: UInt64, into buffer: UnsafeMutableRawPointer, count: Int) throws(Errno) -> Int {
    try Int(
      Host.call(
        .pread64, UInt64(UInt32(bitPattern: descriptor)), UInt64(UInt(bitPattern: buffer)), UInt64(count), offset))
  }

  /// Reads a whole value at `offset`; a file that ends before it is not executable.
  func value<T: GuestValue>(at offset: UInt64, as type: T.Type = T.self) throws(Errno) -> T {
    var value = T()
    let size = MemoryLayout<T>.stride
    let count = try unsafe withUnsafeMutablePointer(to: &value) { room throws(Errno) -> Int in
      try unsafe read(at: offset, into: UnsafeMutableRawPointer(room), count: size)
    }
    if count != size { throw .notExecutable }
    return value
  }
}
