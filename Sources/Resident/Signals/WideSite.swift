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
    if !wouldRestart(context) || !action.hasHandler || action.has(SignalAction.restart) { return }
    frame.ax = UInt64(bitPattern: 0 &- Int64(Errno.interrupted.rawValue))
    frame.ip &+= PatchedSite.callLength
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
