/// `struct rusage`: two times and fourteen counts, all of them `long`.
struct ResourceUsage<A: ABI>: GuestValue {
  var words = InlineArray<18, A.Long>(repeating: 0)

  init() {}

  /// As the kernel's `put_compat_rusage` cuts the host's.
  init(_ host: HostResourceUsage) {
    for index in 0..<18 { words[index] = A.Long(truncatingIfNeeded: host.words[index]) }
  }
}

/// The host's `struct rusage`.
struct HostResourceUsage: BitwiseCopyable {
  var words = InlineArray<18, Int64>(repeating: 0)
}
