/// One number that is answered with ENOSYS, and why.
struct RefusedCall {
  let name: StaticString
  let i386: Int16
  let x32: Int16
  let x86_64: Int16
  let reason: StaticString

  init(_ name: StaticString, i386: Int16, x32: Int16? = nil, x86_64: Int16 = -1, _ reason: StaticString) {
    self.name = name
    self.i386 = i386
    self.x32 = x32 ?? x86_64
    self.x86_64 = x86_64
    self.reason = reason
  }

  /// Why the i386 call `number` is refused; nil where it is not.
  static func reason(for number: Int) -> StaticString? {
    let (gone, own) = (goneCalls.span, ownCalls.span)
    for index in 0..<gone.count where Int(gone[index].i386) == number { return gone[index].reason }
    for index in 0..<own.count where Int(own[index].i386) == number { return own[index].reason }
    return nil
  }
}

/// Calls that a 64-bit kernel refuses to 32-bit programs as well.
let goneCalls: InlineArray<_, RefusedCall> = [
  RefusedCall("break", i386: 17, "no kernel has it"),
  RefusedCall("stty", i386: 31, "no kernel has it"),
  RefusedCall("gtty", i386: 32, "no kernel has it"),
  RefusedCall("ftime", i386: 35, "no kernel has it"),
  RefusedCall("prof", i386: 44, "no kernel has it"),
  RefusedCall("lock", i386: 53, "no kernel has it"),
  RefusedCall("mpx", i386: 56, "no kernel has it"),
  RefusedCall("ulimit", i386: 58, "no kernel has it"),
  RefusedCall("uselib", i386: 86, "the kernel's 32-bit table does without it"),
  RefusedCall("profil", i386: 98, "no kernel has it"),
  RefusedCall("idle", i386: 112, "no kernel has it"),
  RefusedCall("vm86old", i386: 113, "there is no virtual 8086 mode under a 64-bit kernel"),
  RefusedCall("create_module", i386: 127, "kernels have it no more"),
  RefusedCall("get_kernel_syms", i386: 130, "kernels have it no more"),
  RefusedCall("bdflush", i386: 134, "kernels have it no more"),
  RefusedCall("afs_syscall", i386: 137, "no kernel has it"),
  RefusedCall("_sysctl", i386: 149, "kernels have it no more"),
  RefusedCall("vm86", i386: 166, "there is no virtual 8086 mode under a 64-bit kernel"),
  RefusedCall("query_module", i386: 167, "kernels have it no more"),
  RefusedCall("nfsservctl", i386: 169, "kernels have it no more"),
  RefusedCall("getpmsg", i386: 188, "no kernel has it"),
  RefusedCall("putpmsg", i386: 189, "no kernel has it"),
  RefusedCall("lookup_dcookie", i386: 253, "kernels have it no more"),
  RefusedCall("vserver", i386: 273, "no kernel has it"),
  RefusedCall(
    "map_shadow_stack", i386: 453, x86_64: 453,
    "shadow stacks are for 64-bit programs, and those of guests would have to be known to signal frames"),
]

/// Calls that kernels have for 32-bit programs and that are not offered here.
let ownCalls: InlineArray<_, RefusedCall> = [
  RefusedCall(
    "ptrace", i386: 26, x32: 521, x86_64: 101, "a tracer would see the resident, and the registers of its code"),
  RefusedCall("kexec_load", i386: 283, "the host's kernel is replaced by tools of the host"),
  RefusedCall(
    "io_uring_setup", i386: 425, "the rings are shared with the kernel, which takes their pointers for 64-bit ones"),
  RefusedCall("io_uring_enter", i386: 426, "there are no rings: see io_uring_setup"),
  RefusedCall("io_uring_register", i386: 427, "there are no rings: see io_uring_setup"),
]

/// A row for each number that is refused.
func addRefusedCalls<A: ABI>(to table: inout SyscallTable<A>) {
  let (gone, own) = (goneCalls.span, ownCalls.span)
  for index in 0..<gone.count { addRefused(gone[index], to: &table) }
  for index in 0..<own.count { addRefused(own[index], to: &table) }
}

private func addRefused<A: ABI>(_ call: RefusedCall, to table: inout SyscallTable<A>) {
  table.add(
    [.kept(call.name, i386: call.i386, x32: call.x32, x86_64: call.x86_64, do: refuse)] as InlineArray<_, Syscall<A>>)
}

private func refuse<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 { throw .noCall }
