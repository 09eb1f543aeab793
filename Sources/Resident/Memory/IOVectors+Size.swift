extension IOVectors {
  /// Bytes that the `count` vectors of the host's form at `address` hold together.
  static func totalSize(_ address: UInt64, count: Int) -> UInt64 {
    if address == Host.badAddress { return 0 }
    let vectors = unsafe UnsafePointer<HostIOVector>(bitPattern: UInt(address))!
    var total: UInt64 = 0
    for index in 0..<count { unsafe total &+= vectors[index].count }
    return total
  }
}
