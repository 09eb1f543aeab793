/// Places in a directory.
///
/// For a 32-bit caller ext4 makes them of 31 bits of a name's hash, for a 64-bit one of those and 32 more (`hash2pos`),
/// so that the guest's place is the upper half of the host's.
enum DirectoryPosition {
  private static var ext4: Int64 { 0xef53 }
  private static var overlay: Int64 { 0x794c_7630 }
  private static var largest: Int64 { 0x7fff_ffff }

  /// Whether the descriptor's directory, which has just given a position of more than 32 bits, would show a shorter
  /// one.
  static func isShortened(_ descriptor: Int32) -> Bool {
    if DescriptorNotes.has(DescriptorNotes.shortPositions, descriptor) { return true }
    let word = UInt64(UInt32(bitPattern: descriptor))
    let status = try? Host.filled(HostFileSystemStatus()) { room throws(Errno) in try Host.call(.fstatfs, word, room) }
    guard let status, status.type == ext4 || status.type == overlay else { return false }
    DescriptorNotes[descriptor] |= DescriptorNotes.shortPositions
    return true
  }

  /// The host's position as the guest sees it.
  static func shown(_ position: UInt64, of descriptor: Int32) -> UInt64 {
    position >> 32 != 0 && isShortened(descriptor) ? position >> 32 : position
  }

  /// Moves in a directory whose positions were shown shortened.
  static func seek(_ descriptor: Int32, to offset: Int64, from origin: UInt32) throws(Errno) -> Int64 {
    let word = UInt64(UInt32(bitPattern: descriptor))
    let status = try Host.filled(HostFileStatus()) { room throws(Errno) in try Host.call(.fstat, word, room) }
    if !status.isDirectory {
      DescriptorNotes[descriptor] &= ~DescriptorNotes.shortPositions
      return try Host.guestCall(.lseek, word, UInt64(bitPattern: offset), UInt64(origin))
    }
    var target = offset
    if origin == 1 { target &+= try Host.call(.lseek, word, 0, 1) >> 32 }
    if origin == 2 { target &+= largest }
    if origin > 2 || target < 0 || target > largest { throw .invalid }
    // The end is the host's own largest position, which the shifted one is not.
    let place: UInt64 = target == largest ? 0x7fff_ffff_ffff_ffff : UInt64(target) << 32
    try Host.guestCall(.lseek, word, place, 0)
    return target
  }
}
