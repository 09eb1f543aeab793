/// What a new program inherits: the signal mask, and which signals are ignored.
enum InheritedSignals {
  /// Takes them from the host into the guest's own, before the resident installs handlers.
  static func adopt(_ thread: ThreadPointer) {
    var mask = SignalSet()
    _ = try? Host.lending(&mask) { old throws(Errno) in try Host.call(.rtSigprocmask, 0, 0, old, 8) }
    unsafe thread.pointee.signalMask = mask
    for signal in 1...Signal.last where signal != Signal.kill && signal != Signal.stop {
      var action = HostSignalAction()
      _ = try? Host.lending(&action) { room throws(Errno) in
        try Host.call(.rtSigaction, UInt64(UInt32(bitPattern: signal)), 0, room, 8)
      }
      if action.handler == 1 { unsafe thread.pointee.actions.pointee[signal].handler = 1 }
    }
  }

  /// Lets the host deliver what the resident has handlers for, whatever the guest blocks.
  static func unblockNeeded() {
    var needed = SignalSet.needed
    let unblock: UInt64 = 1
    _ = try? Host.lending(&needed) { wish throws(Errno) in try Host.call(.rtSigprocmask, unblock, wish, 0, 8) }
  }
}
