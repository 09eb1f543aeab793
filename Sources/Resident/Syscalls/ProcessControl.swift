import ResidentSupport

/// Calls by which a process changes what it is to the kernel.
func addProcessControlCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .kept("prctl", i386: 172, x86_64: 157, .int, .address, .address, .address, .address, do: prctl),
      .kept("arch_prctl", i386: 384, x86_64: 158, .int, .address, do: archPrctl),
      Syscall("personality", i386: 136, x86_64: 135, .unsigned, do: personality),
    ] as InlineArray<_, Syscall<A>>)
}

/// The kernel looks at the limit of addresses with every mapping; all else is for the next program.
private func personality<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let old = try Host.call(.personality, UInt64(call.unsigned(0)))
  if call.unsigned(0) != .max && !GuestSpace.isHosts {
    GuestSpace.limitAddresses(to: Personality.addressLimit(call.word(0)), call.thread.tid)
  }
  return old
}

/// What `prctl` is asked for, where it does not mean the same to the host.
private enum ProcessOption {
  static var getSeccomp: UInt32 { 21 }
  static var setSeccomp: UInt32 { 22 }
  static var setMemoryMap: UInt32 { 35 }
  static var getTIDAddress: UInt32 { 40 }
  static var setSyscallUserDispatch: UInt32 { 59 }
}

private func prctl<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  switch call.unsigned(0) {
  case ProcessOption.getSeccomp: return Seccomp.mode(call.thread)
  case ProcessOption.setSeccomp: return try Seccomp.set(A.self, mode: call.word(1), call.word(2), call.thread)
  case ProcessOption.setSyscallUserDispatch:
    // As a kernel that was built without it.
    throw .invalid
  case ProcessOption.setMemoryMap:
    // The kernel's own notes of the address space are the resident's. To set one takes a right; all at once (from 14
    // on) is for kernels with checkpoints.
    let (which, auxiliaryVector) = (call.unsigned(1), UInt32(12))
    if call.word(4) != 0 { throw .invalid }
    if call.word(3) != 0 && which != auxiliaryVector && (which < 14 || which > 15) { throw .invalid }
    throw which < 14 || which > 15 ? .notPermitted : .invalid
  case ProcessOption.getTIDAddress:
    // The kernel writes a pointer of its own width, for 32-bit callers too.
    try call.pointer(1, to: UInt64.self).write(unsafe call.thread.pointee.clearChildTID)
    return 0
  default:
    return try Host.guestCall(
      .prctl, call.word(0), call.word(1), call.word(2), call.word(3), call.word(4))
  }
}

/// The options that the kernel's `do_arch_prctl_common` has; those on segment bases are for 64-bit callers only: %fs is
/// loaded on the way out, %gs is the guest's as soon as it has asked for it.
private func archPrctl<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  switch call.unsigned(0) {
  case 0x1011, 0x1012, 0x1021...0x1025: return try Host.guestCall(.archPrctl, call.word(0), call.word(1))
  default: break
  }
  if A.identifier == .i386 { throw .invalid }
  let (setGS, setFS, getFS, getGS): (UInt32, UInt32, UInt32, UInt32) = (0x1001, 0x1002, 0x1003, 0x1004)
  switch call.unsigned(0) {
  case setFS:
    if call.word(1) >= X86_64.addressLimit { throw .notPermitted }
    ThreadLocalStorage.setFSBase(call.thread, call.word(1))
    return 0
  case getFS:
    try unsafe call.pointer(1).write(call.thread.pointee.gateway.frame.fs_base)
    return 0
  case setGS:
    // The way out by the block in %gs is no longer there.
    call.thread.demand(ATTENTION_FULL_EXIT)
    if call.word(1) != 0 { return try Host.guestCall(.archPrctl, call.word(0), call.word(1)) }
    ThreadLocalStorage.holdGS(call.thread)
    return 0
  case getGS:
    if !ThreadLocalStorage.holdsGS { return try Host.guestCall(.archPrctl, call.word(0), call.word(1)) }
    try call.pointer(1).write(0 as UInt64)
    return 0
  default:
    // Among them the shadow stack, which would have to follow every way in and out.
    throw .invalid
  }
}
