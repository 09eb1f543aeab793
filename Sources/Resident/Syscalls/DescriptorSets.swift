/// The sets of `select`.
///
/// Their bits mean the same to the host, but it reads and writes them in its own, longer words: a set whose length is
/// no multiple of those is copied, so that nothing behind it is touched.
enum DescriptorSets {
  /// Gives `body` the addresses of three sets of `count` bits for the host; 0 where there is none.
  ///
  /// Where they are not all there it gets the guest's own: the host may look at fewer bits, for it counts no further
  /// than its table of descriptors reaches, whose size is whole words of its own.
  static func lend<A: ABI>(
    _: A.Type, _ sets: (UInt64, UInt64, UInt64), count: Int32,
    _ body: (_ first: UInt64, _ second: UInt64, _ third: UInt64) throws(Errno) -> Int64
  ) throws(Errno) -> Int64 {
    let bits = MemoryLayout<A.Long>.size * 8
    let size = (Int(max(count, 0)) + bits - 1) / bits * (bits / 8)
    if size % 8 == 0 { return try body(sets.0, sets.1, sets.2) }
    let roomSize = size + 4
    if roomSize <= 1024 {
      var room = InlineArray<384, UInt64>(repeating: 0)
      return try unsafe withUnsafeMutablePointer(to: &room) { room throws(Errno) -> Int64 in
        try unsafe lend(sets, size, UnsafeMutableRawPointer(room), roomSize, body)
      }
    }
    let room = try HostMemory(size: UInt64(roomSize * 3))
    return try unsafe lend(sets, size, room.pointer, roomSize, body)
  }

  private static func lend(
    _ sets: (UInt64, UInt64, UInt64), _ size: Int, _ room: UnsafeMutableRawPointer, _ stride: Int,
    _ body: (_ first: UInt64, _ second: UInt64, _ third: UInt64) throws(Errno) -> Int64
  ) throws(Errno) -> Int64 {
    let (first, second, third): (UInt64, UInt64, UInt64)
    do throws(Errno) {
      first = try unsafe copyIn(sets.0, size, room)
      second = try unsafe copyIn(sets.1, size, room + stride)
      third = try unsafe copyIn(sets.2, size, room + 2 * stride)
    } catch {
      return try body(sets.0, sets.1, sets.2)
    }
    let result = try body(first, second, third)
    try unsafe copyOut(room, size, sets.0)
    try unsafe copyOut(room + stride, size, sets.1)
    try unsafe copyOut(room + 2 * stride, size, sets.2)
    return result
  }

  private static func copyIn(_ set: UInt64, _ size: Int, _ room: UnsafeMutableRawPointer) throws(Errno) -> UInt64 {
    if set == 0 { return 0 }
    try unsafe GuestMemory.read(set, into: room, count: size)
    return UInt64(UInt(bitPattern: room))
  }

  private static func copyOut(_ room: UnsafeMutableRawPointer, _ size: Int, _ set: UInt64) throws(Errno) {
    if set != 0 { try unsafe GuestMemory.write(room, to: set, count: size) }
  }
}
