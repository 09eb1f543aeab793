/// The signal mask that a waiting call (`ppoll`, `pselect6`, `epoll_pwait`) puts in force while it waits.
enum TemporaryMask {
  /// Makes a host call under the guest's mask at `address` (none where that is 0), and hands it the host's form of
  /// the mask.
  ///
  /// After a signal the mask stays in force until the signal has been delivered.
  @inline(__always)
  static func during(
    _ thread: ThreadPointer, mask address: UInt64, size: UInt64,
    _ body: (_ mask: UInt64, _ size: UInt64) throws(Errno) -> Int64
  ) throws(Errno) -> Int64 {
    if address == 0 { return try body(0, 8) }
    // The host says which of several errors comes first.
    guard size == 8, let given = try? GuestPointer<SignalSet>(address).read() else {
      return try body(Host.badAddress, size)
    }
    let mask = given.subtracting(.unblockable)
    var hostMask = mask.forHost
    unsafe thread.pointee.temporaryMask = mask
    unsafe thread.pointee.hasTemporaryMask = true
    if unsafe thread.pointee.noted.set.subtracting(mask).rawValue != 0 {
      thread.demandSignals()
      throw .interrupted
    }
    do throws(Errno) {
      let result = try Host.lending(&hostMask) { mask throws(Errno) in try body(mask, 8) }
      unsafe thread.pointee.hasTemporaryMask = false
      return result
    } catch {
      if error.rawValue < 512 && error != .interrupted { unsafe thread.pointee.hasTemporaryMask = false }
      throw error
    }
  }
}
