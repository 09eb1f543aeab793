import ResidentSupport

/// The way back into guest code whose stack segment lies in the local descriptor table: the kernel's own return from a
/// signal, which knows how to leave for 16-bit segments and what fault a bad one is.
enum KernelExit {
  private static var queued: Int32 { -1 }

  /// Signals the calling thread; returns only where a guest's signal came first.
  static func leave(_ thread: ThreadPointer) {
    var info = HostSignalInfo()
    info.words[0] = UInt64(UInt32(bitPattern: Signal.system))
    info.words[1] = UInt64(UInt32(bitPattern: queued))
    info.words[3] = thread.address
    let process = UInt64((try? Host.call(.getpid)) ?? 0)
    _ = try? Host.lending(&info) { room throws(Errno) in
      try Host.call(
        .rtTgsigqueueinfo, process, UInt64(UInt32(bitPattern: thread.tid)), UInt64(Signal.system), room)
    }
  }

  /// Whether `info` is such a signal: no guest knows the address in it.
  static func isOne(_ info: HostSignalInfo, _ thread: ThreadPointer) -> Bool {
    info.signal == Signal.system && info.code == queued && info.words[3] == thread.address
  }

  /// Makes the return from the host's handler the return to the guest.
  static func finish(_ thread: ThreadPointer, _ context: inout HostContext) {
    if thread.hasNotedSignal { return }
    thread.waive(ATTENTION_FULL_EXIT)
    context.resume(unsafe thread.pointee.gateway.frame)
    HostHandler.restoreSegments(thread)
  }
}

@_cdecl("resident_leave")
func residentLeave(_ block: UnsafeMutableRawPointer) {
  unsafe KernelExit.leave(block.assumingMemoryBound(to: Thread.self))
}
