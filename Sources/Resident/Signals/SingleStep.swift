import ResidentSupport

/// A guest that steps through its own code comes into the resident with the trap flag set, and a call is one step to
/// it.
enum SingleStep {
  private static var traced: Int32 { 2 }

  /// Whether the trap stands at an instruction of the resident's, the vDSO's 64-bit stub among them.
  static func entered(_ info: HostSignalInfo, _ context: HostContext) -> Bool {
    if info.signal != Signal.trap || info.code != traced || context.cs != UInt16(SELECTOR_CODE64) { return false }
    if Interruption.isResident(context) { return true }
    if PageZero.isMapped && context.ip < PageZero.size { return true }
    return VirtualObject.current.contains(context.ip) || SitePool.contains(context.ip)
  }

  /// Whether the trap stands where the guest has taken no step since the last one.
  ///
  /// A trampoline of 64-bit code keeps the flag all the way: as after any `syscall`, the next step ends behind the next
  /// instruction. A process that gives itself such a signal during a call does not step.
  static func isOnItsWay(_ info: HostSignalInfo, _ context: HostContext) -> Bool {
    if info.signal != Signal.trap || info.code != traced { return false }
    if SitePool.isEntry(context.ip) { return true }
    if context.eflags & Flags.trap == 0 { return false }
    if PageZeroCall.isOnItsWay(context) { return true }
    return WideTrampolines.isOnItsWay(context.ip) || SiteEntries.isOnItsWay(context.ip)
  }

  /// Goes on without the flag until the way out.
  static func pause(_ thread: ThreadPointer, _ context: inout HostContext) {
    context.eflags &= ~Flags.trap
    unsafe thread.pointee.isStepping = true
    thread.demand(ATTENTION_FULL_EXIT)
  }
}
