/// `struct iovec`.
struct IOVector<A: ABI>: GuestValue {
  var base = A.Address()
  var count = A.Address()
}

/// The host's `struct iovec`.
struct HostIOVector: BitwiseCopyable {
  var base: UInt64 = 0
  var count: UInt64 = 0
}
