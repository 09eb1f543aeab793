import ResidentSupport

/// A guest that steps through its own code comes into the resident with the trap flag set, and a call is one step to
/// it.
enum SingleStep {
  private static var traced: Int32 { 2 }

  /// Whether the trap stands at an instruction of the resident's, the vDSO's 64-bit stub among them.
  static func entered(_ info: HostSignalInfo, _ context: HostContext) -> Bool {
    if info.signal != Signal.trap || info.code != traced || context.cs != UInt16(SELECTOR_CODE64) { return false }
    if Interruption.isResident(context) { return true }
    return VirtualObject.current.contains(context.ip) || SitePool.contains(context.ip)
  }

  /// Whether the trap stands before the first instruction of a trampoline, where the guest has taken no step yet.
  static func isOnItsWay(_ info: HostSignalInfo, _ context: HostContext) -> Bool {
    info.signal == Signal.trap && info.code == traced && SitePool.isEntry(context.ip)
  }

  /// Goes on without the flag until the way out.
  static func pause(_ thread: ThreadPointer, _ context: inout HostContext) {
    context.eflags &= ~Flags.trap
    unsafe thread.pointee.isStepping = true
    thread.demand(ATTENTION_FULL_EXIT)
  }
}
