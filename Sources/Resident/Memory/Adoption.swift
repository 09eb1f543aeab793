/// Mappings that the host makes by itself on a call's behalf.
extension GuestSpace {
  /// Moves the `size` bytes that the host mapped at `address` to where the guest can name them; gives the new address.
  static func adopt(_ address: UInt64, _ size: UInt64, tid: Int32) throws(Errno) -> UInt64 {
    if isHosts { return address }
    let nothing: UInt64 = 0
    let placeholder = MapFlag.private | MapFlag.anonymous
    let room = try mmap(0, size, protection: nothing, flags: placeholder, descriptor: -1, offset: 0, tid: tid)
    let moveTo: UInt64 = 3
    do throws(Errno) {
      return try UInt64(bitPattern: Host.call(.mremap, address, size, size, moveTo, room))
    } catch {
      try? munmap(room, size, tid: tid)
      throw error
    }
  }

  /// Notes that the host has unmapped the `size` bytes at `address` by itself.
  static func forget(_ address: UInt64, _ size: UInt64, tid: Int32) {
    if isHosts { return }
    lock.acquire(for: tid)
    free(address, size)
    lock.release()
  }
}
