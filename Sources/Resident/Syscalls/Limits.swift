/// Calls on resource limits.
func addLimitCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("getrlimit", i386: 76, .int, .output, do: oldGetrlimit),
      Syscall("ugetrlimit", i386: 191, x86_64: 97, .int, .output, do: getrlimit),
      Syscall("setrlimit", i386: 75, x86_64: 160, .int, .input, do: setrlimit),
      .pass("prlimit64", i386: 340, x86_64: 302, .process, .int, .input, .output),
    ] as InlineArray<_, Syscall<A>>)
}

private func limit(of resource: UInt64) throws(Errno) -> HostResourceLimit {
  var limit = HostResourceLimit()
  try Host.lending(&limit) { room throws(Errno) in try Host.call(.getrlimit, resource, room) }
  return limit
}

private func oldGetrlimit<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try call.pointer(1, to: ResourceLimit<A>.self).write(.old(limit(of: call.word(0))))
  return 0
}

private func getrlimit<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try call.pointer(1, to: ResourceLimit<A>.self).write(ResourceLimit(limit(of: call.word(0))))
  return 0
}

private func setrlimit<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var limit = HostResourceLimit(try call.pointer(1, to: ResourceLimit<A>.self).read())
  let resource = call.word(0)
  return try Host.lending(&limit) { room throws(Errno) in try Host.call(.setrlimit, resource, room) }
}
