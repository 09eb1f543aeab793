import ResidentSupport

/// The robust futexes of a thread: what the kernel's `compat_exit_robust_list` does when it ends.
enum RobustList {
  private static var waiters: UInt32 { 0x8000_0000 }
  private static var ownerDied: UInt32 { 0x4000_0000 }
  private static var ownerMask: UInt32 { 0x3fff_ffff }
  private static var longest: Int { 2048 }

  /// Whether the user lets the resident use the host's 32-bit entry: a filter on the process may end it for that.
  nonisolated(unsafe) static var mayRegister = false

  /// Makes `head` the thread's list, and the host's too where that has a 32-bit entry that may be used.
  static func set(_ thread: ThreadPointer, _ head: UInt32) {
    unsafe thread.pointee.robustList = head
    if !mayRegister || Interception.mechanism.isFilter { return }
    unsafe thread.pointee.robustListIsHosts = compat_set_robust_list(head) == 0
  }

  /// Takes the list away from the host.
  static func withdraw(_ thread: ThreadPointer) {
    if unsafe !thread.pointee.robustListIsHosts { return }
    _ = compat_set_robust_list(0)
    unsafe thread.pointee.robustListIsHosts = false
  }

  /// Marks every futex on the list of 32-bit code whose owner is the thread `tid`, and wakes a waiter of each.
  static func release(_ head: UInt32, owner tid: Int32) {
    if head != 0 { release(GuestPointer<UInt32>(UInt64(head)), owner: tid) }
  }

  /// The same for the list of 64-bit code.
  static func release(wide head: UInt64, owner tid: Int32) {
    if head != 0 { release(GuestPointer<UInt64>(head), owner: tid) }
  }

  private static func release<Word: FixedWidthInteger & UnsignedInteger & GuestValue>(
    _ list: GuestPointer<Word>, owner tid: Int32
  ) {
    let head = Word(truncatingIfNeeded: list.address)
    do throws(Errno) {
      var entry = try list.read()
      let offset = try list.advanced(by: 1).read()
      let pending = try list.advanced(by: 2).read()
      var count = 0
      while entry & ~1 != head && count < longest {
        // Read before the futex is given away: its memory may be gone right after.
        let next = try? GuestPointer<Word>(UInt64(entry & ~1)).read()
        if entry != pending {
          try release(futex: UInt64(entry & ~1 &+ offset), owner: tid, isInheriting: entry & 1 != 0)
        }
        guard let next else { break }
        entry = next
        count += 1
      }
      if pending & ~1 != 0 {
        try release(futex: UInt64(pending & ~1 &+ offset), owner: tid, isInheriting: pending & 1 != 0)
      }
    } catch {
      // As the kernel: a list that cannot be read ends the walk.
    }
  }

  private static func release(futex address: UInt64, owner tid: Int32, isInheriting: Bool) throws(Errno) {
    if address & 3 != 0 { return }
    var seen = try GuestPointer<UInt32>(address).read()
    while true {
      if seen & ownerMask != UInt32(bitPattern: tid) { return }
      let old = try GuestMemory.compareExchange(address, expected: seen, desired: seen & waiters | ownerDied)
      if old == seen { break }
      seen = old
    }
    if !isInheriting && seen & waiters != 0 {
      let wake: UInt64 = 1
      try Host.call(.futex, address, wake, 1)
    }
  }
}
