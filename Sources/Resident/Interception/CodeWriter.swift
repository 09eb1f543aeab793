/// Writes guest code without making it writable: by the process's own memory file.
///
/// The kernel gives a private page its own copy there whatever the page's protection, and refuses where the mapping is
/// shared. Guest threads may be executing the bytes at that moment.
struct CodeWriter: ~Copyable {
  private let file: HostFile

  /// Throws where the kernel has no such file for us, or cannot make other threads see new code.
  init() throws(Errno) {
    // Asked for each time: it is not certain to survive `fork`.
    let registerExpeditedSyncCore: UInt64 = 64
    try Host.call(.membarrier, registerExpeditedSyncCore, 0, 0)
    let readWrite: UInt64 = 2
    let path: StaticString = "/proc/self/mem"
    file = try HostFile(path: UInt64(UInt(bitPattern: path.utf8Start)), flags: readWrite)
  }

  /// Writes one byte, which any thread sees whole.
  func write(_ byte: UInt8, at address: UInt64) throws(Errno) {
    var byte = byte
    let count = try Host.lending(&byte) { room throws(Errno) in
      try Host.call(.pwrite64, UInt64(UInt32(bitPattern: file.descriptor)), room, 1, address)
    }
    if count != 1 { throw .fault }
  }

  /// Writes bytes that no thread executes.
  func write<let count: Int>(_ bytes: InlineArray<count, UInt8>, at address: UInt64) throws(Errno) {
    var copy = bytes
    let written = try Host.lending(&copy) { room throws(Errno) in
      try Host.call(.pwrite64, UInt64(UInt32(bitPattern: file.descriptor)), room, UInt64(count), address)
    }
    if written != Int64(count) { throw .fault }
  }

  /// Returns once every thread of the process has executed an instruction that serializes, so that none goes on with
  /// bytes it had fetched before.
  func settle() throws(Errno) {
    let expeditedSyncCore: UInt64 = 32
    try Host.call(.membarrier, expeditedSyncCore, 0, 0)
  }
}
