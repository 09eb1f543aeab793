import Synchronization

/// Mutual exclusion between the threads that share the resident's memory: those of one process, and a `vfork` child.
///
/// The word is the owner's thread id, so that a waiter can tell when the owner was killed (a `vfork` child may be) and
/// take the lock over. No guest code runs while it is held, and it is not recursive.
struct Lock: ~Copyable, Sendable {
  private let word = Atomic<UInt32>(0)
  private static var contended: UInt32 { 0x8000_0000 }

  /// Takes the lock for the thread `tid`.
  func acquire(for tid: Int32) {
    let me = UInt32(bitPattern: tid)
    if word.compareExchange(expected: 0, desired: me, ordering: .acquiring).exchanged { return }
    while true {
      let seen = word.load(ordering: .relaxed)
      if seen == 0 {
        if word.compareExchange(expected: 0, desired: me | Lock.contended, ordering: .acquiring).exchanged { return }
        continue
      }
      let marked = seen | Lock.contended
      if seen != marked && !word.compareExchange(expected: seen, desired: marked, ordering: .relaxed).exchanged {
        continue
      }
      wait(for: marked)
      if word.load(ordering: .relaxed) == marked && !Lock.isAlive(marked & ~Lock.contended) {
        if word.compareExchange(expected: marked, desired: me | Lock.contended, ordering: .acquiring).exchanged {
          return
        }
      }
    }
  }

  func release() {
    let seen = word.exchange(0, ordering: .releasing)
    if seen & Lock.contended != 0 { wakeOne() }
  }

  private func wait(for value: UInt32) {
    var patience = HostTimespec(seconds: 0, nanoseconds: 100_000_000)
    unsafe withUnsafePointer(to: word) { address in
      unsafe withUnsafeMutablePointer(to: &patience) { timeout in
        _ = try? Host.call(
          .futex, UInt64(UInt(bitPattern: address)), 128, UInt64(value), UInt64(UInt(bitPattern: timeout)))
      }
    }
  }

  private func wakeOne() {
    unsafe withUnsafePointer(to: word) { address in
      _ = try? Host.call(.futex, UInt64(UInt(bitPattern: address)), 129, 1)
    }
  }

  private static func isAlive(_ tid: UInt32) -> Bool {
    do throws(Errno) {
      try Host.call(.tkill, UInt64(tid), 0)
      return true
    } catch {
      return error != .noProcess
    }
  }
}
