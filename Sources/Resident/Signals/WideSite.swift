import ResidentSupport

/// Calls from patched sites of 64-bit code, as a signal finds them.
///
/// Nothing but the guest's registers tells how far such a call has come, so that it is judged at once: it has not begun, or it
/// is over.
enum WideSite {
  /// The guest's registers, where the interrupted code is on the way between a site and the host; nil elsewhere.
  static func interrupted(_ context: HostContext, _ thread: ThreadPointer) -> register_frame? {
    if context.cs != UInt16(SELECTOR_CODE64) { return nil }
    let ip = context.ip
    var frame = context.registers
    if WideTrampolines.contains(ip) {
      frame.ip = WideTrampolines.original(ip)
      let offset = WideTrampolines.offset(of: ip)
      if offset == UInt64(TRAMPOLINE_CALL_END) || wouldRestart(context) {
        frame.cx = WideTrampolines.site(at: ip).behind
      }
    } else if ip >= wide_site_entry_address() && ip < wide_site_entry_end_address() {
      frame.ip = WideTrampolines.original(context.cx)
    } else if let address = SiteEntries.original(ip) {
      frame.ip = address
    } else {
      return nil
    }
    thread.resumeStepping(&frame)
    return frame
  }

  /// Whether the kernel has been in the call and is to make it once more: only `syscall` leaves its own end in %rcx.
  static func wouldRestart(_ context: HostContext) -> Bool {
    let ip = context.ip
    return WideTrampolines.contains(ip) && WideTrampolines.offset(of: ip) == UInt64(TRAMPOLINE_CALL)
      && context.cx == ip &+ UInt64(TRAMPOLINE_CALL_END - TRAMPOLINE_CALL)
  }

  /// Ends the call that a signal with the guest's `action` stopped where the kernel would not restart it.
  static func decideRestart(_ context: HostContext, _ action: SignalAction, _ frame: inout register_frame) {
    if !action.hasHandler || action.has(SignalAction.restart) { return }
    if !wouldRestart(context) && !passedBy(context) { return }
    if LockWait.isWanted(.x86_64, number: context.ax, operation: context.si) { return }
    frame.ax = UInt64(bitPattern: 0 &- Int64(Errno.interrupted.rawValue))
    frame.ip &+= PatchedSite.callLength
  }

  /// Whether the same holds for a call that nothing trapped, and that no jump stands for.
  ///
  /// A call that is about to be made once more at the same place, with nothing changed in between, looks the same: of those
  /// that may be interrupted that is as good as having been interrupted at once.
  private static func passedBy(_ context: HostContext) -> Bool {
    if !Disarming.mayMiss || context.cs != UInt16(SELECTOR_CODE64) { return false }
    if WideTrampolines.contains(context.ip) { return false }
    if context.cx != context.ip &+ PatchedSite.callLength { return false }
    if (context.r11 ^ context.eflags) & ~(Flags.resume | Flags.trap) != 0 { return false }
    let call: UInt16 = 0x050f
    return (try? GuestPointer<UInt16>(context.ip).read()) == call && mayBeRestarted(context.ax)
  }

  /// The calls that the kernel restarts for a handler that wants it.
  private static func mayBeRestarted(_ number: UInt64) -> Bool {
    switch number {
    case 0, 1, 2, 16, 17, 18, 19, 20, 29...31, 42...47, 61, 64...66, 68...71, 72, 73, 85, 187, 202, 206...210, 220: true
    case 240...243, 247, 257, 275...278, 285, 288, 295, 296, 299, 307, 318, 326...328, 426, 437, 449: true
    default: false
    }
  }

  /// Goes on with the call of a trampoline that could not use the gateway, for %gs is the guest's.
  static func begin(_ thread: ThreadPointer, _ frame: register_frame, _ context: inout HostContext) {
    let site = WideTrampolines.site(at: context.ip)
    var frame = frame
    frame.ip = site.behind
    frame.cx = site.behind
    frame.r11 = frame.flags & ~Flags.resume
    TrappedCall.begin(thread, frame, as: abi(number: frame.ax), &context)
  }

  /// The ABI of a call by `syscall`: x32's by a bit of the number.
  static func abi(number: UInt64) -> ABIIdentifier {
    number & 0xc000_0000 == 0x4000_0000 ? .x32 : .x86_64
  }
}

@_cdecl("resident_wide_site")
func residentWideSite(_ block: UnsafeMutableRawPointer) {
  let thread = unsafe block.assumingMemoryBound(to: Thread.self)
  unsafe thread.pointee.trappedABI = WideSite.abi(number: thread.pointee.gateway.original_ax)
  residentDispatch(block)
}
