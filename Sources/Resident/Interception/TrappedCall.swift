import ResidentSupport

/// A call that trapped: the signal handler only moves the guest's registers over, and the call itself is made on the
/// resident's stack with the guest's signal mask, like every other.
enum TrappedCall {
  /// Whether a SIGSYS is ours: dispatch, or a filter of ours, which may be inherited.
  static func isOne(_ info: HostSignalInfo) -> Bool {
    let dispatched: Int32 = 2
    let filtered: Int32 = 1
    return info.code == dispatched || info.code == filtered && info.error == CallFilter.mark
  }

  /// Prepares the return from the handler to go on with the call that `info` tells of.
  static func begin(_ thread: ThreadPointer, _ info: HostSignalInfo, _ context: inout HostContext) {
    begin(thread, context.registers, as: abi(info, number: context.ax), &context)
  }

  /// The ABI of a call follows from how it entered: `syscall` in 64-bit code is x86-64's, or x32's by a bit of the number.
  private static func abi(_ info: HostSignalInfo, number: UInt64) -> ABIIdentifier {
    let architecture = UInt32(truncatingIfNeeded: info.words[3] >> 32)
    return architecture == wide ? WideSite.abi(number: number) : .i386
  }

  private static var wide: UInt32 { CallFilter.architecture }

  /// The same with registers that point behind the instruction already.
  static func begin(
    _ thread: ThreadPointer, _ registers: register_frame, as abi: ABIIdentifier, _ context: inout HostContext
  ) {
    var frame = registers
    let old = unsafe thread.pointee.gateway.frame
    frame.fs = old.fs
    frame.fs_base = old.fs_base
    unsafe thread.pointee.gateway.frame = frame
    unsafe thread.pointee.gateway.original_ax = frame.ax & 0xffff_ffff
    unsafe thread.pointee.gateway.entry = UInt32(ENTRY_TRAP)
    unsafe thread.pointee.trappedABI = abi
    ThreadLocalStorage.takeFS(thread)
    context.enterResident(
      at: site_trapped_address(), stackTop: thread.stackTop, block: thread.address)
  }
}

@_cdecl("resident_site_trapped")
func residentSiteTrapped(_ block: UnsafeMutableRawPointer) {
  let thread = unsafe block.assumingMemoryBound(to: Thread.self)
  let frame = unsafe thread.pointee.gateway.frame
  var site = frame.ip &- PatchedSite.callLength
  if !frame.isWide { site &= 0xffff_ffff }
  let abi = unsafe thread.pointee.trappedABI
  Statistics.countTrap(abi, at: site)
  if !frame.isWide || abi != .i386 {
    SitePatches.consider(site, isWide: frame.isWide, number: frame.ax, tid: thread.tid)
  }
  residentDispatch(block)
}
