/// Memory that the resident mapped for one call, zeroed; unmapped when the value ends.
struct HostMemory: ~Copyable {
  let address: UInt64
  private let size: UInt64

  init(size: UInt64) throws(Errno) {
    let readAndWrite: UInt64 = 3
    let privateAnonymous: UInt64 = 0x22
    self.size = max(size, 1)
    address = UInt64(bitPattern: try Host.call(.mmap, 0, self.size, readAndWrite, privateAnonymous, ~0, 0))
  }

  deinit { _ = try? Host.call(.munmap, address, size) }

  var pointer: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(bitPattern: UInt(address))! }
}
