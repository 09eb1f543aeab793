import ResidentSupport

/// Calls by which a program limits its own calls.
func addSeccompCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [.kept("seccomp", i386: 354, x86_64: 317, .unsigned, .unsigned, .address, do: seccomp)]
      as InlineArray<_, Syscall<A>>)
}

private func seccomp<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let (flags, argument) = (call.unsigned(1), call.word(2))
  switch call.unsigned(0) {
  case 0:
    if flags != 0 || argument != 0 { throw .invalid }
    return try Seccomp.beStrict(call.thread)
  case 1: return try Seccomp.install(A.self, argument, flags: flags, call.thread)
  case 2:
    if flags != 0 { throw .invalid }
    return try Seccomp.tellWhether(GuestPointer<UInt32>(argument).read())
  case 3:
    if flags != 0 { throw .invalid }
    return try Host.guestCall(.seccomp, 3, 0, argument)
  default: throw .invalid
  }
}

/// What `seccomp` and the options of `prctl` do.
enum Seccomp {
  private enum Flag {
    static var synchronize: UInt32 { 1 }
    static var log: UInt32 { 2 }
    static var allowSpeculation: UInt32 { 4 }
    static var noSuchThread: UInt32 { 16 }
  }

  /// PR_SET_SECCOMP.
  static func set<A: ABI>(
    _ abi: A.Type, mode: UInt64, _ program: UInt64, _ thread: ThreadPointer
  ) throws(Errno) -> Int64 {
    switch mode {
    case 1: return try beStrict(thread)
    case 2: return try install(abi, program, flags: 0, thread)
    default: throw .invalid
    }
  }

  /// PR_GET_SECCOMP, which no thread of the first kind can ask.
  static func mode(_ thread: ThreadPointer) -> Int64 { unsafe thread.pointee.filter == 0 ? 0 : 2 }

  /// SECCOMP_SET_MODE_STRICT.
  static func beStrict(_ thread: ThreadPointer) throws(Errno) -> Int64 {
    if unsafe thread.pointee.filter != 0 || Interception.mode.isPatch { throw .invalid }
    // The processor's clock goes with it.
    let (setClock, faults): (UInt64, UInt64) = (26, 2)
    _ = try? Host.call(.prctl, setClock, faults)
    try GuestFilters.turnOn()
    unsafe thread.pointee.isStrict = true
    return 0
  }

  /// SECCOMP_GET_ACTION_AVAIL.
  static func tellWhether(_ verdict: UInt32) throws(Errno) -> Int64 {
    switch verdict {
    case Verdict.killProcess, Verdict.killThread, Verdict.trap, Verdict.error: return 0
    case Verdict.trace, Verdict.log, Verdict.allow: return 0
    default: throw .notSupported
    }
  }

  /// SECCOMP_SET_MODE_FILTER: 0, or the id of a thread that cannot follow.
  ///
  /// Where not all calls are caught there are no filters either, nor are there listeners anywhere.
  static func install<A: ABI>(
    _ abi: A.Type, _ argument: UInt64, flags: UInt32, _ thread: ThreadPointer
  ) throws(Errno) -> Int64 {
    let known = Flag.synchronize | Flag.log | Flag.allowSpeculation | Flag.noSuchThread
    if flags & ~known != 0 || Interception.mode.isPatch { throw .invalid }
    let program = try GuestPointer<FilterProgram<A>>(argument).read()
    let count = Int(program.count)
    if count == 0 || count > FilterCode.most { throw .invalid }
    if !mayFilter { throw .access }
    let filter = try FilterNode(count: count)
    do throws(Errno) {
      let room = unsafe UnsafeMutableRawPointer(bitPattern: UInt(filter.instructions))!
      try unsafe GuestMemory.read(UInt64(truncatingIfNeeded: program.instructions), into: room, count: filter.size)
      if !filter.isValid { throw .invalid }
      try GuestFilters.turnOn()
      if let other = try attach(filter, thread, toAll: flags & Flag.synchronize != 0) {
        if flags & Flag.noSuchThread != 0 { throw .noProcess }
        filter.discard()
        return Int64(other)
      }
    } catch {
      filter.discard()
      throw error
    }
    return 0
  }

  /// The kernel's limit for all filters of a thread, each of which counts for four instructions more.
  private static func checkLength(_ filter: FilterNode) throws(Errno) {
    var (node, total) = (filter.parent, filter.code.convertedCount)
    while node != 0 {
      let other = FilterNode(at: node)
      total &+= other.code.convertedCount &+ 4
      node = other.parent
    }
    if total > 32_768 { throw .noMemory }
  }

  /// Puts the filter in force behind those that the thread has; nil, or a thread whose filters are not among them.
  ///
  /// Under the lock of the slots, for another thread may give this one a filter at the same time.
  private static func attach(
    _ filter: FilterNode, _ thread: ThreadPointer, toAll: Bool
  ) throws(Errno) -> Int32? {
    SlotPool.lock.acquire(for: thread.tid)
    defer { SlotPool.lock.release() }
    filter.parent = unsafe thread.pointee.filter
    try checkLength(filter)
    if !toAll {
      unsafe thread.pointee.filter = filter.address
      return nil
    }
    // Who shares memory without being a thread of the process has actions of its own.
    let actions = unsafe thread.pointee.actions
    var stranger: Int32? = nil
    SlotPool.visitWithNew { other in
      if unsafe other == thread || other.pointee.actions != actions { return }
      let follows = unsafe !other.pointee.isStrict && FilterNode.isAncestor(other.pointee.filter, of: filter.parent)
      if !follows && stranger == nil { stranger = other.tid }
    }
    if let stranger { return stranger }
    let givesUp = hasNoNewPrivileges
    SlotPool.visitWithNew { other in
      if unsafe other.pointee.actions != actions { return }
      unsafe other.pointee.filter = filter.address
      if givesUp { unsafe other.pointee.givesUpPrivileges = true }
    }
    return nil
  }

  /// Whether the caller has given up set-user-ID programs, or has the right.
  private static var mayFilter: Bool {
    let administrator = 21
    return hasNoNewPrivileges || Capabilities.hasEffective(administrator)
  }

  private static var hasNoNewPrivileges: Bool {
    let getNoNewPrivileges: UInt64 = 39
    return (try? Host.call(.prctl, getNoNewPrivileges, 0, 0, 0, 0)) == 1
  }
}
