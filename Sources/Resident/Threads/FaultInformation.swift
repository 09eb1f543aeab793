/// What the CPU said of the last fault that the guest was shown: it stands in every later signal frame.
struct FaultInformation {
  var trap: UInt64 = 0
  var error: UInt64 = 0
  var address: UInt64 = 0
}
