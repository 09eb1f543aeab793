/// Calls on processes and their groups.
func addProcessCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .pass("getpid", i386: 20, x86_64: 39),
      .pass("getppid", i386: 64, x86_64: 110),
      .pass("gettid", i386: 224, x86_64: 186),
      .pass("setpgid", i386: 57, x86_64: 109, .process, .process),
      .pass("getpgid", i386: 132, x86_64: 121, .process),
      .pass("getpgrp", i386: 65, x86_64: 111),
      .pass("setsid", i386: 66, x86_64: 112),
      .pass("getsid", i386: 147, x86_64: 124, .process),
      Syscall("waitpid", i386: 7, .process, .output, .flags, do: waitpid),
      Syscall("wait4", i386: 114, x86_64: 61, .process, .output, .flags, .output, do: wait4),
      Syscall("waitid", i386: 284, x32: 529, x86_64: 247, .int, .process, .output, .flags, .output, do: waitid),
      Syscall("getrusage", i386: 77, x86_64: 98, .int, .output, do: getrusage),
      .pass("pidfd_open", i386: 434, x86_64: 434, .process, .flags),
      Syscall(
        "pidfd_send_signal", i386: 424, x32: 424, x86_64: 424, .descriptor, .signal, .input, .flags, do: pidfdSendSignal
      ),
      .pass("pidfd_getfd", i386: 438, x86_64: 438, .descriptor, .descriptor, .flags),
      .pass("process_mrelease", i386: 448, x86_64: 448, .descriptor, .flags),
      .pass("kcmp", i386: 349, x86_64: 312, .process, .process, .int, .address, .address),
      .pass("unshare", i386: 310, x86_64: 272, .flags),
      .pass("setns", i386: 346, x86_64: 308, .descriptor, .flags),
      .pass("vhangup", i386: 111, x86_64: 153),
    ] as InlineArray<_, Syscall<A>>)
}

/// Waits for a child; the first generation.
private func waitpid<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.wait4, call.word(0), call.word(1), call.word(2), 0)
}

/// Waits for a child and tells what it used.
private func wait4<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let target = call.pointer(3, to: ResourceUsage<A>.self)
  let (process, status, options) = (call.word(0), call.word(1), call.word(2))
  if target.isNull { return try Host.guestCall(.wait4, process, status, options, 0) }
  var usage = HostResourceUsage()
  let child = try Host.lending(&usage) { room throws(Errno) in
    try Host.guestCall(.wait4, process, status, options, room)
  }
  if child > 0 { try target.write(ResourceUsage(usage)) }
  return child
}

/// Waits for a child's change of state.
///
/// What it found is written even where it fails, as the kernel's does.
private func waitid<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let information = call.pointer(2, to: ChildInformation.self)
  let target = call.pointer(4, to: ResourceUsage<A>.self)
  let (which, process, options) = (call.word(0), call.word(1), call.word(3))
  let wantsUsage = !target.isNull
  var found = HostSignalInfo()
  var usage = HostResourceUsage()
  var failure: Errno? = nil
  do throws(Errno) {
    try Host.lending(&found) { place throws(Errno) in
      try Host.lending(&usage) { room throws(Errno) in
        try Host.guestCall(.waitid, which, process, place, options, wantsUsage ? room : 0)
      }
    }
    if found.signal != 0 && wantsUsage { try target.write(ResourceUsage(usage)) }
  } catch {
    if error == .notStarted || error == .fault { throw error }
    failure = error
  }
  if !information.isNull { try information.write(ChildInformation(found)) }
  if let failure { throw failure }
  return 0
}

/// A signal by descriptor, with what the sender says about it.
private func pidfdSendSignal<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let (descriptor, signal, flags) = (call.word(0), call.word(1), call.word(3))
  if call.word(2) == 0 { return try Host.guestCall(.pidfdSendSignal, descriptor, signal, 0, flags) }
  guard let given = try? call.pointer(2, to: SignalInformation32.self).read() else {
    return try Host.guestCall(.pidfdSendSignal, descriptor, signal, Host.badAddress, flags)
  }
  var information = given.forHost(given.signal, A.identifier)
  return try Host.lending(&information) { room throws(Errno) in
    try Host.guestCall(.pidfdSendSignal, descriptor, signal, room, flags)
  }
}

/// What a process or its children have used.
private func getrusage<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var usage = HostResourceUsage()
  let who = call.word(0)
  let result = try Host.lending(&usage) { room throws(Errno) in try Host.guestCall(.getrusage, who, room) }
  try call.pointer(1, to: ResourceUsage<A>.self).write(ResourceUsage(usage))
  return result
}
