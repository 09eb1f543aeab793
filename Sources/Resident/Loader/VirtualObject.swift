import ResidentSupport

/// The i386 vDSO in an i386 guest: our own image, with the way into the resident.
struct VirtualObject: Sendable {
  /// Where it lies; 0 before it is mapped, and in an x32 guest, which has none.
  var base: UInt64 = 0

  nonisolated(unsafe) static var current = VirtualObject()

  var vsyscall: UInt64 { address(of: vdso32_vsyscall_address()) }
  var landing: UInt64 { address(of: vdso32_landing_address()) }
  /// Where a call through it is made once more.
  var restart: UInt64 { landing &- 2 }
  var sigreturn: UInt64 { address(of: vdso32_sigreturn_address()) }
  var realTimeSigreturn: UInt64 { address(of: vdso32_rt_sigreturn_address()) }
  var stub: UInt64 { address(of: vdso32_stub_address()) }
  var size: UInt64 { vdso32_end_address() &- vdso32_begin_address() }

  /// Whether `address` lies in it.
  func contains(_ address: UInt64) -> Bool { base != 0 && address >= base && address &- base < size }

  private func address(of label: UInt64) -> UInt64 { base &+ (label &- vdso32_begin_address()) }

  /// Maps it at a place that the guest's space has free, fills in its two addresses, and lets the gateway know where
  /// calls land.
  static func map(tid: Int32) throws(Errno) {
    var object = VirtualObject()
    let privateAnonymous: UInt64 = 0x22
    object.base = try GuestSpace.mmap(
      0, object.size, protection: 3, flags: privateAnonymous, descriptor: -1, offset: 0, tid: tid)
    let image = unsafe UnsafeRawPointer(bitPattern: UInt(vdso32_begin_address()))!
    try unsafe GuestMemory.write(image, to: object.base, count: Int(object.size))
    try GuestPointer<UInt32>(object.address(of: vdso32_far_target_address()))
      .write(UInt32(truncatingIfNeeded: object.stub))
    try GuestPointer<UInt64>(object.address(of: vdso32_gateway_address())).write(gateway_i386_address())
    let readExecute: UInt64 = 5
    try Host.call(.mprotect, object.base, object.size, readExecute)
    gateway_set_landing(UInt32(truncatingIfNeeded: object.landing))
    current = object
  }
}
