/// `struct sigevent` of an ABI: how a timer or a message queue tells that something happened.
///
/// As much of its 64 bytes as the kernel reads.
struct SignalEvent<A: ABI>: GuestValue {
  var value = A.Address()
  var signal: Int32 = 0
  var kind: Int32 = 0
  /// The thread to tell, where `kind` says so; else a function that only libc knows.
  var thread: Int32 = 0

  /// As `get_compat_sigevent` copies it in.
  var host: HostSignalEvent {
    var host = HostSignalEvent()
    host.value = UInt64(value)
    host.signal = signal
    host.kind = kind
    host.thread = thread
    return host
  }
}

/// `struct sigevent` of the host.
struct HostSignalEvent: BitwiseCopyable {
  var value: UInt64 = 0
  var signal: Int32 = 0
  var kind: Int32 = 0
  var thread: Int32 = 0
  var pads = InlineArray<11, UInt32>(repeating: 0)
}
