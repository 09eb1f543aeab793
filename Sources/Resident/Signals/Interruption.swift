import ResidentSupport

/// What a host signal interrupted.
enum Interruption {
  /// Guest code, or a stretch of the gateway in which the guest's registers are still known.
  case guest(register_frame)
  /// The resident at work.
  case resident

  /// Judges by the interrupted instruction.
  ///
  /// In the gateway's entry the call is undone, to be made again after the handler; in its exit the guest counts as
  /// resumed.
  static func judge(_ context: HostContext, _ thread: ThreadPointer) -> Interruption {
    if context.cs != UInt16(SELECTOR_CODE64) { return .guest(context.registers) }
    let ip = context.ip
    if ip < 0x1_0000_0000 {
      return VirtualObject.current.contains(ip) ? .guest(undone(context)) : .guest(context.registers)
    }
    if ip >= gateway_entry_begin_address() && ip < gateway_entry_end_address() { return .guest(undone(context)) }
    if ip >= gateway_entry_find_address() && ip < gateway_trapped_address() { return .guest(undone(context)) }
    if ip >= gateway_exit_begin_address() && ip < gateway_exit_end_address()
      || ip >= gateway_full_exit_begin_address() && ip < gateway_full_exit_end_address()
    {
      thread.completeFrame()
      thread.waive(ATTENTION_FULL_EXIT)
      return unsafe .guest(thread.pointee.gateway.frame)
    }
    return .resident
  }

  /// The guest's registers as they were before the call that the gateway had begun to take in.
  private static func undone(_ context: HostContext) -> register_frame {
    var frame = context.registers
    let ip = context.ip
    let isFinding = ip >= gateway_entry_find_address() && ip < gateway_trapped_address()
    let isInGateway = ip >= gateway_entry_saved_address() && ip < gateway_entry_end_address() || isFinding
    if isInGateway { frame.ax = context.r8 }
    if isInGateway && ip >= gateway_entry_captured_address() {
      frame.flags = Flags.merging(arithmetic: UInt32(truncatingIfNeeded: context.r9), into: frame.flags)
    }
    if isFinding && ip > gateway_entry_find_address() { frame.cx = context.r12 }
    frame.ax &= 0xffff_ffff
    frame.ip = VirtualObject.current.restart
    frame.cs = UInt64(SELECTOR_CODE32)
    frame.ss = UInt64(SELECTOR_DATA)
    return frame
  }

  /// A signal was noted while the guest's call was about to enter the kernel, or has come out of it to be restarted:
  /// the call ends here.
  static func stopCall(_ context: inout HostContext) {
    if context.ip >= gateway_call_begin_address() && context.ip < gateway_call_end_address() {
      stop(&context, instruction: gateway_call_instruction_address(), end: gateway_call_end_address())
    } else if context.ip >= host_call_begin_address() && context.ip < host_call_end_address() {
      stop(&context, instruction: host_call_instruction_address(), end: host_call_end_address())
    }
  }

  private static func stop(_ context: inout HostContext, instruction: UInt64, end: UInt64) {
    // `syscall` leaves its return address in %rcx; before it, %rcx is 0.
    let wasMade = context.ip == instruction && context.cx == end
    context.ax = UInt64(bitPattern: Int64(wasMade ? RESULT_RESTART_SYS : RESULT_NOT_STARTED))
    context.ip = end
  }
}
