/// How threads and processes end.
enum ThreadEnd {
  /// Ends the calling thread: robust futexes, the word that joiners wait on, then the host thread.
  static func exit(_ thread: ThreadPointer, status: UInt64) throws(Errno) {
    // From here on no signal is taken by a thread that will not deliver it.
    Delivery.setHostMask(SignalSet.all.subtracting(.needed))
    if thread.hasNotedSignal {
      throw .notStarted
    }
    unsafe thread.pointee.restartableSequences.end()
    unsafe RobustList.release(thread.pointee.robustList, owner: thread.tid)
    let wideList = unsafe thread.pointee.wideRobustList
    if wideList != 0 {
      // Before a joiner is told, and then not once more by the kernel, for which it may be something else.
      RobustList.release(wide: wideList, owner: thread.tid)
      try Host.call(.setRobustList, 0, 24)
    }
    // As above: then the list's memory may be something else.
    RobustList.withdraw(thread)
    let word = unsafe thread.pointee.clearChildTID
    if word != 0 {
      do throws(Errno) {
        try GuestPointer<UInt32>(word).write(0)
        try Host.call(.futex, word, 1, 1)
      } catch {}
    }
    if SlotPool.isAlone(thread) { Statistics.report() }
    while true { try Host.call(.exit, status) }
  }

  /// Ends the process, whichever thread asks for it.
  static func exitGroup(_ thread: ThreadPointer, status: UInt64) throws(Errno) {
    let actions = unsafe thread.pointee.actions
    SlotPool.visitAll { other in
      // A vfork child's parent shares the slots, but not the end.
      if unsafe other.pointee.actions == actions && !other.pointee.robustListIsHosts {
        unsafe RobustList.release(other.pointee.robustList, owner: other.tid)
      }
    }
    Statistics.report()
    while true { try Host.call(.exitGroup, status) }
  }
}
