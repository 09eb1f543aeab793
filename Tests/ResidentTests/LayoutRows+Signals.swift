@testable import ResidentHosted

extension LayoutTable {
  static func addSignals(to table: inout LayoutTable) {
    table.guest(
      SignalInformation32.self, "siginfo_t",
      [
        ("si_signo", \.signal), ("si_errno", \.error), ("si_code", \.code), ("_sifields", \.fields),
      ])
    table.host(
      HostSignalInfo.self, "siginfo_t",
      [
        ("si_signo", \.words)
      ])
    table.guest(
      RealTimeAction<I386>.self, "struct kernel_sigaction",
      [
        ("handler", \.handler), ("flags", \.flags), ("restorer", \.restorer), ("mask", \.mask),
      ])
    table.host(
      HostSignalAction.self, "struct kernel_sigaction",
      [
        ("handler", \.handler), ("flags", \.flags), ("restorer", \.restorer), ("mask", \.mask),
      ])
    table.guest(
      OldSignalAction.self, "struct compat_old_sigaction",
      [
        ("handler", \.handler), ("mask", \.mask), ("flags", \.flags), ("restorer", \.restorer),
      ])
    table.guest(
      SignalStack32.self, "stack_t",
      [
        ("ss_sp", \.base), ("ss_flags", \.flags), ("ss_size", \.size),
      ])
    table.host(
      HostSignalStack.self, "stack_t",
      [
        ("ss_sp", \.base), ("ss_flags", \.flags), ("ss_size", \.size),
      ])
    table.guest(
      SignalEvent<I386>.self, "struct sigevent", isPart: true,
      [
        ("sigev_value", \.value), ("sigev_signo", \.signal), ("sigev_notify", \.kind),
        ("sigev_notify_thread_id", \.thread),
      ])
    table.host(
      HostSignalEvent.self, "struct sigevent",
      [
        ("sigev_value", \.value), ("sigev_signo", \.signal), ("sigev_notify", \.kind),
        ("sigev_notify_thread_id", \.thread),
      ])
    table.guest(
      SignalContext32.self, "struct sigcontext_32",
      [
        ("gs", \.gs), ("fs", \.fs), ("es", \.es), ("ds", \.ds), ("di", \.di), ("si", \.si), ("bp", \.bp),
        ("sp", \.sp), ("bx", \.bx), ("dx", \.dx), ("cx", \.cx), ("ax", \.ax), ("trapno", \.trap), ("err", \.error),
        ("ip", \.ip), ("cs", \.cs), ("flags", \.flags), ("sp_at_signal", \.stackPointerAtSignal), ("ss", \.ss),
        ("fpstate", \.vectorState), ("oldmask", \.oldMask), ("cr2", \.faultAddress),
      ])
    table.guest(
      UserContext32.self, "struct ucontext_ia32",
      [
        ("uc_flags", \.flags), ("uc_link", \.link), ("uc_stack", \.stack), ("uc_mcontext", \.registers),
        ("uc_sigmask", \.mask),
      ])
    table.guest(
      RealTimeFrame32.self, "struct rt_sigframe_ia32",
      [
        ("pretcode", \.returnAddress), ("sig", \.signal), ("pinfo", \.informationPointer), ("puc", \.contextPointer),
        ("info", \.information), ("uc", \.context), ("retcode", \.returnCode),
      ])
    table.host(
      HostContext.self, "struct ucontext",
      [
        ("uc_flags", \.flags), ("uc_link", \.link), ("uc_stack", \.stackBase), ("uc_stack.ss_flags", \.stackFlags),
        ("uc_stack.ss_size", \.stackSize), ("uc_sigmask", \.mask), ("uc_mcontext.r8", \.r8),
        ("uc_mcontext.r9", \.r9), ("uc_mcontext.r10", \.r10), ("uc_mcontext.r11", \.r11), ("uc_mcontext.r12", \.r12),
        ("uc_mcontext.r13", \.r13), ("uc_mcontext.r14", \.r14), ("uc_mcontext.r15", \.r15),
        ("uc_mcontext.rdi", \.di), ("uc_mcontext.rsi", \.si), ("uc_mcontext.rbp", \.bp), ("uc_mcontext.rbx", \.bx),
        ("uc_mcontext.rdx", \.dx), ("uc_mcontext.rax", \.ax), ("uc_mcontext.rcx", \.cx), ("uc_mcontext.rsp", \.sp),
        ("uc_mcontext.rip", \.ip), ("uc_mcontext.eflags", \.eflags), ("uc_mcontext.cs", \.cs),
        ("uc_mcontext.gs", \.gs), ("uc_mcontext.fs", \.fs), ("uc_mcontext.ss", \.ss), ("uc_mcontext.err", \.error),
        ("uc_mcontext.trapno", \.trap), ("uc_mcontext.oldmask", \.oldMask), ("uc_mcontext.cr2", \.faultAddress),
        ("uc_mcontext.fpstate", \.vectorState),
      ])
  }
}
