import ResidentSupport

/// The x32 vDSO in an x32 guest: our own image, which goes on in the host's.
enum VirtualObjectX32 {
  /// Where it lies; 0 where the guest has none.
  nonisolated(unsafe) static var base: UInt64 = 0
  static var size: UInt64 { vdsox32_end_address() &- vdsox32_begin_address() }

  /// Maps it at a place that the guest's space has free, and tells it where the host's functions are.
  static func map(tid: Int32) throws(Errno) {
    let privateAnonymous: UInt64 = 0x22
    let place = try GuestSpace.mmap(
      0, size, protection: 3, flags: privateAnonymous, descriptor: -1, offset: 0, tid: tid)
    let image = unsafe UnsafeRawPointer(bitPattern: UInt(vdsox32_begin_address()))!
    try unsafe GuestMemory.write(image, to: place, count: Int(size))
    var word = GuestPointer<UInt64>(place &+ (vdsox32_functions_address() &- vdsox32_begin_address()))
    for index in 0..<Int((vdsox32_functions_end_address() &- vdsox32_functions_address()) / 8) {
      let function = UInt64(HostClock.function(index))
      try word.write(function != 0 ? function : place &+ (try word.read()))
      word = word.advanced(by: 1)
    }
    let readExecute: UInt64 = 5
    try Host.call(.mprotect, place, size, readExecute)
    base = place
  }
}
