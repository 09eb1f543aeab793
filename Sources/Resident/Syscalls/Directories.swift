import ResidentSupport

/// Calls that list directories.
func addDirectoryCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("readdir", i386: 89, .descriptor, .output, .unsigned, do: readdir),
      Syscall("getdents", i386: 141, .descriptor, .output, .unsigned, do: getdents),
      Syscall("getdents64", i386: 220, x32: 217, x86_64: 217, .descriptor, .output, .unsigned, do: getdents64),
    ] as InlineArray<_, Syscall<A>>)
}

/// The fixed part of the host's `struct linux_dirent64`, without its last byte (the type).
struct EntryHeader: GuestValue {
  var inode: UInt64 = 0
  var position: UInt64 = 0
  var size: UInt16 = 0
  var type: UInt8 = 0
  var pad0: UInt8 = 0
  var pad1: UInt32 = 0

  static var nameOffset: Int { 19 }
}

/// The host's records are the guest's too; only positions that a 32-bit caller would see shorter are changed.
private func getdents64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let count = try Host.guestCall(.getdents64, call.word(0), call.word(1), call.word(2))
  if A.Address.bitWidth > 32 { return count }
  var offset: UInt64 = 0
  while offset < UInt64(count) {
    let place = call.pointer(1, to: UInt64.self).rebound(to: UInt64.self, offset: offset &+ 8)
    let position = try place.read()
    if position >> 32 != 0 {
      if !DirectoryPosition.isShortened(call.int(0)) { return count }
      try place.write(position >> 32)
    }
    let size = try place.rebound(to: UInt16.self, offset: 8).read()
    if size == 0 { return count }
    offset &+= UInt64(size)
  }
  return count
}

/// `getdents`: the host's records are never smaller than the guest's, so that what the host gives for a buffer of the
/// same size always fits.
private func getdents<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var room = InlineArray<1024, UInt64>(repeating: 0)
  var writer = ShortEntryWriter(descriptor: call.int(0), destination: call.word(1), capacity: Int(call.unsigned(2)))
  let word = UInt64(UInt32(bitPattern: writer.descriptor))
  do throws(Errno) {
    while true {
      var size = min(8192, writer.remaining)
      // What has no position is no directory, which the host then says.
      let start = (try? Host.call(.lseek, word, 0, 1)) ?? 0
      var count: Int64 = 0
      do throws(Errno) {
        count = try Host.lending(&room) { place throws(Errno) in
          try Host.guestCall(.getdents64, word, place, UInt64(size))
        }
      } catch .invalid {
        size += 16
        count = try Host.lending(&room) { place throws(Errno) in
          try Host.guestCall(.getdents64, word, place, UInt64(size))
        }
      }
      if count == 0 { return Int64(writer.written) }
      let before = UInt64(bitPattern: start)
      try Host.lending(&room) { place throws(Errno) in
        try writer.add(recordsAt: place, count: Int(count), before: before)
        return 0
      }
    }
  } catch {
    if writer.written > 0 { return Int64(writer.written) }
    throw error
  }
}

/// Writes the host's records to the guest as `struct compat_linux_dirent`: the kernel's `compat_filldir`.
private struct ShortEntryWriter {
  let descriptor: Int32
  let destination: UInt64
  let capacity: Int
  private(set) var written = 0

  init(descriptor: Int32, destination: UInt64, capacity: Int) {
    self.descriptor = descriptor
    self.destination = destination
    self.capacity = capacity
  }

  var remaining: Int { capacity - written }

  /// Takes the records over.
  ///
  /// Where one does not fit, the directory goes back to it and the call ends.
  mutating func add(recordsAt place: UInt64, count: Int, before start: UInt64) throws(Errno) {
    var offset = 0
    var position = start
    while offset < count {
      let record = unsafe UnsafeRawPointer(bitPattern: UInt(place) + UInt(offset))!
      let header = unsafe record.loadUnaligned(as: EntryHeader.self)
      do throws(Errno) {
        try unsafe add(header, name: record + EntryHeader.nameOffset)
      } catch {
        try Host.call(.lseek, UInt64(UInt32(bitPattern: descriptor)), position, 0)
        throw error
      }
      position = header.position
      offset += Int(header.size)
    }
  }

  private mutating func add(_ header: EntryHeader, name: UnsafeRawPointer) throws(Errno) {
    let length = unsafe PathText.length(name)
    let size = (10 + length + 2 + 3) & ~3
    if size > remaining { throw .invalid }
    if header.inode > UInt64(UInt32.max) { throw .overflow }
    let shown = DirectoryPosition.shown(header.position, of: descriptor)
    let start = destination &+ UInt64(written)
    try GuestPointer<UInt32>(start).write(UInt32(truncatingIfNeeded: header.inode))
    try GuestPointer<UInt32>(start &+ 4).write(UInt32(truncatingIfNeeded: shown))
    try GuestPointer<UInt16>(start &+ 8).write(UInt16(truncatingIfNeeded: size))
    try unsafe GuestMemory.write(name, to: start &+ 10, count: length + 1)
    try GuestPointer<UInt8>(start &+ UInt64(size) &- 1).write(header.type)
    written += size
  }
}

/// The first `readdir`: one entry a call, in `struct compat_old_linux_dirent`.
private func readdir<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var room = InlineArray<40, UInt64>(repeating: 0)
  let word = call.word(0)
  // What has no position is no directory, which the host then says.
  let start = (try? Host.call(.lseek, word, 0, 1)) ?? 0
  let count = try Host.lending(&room) { place throws(Errno) in try Host.guestCall(.getdents64, word, place, 320) }
  if count == 0 { return 0 }
  let descriptor = call.int(0)
  let destination = call.word(1)
  try Host.lending(&room) { place throws(Errno) in
    let record = unsafe UnsafeRawPointer(bitPattern: UInt(place))!
    let header = unsafe record.loadUnaligned(as: EntryHeader.self)
    try Host.call(.lseek, word, header.position, 0)
    if header.inode > UInt64(UInt32.max) { throw .overflow }
    let name = unsafe record + EntryHeader.nameOffset
    let length = unsafe PathText.length(name)
    let shown = DirectoryPosition.shown(UInt64(bitPattern: start), of: descriptor)
    try GuestPointer<UInt32>(destination).write(UInt32(truncatingIfNeeded: header.inode))
    try GuestPointer<UInt32>(destination &+ 4).write(UInt32(truncatingIfNeeded: shown))
    try GuestPointer<UInt16>(destination &+ 8).write(UInt16(truncatingIfNeeded: length))
    try unsafe GuestMemory.write(name, to: destination &+ 10, count: length + 1)
    return 0
  }
  return 1
}

/// Text in the resident's own memory.
private enum PathText {
  /// Bytes before the NUL.
  static func length(_ text: UnsafeRawPointer) -> Int {
    var length = 0
    while unsafe text.load(fromByteOffset: length, as: UInt8.self) != 0 { length += 1 }
    return length
  }
}
