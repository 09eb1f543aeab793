/// `struct flock` of the 64-bit host.
struct HostFileLock: BitwiseCopyable {
  var type: Int16 = 0
  var origin: Int16 = 0
  var pad: Int32 = 0
  var start: Int64 = 0
  var length: Int64 = 0
  var process: Int32 = 0
  var pad2: Int32 = 0
}

/// A lock as one generation of `fcntl` takes and gives it.
protocol FileLockLayout: GuestValue {
  init(_ lock: HostFileLock) throws(Errno)
  var host: HostFileLock { get }
}

/// `struct compat_flock`.
struct FileLock32: FileLockLayout {
  var type: Int16 = 0
  var origin: Int16 = 0
  var start: Int32 = 0
  var length: Int32 = 0
  var process: Int32 = 0

  init() {}

  /// The kernel's `fixup_compat_flock`: a start that does not fit is an error, a length is cut.
  init(_ lock: HostFileLock) throws(Errno) {
    if lock.start > SmallFile.maximumSize { throw .overflow }
    type = lock.type
    origin = lock.origin
    start = Int32(truncatingIfNeeded: lock.start)
    length = Int32(truncatingIfNeeded: min(lock.length, SmallFile.maximumSize))
    process = lock.process
  }

  var host: HostFileLock {
    HostFileLock(type: type, origin: origin, start: Int64(start), length: Int64(length), process: process)
  }
}

/// `struct compat_flock64`.
struct FileLock64<A: ABI>: FileLockLayout {
  var type: Int16 = 0
  var origin: Int16 = 0
  var start = A.Wide()
  var length = A.Wide()
  var process: Int32 = 0

  init() {}

  init(_ lock: HostFileLock) {
    type = lock.type
    origin = lock.origin
    start = A.Wide(UInt64(bitPattern: lock.start))
    length = A.Wide(UInt64(bitPattern: lock.length))
    process = lock.process
  }

  var host: HostFileLock {
    HostFileLock(
      type: type, origin: origin, start: Int64(bitPattern: start.value), length: Int64(bitPattern: length.value),
      process: process)
  }
}
