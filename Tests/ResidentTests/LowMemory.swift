import Glibc
import Testing

@testable import ResidentHosted

/// Memory of the test process at an address that a guest could name.
final class LowMemory {
  let address: UInt64
  let size: Int

  init(size: Int = 65536) throws {
    // MAP_32BIT: the lowest 2 GiB.
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | 0x40
    let start = try #require(mmap(nil, size, PROT_READ | PROT_WRITE, flags, -1, 0))
    try #require(start != MAP_FAILED)
    address = UInt64(UInt(bitPattern: start))
    self.size = size
  }

  deinit { munmap(UnsafeMutableRawPointer(bitPattern: UInt(address)), size) }

  /// The bytes from `offset` on.
  func store(_ bytes: [UInt8], at offset: Int = 0) {
    precondition(offset + bytes.count <= size)
    bytes.withUnsafeBytes { source in
      UnsafeMutableRawPointer(bitPattern: UInt(address))!.advanced(by: offset).copyMemory(
        from: source.baseAddress!, byteCount: bytes.count)
    }
  }

  func bytes(at offset: Int, count: Int) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: UInt(address))! + offset, count: count))
  }

  func word(at offset: Int) -> UInt32 {
    UnsafeRawPointer(bitPattern: UInt(address))!.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
  }
}
