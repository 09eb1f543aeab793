/// Most vectors that one call takes: the kernel's UIO_MAXIOV.
enum IOVectorLimit {
  static var count: Int { 1024 }
}

/// A guest's array of vectors in the host's layout, on the stack for the length of one call.
enum IOVectors {
  /// Hands the host's form of the `count` vectors at `address` to `body`: the kernel's `copy_compat_iovec_from_user`.
  @inline(__always)
  static func with<A: ABI>(
    _ abi: A.Type, _ address: UInt64, count: UInt64, _ body: (UInt64) throws(Errno) -> Int64
  ) throws(Errno) -> Int64 {
    if count > UInt64(IOVectorLimit.count) { return try body(Host.badAddress) }
    if count <= 8 {
      var few = InlineArray<8, HostIOVector>(repeating: HostIOVector())
      return try Host.lending(&few) { room throws(Errno) -> Int64 in
        try body(IOVectors.fill(room, from: address, count: Int(count), abi))
      }
    }
    return try withMany(abi, address, count: Int(count), body)
  }

  @inline(never)
  private static func withMany<A: ABI>(
    _ abi: A.Type, _ address: UInt64, count: Int, _ body: (UInt64) throws(Errno) -> Int64
  ) throws(Errno) -> Int64 {
    var many = InlineArray<1024, HostIOVector>(repeating: HostIOVector())
    return try Host.lending(&many) { room throws(Errno) -> Int64 in
      try body(IOVectors.fill(room, from: address, count: count, abi))
    }
  }

  /// How many bytes the host's vectors at `room` hold.
  static func byteCount(_ room: UInt64, count: UInt64) -> UInt64 {
    if room == Host.badAddress { return 0 }
    let vectors = unsafe UnsafeMutablePointer<HostIOVector>(bitPattern: UInt(room))!
    var total: UInt64 = 0
    for index in 0..<Int(count) { unsafe total &+= vectors[index].count }
    return total
  }

  /// Shortens the host's vectors at `room` to `limit` bytes.
  static func cut(_ room: UInt64, count: UInt64, to limit: UInt64) {
    if room == Host.badAddress { return }
    let vectors = unsafe UnsafeMutablePointer<HostIOVector>(bitPattern: UInt(room))!
    var rest = limit
    for index in 0..<Int(count) {
      // The host refuses such a one.
      if unsafe Int64(bitPattern: vectors[index].count) < 0 { continue }
      let part = unsafe min(vectors[index].count, rest)
      unsafe vectors[index].count = part
      rest &-= part
    }
  }

  /// Gives `room`, or an address that is as bad as the guest's: the host then says what comes first.
  private static func fill<A: ABI>(_ room: UInt64, from address: UInt64, count: Int, _ abi: A.Type) -> UInt64 {
    let vectors = unsafe UnsafeMutablePointer<HostIOVector>(bitPattern: UInt(room))!
    let source = GuestPointer<IOVector<A>>(address)
    for index in 0..<count {
      guard let vector = try? source.advanced(by: index).read() else { return Host.badAddress }
      // x32's `long` is wide, and its counts are not.
      let isWide = MemoryLayout<A.Address>.size == 8
      let count =
        isWide ? Int64(truncatingIfNeeded: vector.count) : Int64(Int32(truncatingIfNeeded: vector.count))
      unsafe vectors[index] = HostIOVector(base: UInt64(vector.base), count: UInt64(bitPattern: count))
      // Refused, before any that follow are looked at.
      if count < 0 { return room }
    }
    return room
  }
}
