/// `struct rlimit`.
struct ResourceLimit<A: ABI>: GuestValue {
  var current = A.Address()
  var maximum = A.Address()

  init() {}

  /// No limit stays none, and what does not fit is none: the kernel's `compat_sys_getrlimit`.
  init(_ host: HostResourceLimit) {
    current = A.Address(clamping: host.current)
    maximum = A.Address(clamping: host.maximum)
  }

  /// As the first `getrlimit` shows it: nothing above `LONG_MAX`.
  static func old(_ host: HostResourceLimit) -> ResourceLimit {
    var limit = ResourceLimit()
    limit.current = A.Address(truncatingIfNeeded: min(host.current, UInt64(A.Long.max)))
    limit.maximum = A.Address(truncatingIfNeeded: min(host.maximum, UInt64(A.Long.max)))
    return limit
  }
}

/// `struct rlimit` of the host.
struct HostResourceLimit: GuestValue {
  var current: UInt64 = 0
  var maximum: UInt64 = 0

  init() {}

  init<A: ABI>(_ guest: ResourceLimit<A>) {
    current = guest.current == A.Address.max ? ~0 : UInt64(guest.current)
    maximum = guest.maximum == A.Address.max ? ~0 : UInt64(guest.maximum)
  }
}
