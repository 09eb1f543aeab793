extension Host {
  /// Hands the address of `value` to a host call that reads or changes it.
  @inline(__always) @discardableResult
  static func lending<T: BitwiseCopyable>(
    _ value: inout T, to call: (UInt64) throws(Errno) -> Int64
  ) throws(Errno) -> Int64 {
    try unsafe withUnsafeMutablePointer(to: &value) { room throws(Errno) -> Int64 in
      try call(UInt64(UInt(bitPattern: room)))
    }
  }

  /// `value` after a host call has filled it.
  @inline(__always)
  static func filled<T: BitwiseCopyable>(
    _ value: T, by call: (UInt64) throws(Errno) -> Int64
  ) throws(Errno) -> T {
    var room = value
    try lending(&room, to: call)
    return room
  }
}

/// Memory of the host for the length of one call, where a stack would be too small. Given back when the value ends.
struct HostScratch: ~Copyable {
  let base: UnsafeMutableRawPointer
  private let size: UInt64

  init(byteCount: Int) throws(Errno) {
    size = UInt64(byteCount)
    let readWrite: UInt64 = 3
    let privateAnonymous: UInt64 = 0x22
    let place = try Host.call(.mmap, 0, size, readWrite, privateAnonymous, ~0, 0)
    unsafe base = UnsafeMutableRawPointer(bitPattern: Int(place))!
  }

  var address: UInt64 { UInt64(UInt(bitPattern: base)) }

  deinit { _ = try? unsafe Host.call(.munmap, UInt64(UInt(bitPattern: base)), size) }
}
