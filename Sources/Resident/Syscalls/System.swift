/// Calls on the machine as a whole.
func addSystemCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      // The host's kernel itself names the machine by the process's personality.
      .pass("uname", i386: 122, x86_64: 63, .output),
      Syscall("olduname", i386: 109, .output, do: olduname),
      Syscall("oldolduname", i386: 59, .output, do: oldolduname),
      .pass("sethostname", i386: 74, x86_64: 170, .input, .int),
      .pass("setdomainname", i386: 121, x86_64: 171, .input, .int),
      Syscall("sysinfo", i386: 116, x86_64: 99, .output, do: sysinfo),
      .pass("syslog", i386: 103, x86_64: 103, .int, .output, .int),
      .pass("reboot", i386: 88, x86_64: 169, .int, .int, .unsigned, .input),
      .pass("getrandom", i386: 355, x86_64: 318, .output, .size, .flags),
      .pass("init_module", i386: 128, x86_64: 175, .input, .size, .string),
      .pass("delete_module", i386: 129, x86_64: 176, .string, .flags),
      .pass("finit_module", i386: 350, x86_64: 313, .descriptor, .string, .flags),
      .pass("ioperm", i386: 101, x86_64: 173, .size, .size, .int),
      .pass("iopl", i386: 110, x86_64: 172, .unsigned),
      .pass("bpf", i386: 357, x86_64: 321, .int, .update, .unsigned),
      .pass("perf_event_open", i386: 336, x86_64: 298, .input, .process, .int, .descriptor, .flags),
      .pass("mseal", i386: 462, x86_64: 462, .address, .size, .flags),
      .pass("memfd_secret", i386: 447, x86_64: 447, .flags),
      .pass("userfaultfd", i386: 374, x86_64: 323, .flags),
      .pass("landlock_create_ruleset", i386: 444, x86_64: 444, .input, .size, .flags),
      .pass("landlock_add_rule", i386: 445, x86_64: 445, .descriptor, .int, .input, .flags),
      .pass("landlock_restrict_self", i386: 446, x86_64: 446, .descriptor, .flags),
      .pass("lsm_get_self_attr", i386: 459, x86_64: 459, .unsigned, .output, .update, .flags),
      .pass("lsm_set_self_attr", i386: 460, x86_64: 460, .unsigned, .input, .unsigned, .flags),
      .pass("lsm_list_modules", i386: 461, x86_64: 461, .output, .update, .flags),
    ] as InlineArray<_, Syscall<A>>)
}

/// `struct new_utsname`: six names of 65 bytes.
struct SystemNames: GuestValue {
  static var width: Int { 65 }
  var bytes = InlineArray<390, UInt8>(repeating: 0)

  /// What the host's kernel says; the machine's name already follows the personality.
  static func current() throws(Errno) -> SystemNames {
    var names = SystemNames()
    try Host.lending(&names) { room throws(Errno) in try Host.call(.uname, room) }
    return names
  }
}

/// The second generation: the same without the domain's name.
private func olduname<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var names = try SystemNames.current()
  let target = call.word(0)
  return try Host.lending(&names) { room throws(Errno) in
    try unsafe GuestMemory.write(
      UnsafeRawPointer(bitPattern: UInt(room))!, to: target, count: 5 &* SystemNames.width)
    return 0
  }
}

/// The first generation: five names of eight bytes and a NUL.
private func oldolduname<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let names = try SystemNames.current()
  var short = ShortNames()
  for name in 0..<5 {
    for index in 0..<8 { short.bytes[name &* 9 &+ index] = names.bytes[name &* SystemNames.width &+ index] }
  }
  try call.pointer(0, to: ShortNames.self).write(short)
  return 0
}

/// `struct oldold_utsname`.
struct ShortNames: GuestValue {
  var bytes = InlineArray<45, UInt8>(repeating: 0)
}

private func sysinfo<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var information = HostSystemInformation()
  try Host.lending(&information) { room throws(Errno) in try Host.call(.sysinfo, room) }
  try call.pointer(0, to: SystemInformation<A>.self).write(SystemInformation(information))
  return 0
}
