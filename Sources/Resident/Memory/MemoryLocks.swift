/// `mlockall` of what is the guest's.
extension GuestSpace {
  private enum LockFlag {
    static var current: UInt32 { 1 }
    static var future: UInt32 { 2 }
    static var onFault: UInt32 { 4 }
  }

  /// Locks each of the guest's mappings by itself: the host's call would lock the resident's too, and count them.
  static func lockAll(_ flags: UInt32, tid: Int32) throws(Errno) -> Int64 {
    if isHosts { return try Host.guestCall(.mlockall, UInt64(flags)) }
    if flags & LockFlag.current == 0 || flags & ~(LockFlag.current | LockFlag.future | LockFlag.onFault) != 0 {
      let result = try Host.guestCall(.mlockall, UInt64(flags))
      locksMappings = flags & LockFlag.future != 0
      return result
    }
    lock.acquire(for: tid)
    defer { lock.release() }
    try checkLockLimit()
    if flags & LockFlag.future != 0 {
      try Host.call(.mlockall, UInt64(flags & ~LockFlag.current))
      locksMappings = true
    } else if locksMappings {
      try Host.call(.munlockall)
      locksMappings = false
    }
    let onFault: UInt64 = flags & LockFlag.onFault != 0 ? 1 : 0
    let kernels = VirtualObject.current.extent
    visitMappings { address, size in
      // The kernel passes over its own pages.
      if !kernels.contains(address) { _ = try? Host.call(.mlock2, address, size, onFault) }
    }
    return 0
  }

  /// The kernel's checks in `mlockall`: all that is mapped has to fit the limit, or the caller to be privileged.
  private static func checkLockLimit() throws(Errno) {
    let locked: UInt64 = 8
    let limit = try Host.filled(HostResourceLimit()) { room throws(Errno) in
      try Host.call(.getrlimit, locked, room)
    }
    if limit.current == ~0 { return }
    var total: UInt64 = 0
    visitMappings { _, size in total &+= size }
    let lockMemory = 14
    let mayIgnoreLimit = Capabilities.hasEffective(lockMemory)
    if limit.current == 0 && !mayIgnoreLimit { throw .notPermitted }
    if pageCount(total) > limit.current / GuestMap.pageSize && !mayIgnoreLimit { throw .noMemory }
  }

  private static func visitMappings(_ body: (_ address: UInt64, _ size: UInt64) -> Void) {
    let own = UInt64((try? Host.call(.getpid)) ?? 0)
    var lines = ProcessFile(ProcessFile.path(of: own, "maps"))
    var line = ProcessLine()
    while lines.next(&line) {
      guard let range = line.addressRange else { continue }
      if range.lowerBound >= I386.addressLimit { return }
      body(range.lowerBound, range.upperBound &- range.lowerBound)
    }
  }
}
