/// Calls on resource limits.
func addLimitCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("getrlimit", i386: 76, .int, .output, do: oldGetrlimit),
      Syscall("ugetrlimit", i386: 191, x32: 97, x86_64: 97, .int, .output, do: getrlimit),
      Syscall("setrlimit", i386: 75, x32: 160, x86_64: 160, .int, .input, do: setrlimit),
      Syscall("prlimit64", i386: 340, x32: 302, x86_64: 302, .process, .int, .input, .output, do: prlimit64),
    ] as InlineArray<_, Syscall<A>>)
}

private func oldGetrlimit<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let limit = try exchange(process: 0, call.unsigned(0), nil, call.thread)
  try call.pointer(1, to: ResourceLimit<A>.self).write(.old(limit))
  return 0
}

private func getrlimit<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let limit = try exchange(process: 0, call.unsigned(0), nil, call.thread)
  try call.pointer(1, to: ResourceLimit<A>.self).write(ResourceLimit(limit))
  return 0
}

private func setrlimit<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let wish = HostResourceLimit(try call.pointer(1, to: ResourceLimit<A>.self).read())
  _ = try exchange(process: 0, call.unsigned(0), wish, call.thread)
  return 0
}

private func prlimit64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  if UInt64(call.unsigned(1)) != AddressSpaceLimit.resource || GuestSpace.isHosts {
    return try Host.guestCall(.prlimit64, call.word(0), call.word(1), call.word(2), call.word(3))
  }
  let new = call.pointer(2, to: HostResourceLimit.self)
  let wish: HostResourceLimit? = new.isNull ? nil : try new.read()
  let old = try exchange(process: call.word(0), call.unsigned(1), wish, call.thread)
  let room = call.pointer(3, to: HostResourceLimit.self)
  if !room.isNull { try room.write(old) }
  return 0
}

/// Sets the limit of a process where there is a `wish`; gives the one it had.
private func exchange(
  process id: UInt64, _ resource: UInt32, _ wish: HostResourceLimit?, _ thread: ThreadPointer
) throws(Errno) -> HostResourceLimit {
  if UInt64(resource) == AddressSpaceLimit.resource && !GuestSpace.isHosts {
    let own = UInt64((try? Host.call(.getpid)) ?? 0)
    if id == 0 || id == own || (try? Host.call(.tgkill, own, id, 0)) != nil {
      SlotPool.lock.acquire(for: thread.tid)
      defer { SlotPool.lock.release() }
      if own == AddressSpaceLimit.own.owner { return try AddressSpaceLimit.own.exchange(wish, process: 0) }
      // What a vfork child wishes is not its parent's limit: the host has it as it is.
      let present = try exchange(wish, process: id, resource)
      return AddressSpaceLimit.own.shown(present)
    }
    if ExecutableLink.isResident(process: id),
      let old = try AddressSpaceLimit.exchange(wish, otherGuest: id)
    {
      return old
    }
  }
  return try exchange(wish, process: id, resource)
}

/// The same by the host's rules.
private func exchange(
  _ wish: HostResourceLimit?, process id: UInt64, _ resource: UInt32
) throws(Errno) -> HostResourceLimit {
  var wish = wish
  return try Host.filled(HostResourceLimit()) { room throws(Errno) in
    try Host.lending(optional: &wish) { new throws(Errno) in
      try Host.call(.prlimit64, id, UInt64(resource), new, room)
    }
  }
}
