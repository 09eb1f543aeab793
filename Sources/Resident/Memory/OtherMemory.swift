/// The memory of another process in which a resident lies too, at the same addresses.
enum OtherMemory {
  /// Copies `size` bytes at `address` of process `id` to `place`; false where that may not be, or they are not there.
  static func read(_ id: UInt64, _ address: UInt64, to place: UInt64, size: Int) -> Bool {
    copy(.processVmReadv, id, address, place, UInt64(size))
  }

  /// Copies them from `place` to process `id`.
  static func write(_ id: UInt64, _ address: UInt64, from place: UInt64, size: Int) -> Bool {
    copy(.processVmWritev, id, address, place, UInt64(size))
  }

  private static func copy(
    _ call: HostNumber, _ id: UInt64, _ address: UInt64, _ place: UInt64, _ size: UInt64
  ) -> Bool {
    var here = InlineArray<2, UInt64>(repeating: size)
    var there = InlineArray<2, UInt64>(repeating: size)
    here[0] = place
    there[0] = address
    let copied = try? Host.lending(&here) { local throws(Errno) in
      try Host.lending(&there) { remote throws(Errno) in try Host.call(call, id, local, 1, remote, 1, 0) }
    }
    return copied == Int64(size)
  }
}
