extension Host {
  /// An address that is nobody's: handed on in place of what the guest cannot show, it lets the host say which of
  /// several errors comes first.
  static var badAddress: UInt64 { 1 << 63 }

  /// Gives `body` the address where the host finds `value`, which it may change.
  @inline(__always) @discardableResult
  static func lending<Value: BitwiseCopyable>(
    _ value: inout Value, _ body: (_ address: UInt64) throws(Errno) -> Int64
  ) throws(Errno) -> Int64 {
    try unsafe withUnsafeMutablePointer(to: &value) { room throws(Errno) -> Int64 in
      try body(UInt64(UInt(bitPattern: room)))
    }
  }

  /// The same for a value that may be missing: its address is 0 then.
  @inline(__always) @discardableResult
  static func lending<Value: BitwiseCopyable>(
    optional value: inout Value?, _ body: (_ address: UInt64) throws(Errno) -> Int64
  ) throws(Errno) -> Int64 {
    guard var copy = value else { return try body(0) }
    do throws(Errno) {
      let result = try lending(&copy, body)
      value = copy
      return result
    } catch {
      value = copy
      throw error
    }
  }

  /// `value` after a host call has filled it.
  @inline(__always)
  static func filled<Value: BitwiseCopyable>(
    _ value: Value, by call: (_ address: UInt64) throws(Errno) -> Int64
  ) throws(Errno) -> Value {
    var room = value
    try lending(&room, call)
    return room
  }
}
