/// The part of `siginfo_t` that `waitid` fills.
struct ChildInformation: GuestValue {
  var signal: Int32 = 0
  var error: Int32 = 0
  var code: Int32 = 0
  var process: Int32 = 0
  var user: UInt32 = 0
  var status: Int32 = 0

  init() {}

  init(_ host: HostSignalInfo) {
    signal = host.signal
    error = host.error
    code = host.code
    process = Int32(truncatingIfNeeded: host.words[2])
    user = UInt32(truncatingIfNeeded: host.words[2] >> 32)
    status = Int32(truncatingIfNeeded: host.words[3])
  }
}
