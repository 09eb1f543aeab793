extension Host {
  /// Hands the address of `value` to `body`, for host calls that read or fill a struct of ours.
  @inline(__always)
  static func lend<Value: BitwiseCopyable, Result: ~Copyable>(
    _ value: inout Value, _ body: (UInt64) throws(Errno) -> Result
  ) throws(Errno) -> Result {
    try unsafe withUnsafeMutablePointer(to: &value) { room throws(Errno) -> Result in
      try body(UInt64(UInt(bitPattern: room)))
    }
  }
}
