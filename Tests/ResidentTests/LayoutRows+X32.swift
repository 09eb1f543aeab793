@testable import ResidentHosted

extension LayoutTable {
  /// What x32 does not share with the host: structs with pointers, and what the kernel counts among its compat structs.
  static func addX32(to table: inout LayoutTable) {
    table.x32(IOVector<X32>.self, "struct iovec", [("iov_base", \.base), ("iov_len", \.count)])
    table.x32(
      Message<X32>.self, "struct msghdr",
      [
        ("msg_name", \.name), ("msg_namelen", \.nameSize), ("msg_iov", \.vectors), ("msg_iovlen", \.vectorCount),
        ("msg_control", \.control), ("msg_controllen", \.controlSize), ("msg_flags", \.flags),
      ])
    table.x32(
      MultipleMessage<X32>.self, "struct mmsghdr", [("msg_hdr", \.message), ("msg_len", \.count)])
    table.x32(
      ControlHeader<X32>.self, "struct cmsghdr",
      [
        ("cmsg_len", \.size), ("cmsg_level", \.level), ("cmsg_type", \.kind),
      ])
    table.x32(FilterProgram<X32>.self, "struct sock_fprog", [("len", \.count), ("filter", \.instructions)])
    table.x32(
      KeyDerivation<X32>.self, "struct keyctl_kdf_params",
      [
        ("hashname", \.hashName), ("otherinfo", \.otherInformation), ("otherinfolen", \.otherLength),
        ("__spare", \.spare),
      ])
    table.x32(Timespec<X32>.self, "struct __kernel_timespec", [("tv_sec", \.seconds), ("tv_nsec", \.nanoseconds)])
    table.x32(Timespec64<X32>.self, "struct __kernel_timespec", [("tv_sec", \.seconds), ("tv_nsec", \.nanoseconds)])
    table.x32(
      Timeval<X32>.self, "struct __kernel_old_timeval", [("tv_sec", \.seconds), ("tv_usec", \.microseconds)])
    table.x32(ResourceUsage<X32>.self, "struct rusage", [("ru_utime", \.words)])
    addX32Signals(to: &table)
  }

  private static func addX32Signals(to table: inout LayoutTable) {
    table.x32(
      SignalInformation32.self, "siginfo_t",
      [
        ("si_signo", \.signal), ("si_errno", \.error), ("si_code", \.code), ("_sifields", \.fields),
      ])
    table.x32(
      RealTimeAction<X32>.self, "struct kernel_sigaction",
      [
        ("handler", \.handler), ("flags", \.flags), ("restorer", \.restorer), ("mask", \.mask),
      ])
    table.x32(
      SignalStack32.self, "stack_t",
      [
        ("ss_sp", \.base), ("ss_flags", \.flags), ("ss_size", \.size),
      ])
    table.x32(
      SignalEvent<X32>.self, "struct sigevent", isPart: true,
      [
        ("sigev_value", \.value), ("sigev_signo", \.signal), ("sigev_notify", \.kind),
        ("sigev_notify_thread_id", \.thread),
      ])
    table.x32(
      UserContextX32.self, "struct ucontext_x32",
      [
        ("uc_flags", \.flags), ("uc_link", \.link), ("uc_stack", \.stack), ("uc_mcontext", \.registers),
        ("uc_sigmask", \.mask),
      ])
    table.x32(
      RealTimeFrameX32.self, "struct rt_sigframe_x32",
      [
        ("pretcode", \.returnAddress), ("uc", \.context), ("info", \.information),
      ])
    table.x32(
      SignalContext64.self, "struct sigcontext_64",
      [
        ("r8", \.r8), ("r15", \.r15), ("di", \.di), ("ax", \.ax), ("cx", \.cx), ("sp", \.sp), ("ip", \.ip),
        ("flags", \.flags), ("cs", \.cs), ("gs", \.gs), ("fs", \.fs), ("ss", \.ss), ("err", \.error),
        ("trapno", \.trap), ("oldmask", \.oldMask), ("cr2", \.faultAddress), ("fpstate", \.vectorState),
      ])
  }
}
