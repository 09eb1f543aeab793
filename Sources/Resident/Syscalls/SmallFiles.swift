import ResidentSupport

/// Files that the guest opened without large-file support.
///
/// The 64-bit host opens all files as large ones, so what the kernel's `generic_file_open` and
/// `generic_write_check_limits` do without O_LARGEFILE is done here.
enum SmallFiles {
  /// The share of what there is room for that may be written before the file is looked at again: other processes may
  /// move the same position.
  private static var share: UInt64 { 8 }
  nonisolated(unsafe) private static var areWatched = false

  /// Takes a newly opened file in, or closes it because it is too large for the guest to seek in.
  static func admit(_ descriptor: Int64, _ flags: UInt32) throws(Errno) {
    let word = UInt64(descriptor)
    let status = try Host.filled(HostFileStatus()) { room throws(Errno) in try Host.call(.fstat, word, room) }
    if status.isRegular && status.size > SmallFile.maximumSize {
      _ = try? Host.call(.close, word)
      throw .overflow
    }
    let isWritable = flags & OpenFlags.accessMode != 0
    let note = Int32(truncatingIfNeeded: descriptor)
    forget(note)
    if status.isBlockDevice {
      DescriptorNotes[note] = 0
    } else if status.isRegular && isWritable {
      watch()
      DescriptorNotes[note] = DescriptorNotes.small | DescriptorNotes.limited
    } else {
      DescriptorNotes[note] = DescriptorNotes.small
    }
  }

  /// From the first such file on, writes and closes are looked at.
  private static func watch() {
    if areWatched { return }
    areWatched = true
    gateway_watch_passthrough(HostNumber.write.rawValue)
    gateway_watch_passthrough(HostNumber.close.rawValue)
  }

  /// The descriptor is another file now.
  static func forget(_ descriptor: Int32) {
    if write_allowance_of(descriptor) != 0 { set_write_allowance(-1, 0) }
  }

  /// Takes notice of a new position.
  ///
  /// One in the first half of what is reachable leaves room for every allowance.
  @inline(__always)
  static func noteSeek(to position: Int64) {
    if position > SmallFile.maximumSize / 2 { set_write_allowance(-1, 0) }
  }

  /// How many of `count` bytes may be written at the file's position.
  ///
  /// Where it is none, the host still has to be asked to write nothing: its errors come before EFBIG.
  @inline(__always)
  static func room(_ descriptor: Int32, for count: UInt64) -> UInt64 {
    if !DescriptorNotes.has(DescriptorNotes.limited, descriptor) { return count }
    let allowance = write_allowance_of(descriptor)
    if count <= allowance {
      set_write_allowance(descriptor, allowance &- count)
      return count
    }
    return look(descriptor, for: count)
  }

  /// How many of `count` bytes may be written at `offset`.
  static func room(_ descriptor: Int32, at offset: UInt64, for count: UInt64) -> UInt64 {
    let limit = UInt64(SmallFile.maximumSize)
    let isLimited = DescriptorNotes.has(DescriptorNotes.limited, descriptor)
    if !isLimited || Int64(bitPattern: offset) < 0 { return count }
    return offset >= limit ? 0 : min(count, limit - offset)
  }

  @inline(never)
  private static func look(_ descriptor: Int32, for count: UInt64) -> UInt64 {
    guard let position = position(of: UInt64(UInt32(bitPattern: descriptor))), position >= 0 else { return count }
    let room = room(descriptor, at: UInt64(position), for: count)
    let rest = UInt64(max(SmallFile.maximumSize &- position, 0)) &- room
    set_write_allowance(descriptor, rest / share)
    return room
  }

  /// Where the next write goes; nil where there is no such place.
  private static func position(of descriptor: UInt64) -> Int64? {
    let getFlags: UInt64 = 3
    guard let flags = try? Host.call(.fcntl, descriptor, getFlags) else { return nil }
    let append: Int64 = 0o2000
    if flags & append == 0 { return try? Host.call(.lseek, descriptor, 0, 1) }
    let status = try? Host.filled(HostFileStatus()) { room throws(Errno) in try Host.call(.fstat, descriptor, room) }
    return status?.size
  }
}
