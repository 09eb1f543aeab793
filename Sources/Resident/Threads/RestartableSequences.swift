/// A thread's registration for restartable sequences.
///
/// The kernel itself serves the guest: the critical sections are told by addresses, which mean the same in 32-bit
/// code, and while the thread is in the resident it is in none of them.
struct RestartableSequences {
  private var area: UInt64 = 0
  private var size: UInt64 = 0
  private var signature: UInt64 = 0

  private static var unregister: UInt64 { 1 }

  /// Registers or unregisters with the host, and remembers it.
  mutating func set(area: UInt64, size: UInt64, flags: UInt64, signature: UInt64) throws(Errno) -> Int64 {
    let result = try Host.guestCall(.rseq, area, size, flags, signature)
    if flags & RestartableSequences.unregister == 0 {
      self.area = area
      self.size = size
      self.signature = signature
    } else {
      self.area = 0
    }
    return result
  }

  /// Keeps the kernel from writing into the guest's memory for a thread that goes on in the resident only: as soon as
  /// a joiner has been told of its end, that memory may be something else.
  mutating func end() {
    if area == 0 { return }
    _ = try? Host.call(.rseq, area, size, RestartableSequences.unregister, signature)
    area = 0
  }
}
