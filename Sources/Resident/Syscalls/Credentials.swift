/// Calls on users, groups and capabilities.
func addCredentialCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .pass("getuid32", i386: 199, x86_64: 102),
      .pass("getgid32", i386: 200, x86_64: 104),
      .pass("geteuid32", i386: 201, x86_64: 107),
      .pass("getegid32", i386: 202, x86_64: 108),
      .pass("setreuid32", i386: 203, x86_64: 113, .user, .user),
      .pass("setregid32", i386: 204, x86_64: 114, .group, .group),
      .pass("getgroups32", i386: 205, x86_64: 115, .int, .output),
      .pass("setgroups32", i386: 206, x86_64: 116, .int, .input),
      .pass("setresuid32", i386: 208, x86_64: 117, .user, .user, .user),
      .pass("getresuid32", i386: 209, x86_64: 118, .output, .output, .output),
      .pass("setresgid32", i386: 210, x86_64: 119, .group, .group, .group),
      .pass("getresgid32", i386: 211, x86_64: 120, .output, .output, .output),
      .pass("setuid32", i386: 213, x86_64: 105, .user),
      .pass("setgid32", i386: 214, x86_64: 106, .group),
      .pass("setfsuid32", i386: 215, x86_64: 122, .user),
      .pass("setfsgid32", i386: 216, x86_64: 123, .group),
      .pass("capget", i386: 184, x86_64: 125, .update, .output),
      .pass("capset", i386: 185, x86_64: 126, .input, .input),
    ] as InlineArray<_, Syscall<A>>)
  table.add(
    [
      Syscall("getuid", i386: 24, do: getuid16),
      Syscall("getgid", i386: 47, do: getgid16),
      Syscall("geteuid", i386: 49, do: geteuid16),
      Syscall("getegid", i386: 50, do: getegid16),
      Syscall("setuid", i386: 23, .user, do: setuid16),
      Syscall("setgid", i386: 46, .group, do: setgid16),
      Syscall("setreuid", i386: 70, .user, .user, do: setreuid16),
      Syscall("setregid", i386: 71, .group, .group, do: setregid16),
      Syscall("setresuid", i386: 164, .user, .user, .user, do: setresuid16),
      Syscall("setresgid", i386: 170, .group, .group, .group, do: setresgid16),
      Syscall("getresuid", i386: 165, .output, .output, .output, do: getresuid16),
      Syscall("getresgid", i386: 171, .output, .output, .output, do: getresgid16),
      Syscall("setfsuid", i386: 138, .user, do: setfsuid16),
      Syscall("setfsgid", i386: 139, .group, do: setfsgid16),
      Syscall("getgroups", i386: 80, .int, .output, do: getgroups16),
      Syscall("setgroups", i386: 81, .int, .input, do: setgroups16),
    ] as InlineArray<_, Syscall<A>>)
}

/// Users and groups as the first calls carry them, in 16 bits: the kernel's `high2lowuid` and `low2highuid`.
enum ShortID {
  /// What a number that does not fit becomes: the kernel's `overflowuid`, as it is unless somebody sets it.
  private static var overflow: UInt16 { 65534 }

  static func shortened(_ id: UInt32) -> UInt16 { UInt16(exactly: id) ?? overflow }

  /// −1 stays −1: "leave it as it is".
  static func widened(_ id: UInt64) -> UInt64 {
    let low = UInt16(truncatingIfNeeded: id)
    return low == 0xffff ? 0xffff_ffff : UInt64(low)
  }
}

private func getShort(_ number: HostNumber) throws(Errno) -> Int64 {
  Int64(ShortID.shortened(UInt32(truncatingIfNeeded: try Host.call(number))))
}

private func getuid16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 { try getShort(.getuid) }
private func getgid16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 { try getShort(.getgid) }
private func geteuid16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 { try getShort(.geteuid) }
private func getegid16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 { try getShort(.getegid) }

private func setShort<A: ABI>(_ number: HostNumber, _ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(
    number, ShortID.widened(call.word(0)), ShortID.widened(call.word(1)), ShortID.widened(call.word(2)))
}

private func setuid16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 { try setShort(.setuid, call) }
private func setgid16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 { try setShort(.setgid, call) }
private func setreuid16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 { try setShort(.setreuid, call) }
private func setregid16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 { try setShort(.setregid, call) }
private func setresuid16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 { try setShort(.setresuid, call) }
private func setresgid16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 { try setShort(.setresgid, call) }

/// These answer with the id that was in force, cut to 16 bits only by their caller's type.
private func setfsuid16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 { try setShort(.setfsuid, call) }
private func setfsgid16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 { try setShort(.setfsgid, call) }

private func getThreeShort<A: ABI>(_ number: HostNumber, _ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var ids = InlineArray<3, UInt32>(repeating: 0)
  try Host.lending(&ids) { room throws(Errno) in try Host.call(number, room, room &+ 4, room &+ 8) }
  for index in 0..<3 { try call.pointer(index, to: UInt16.self).write(ShortID.shortened(ids[index])) }
  return 0
}

private func getresuid16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try getThreeShort(.getresuid, call)
}

private func getresgid16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try getThreeShort(.getresgid, call)
}

private func getgroups16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let capacity = call.int(0)
  if capacity < 0 { throw .invalid }
  let count = try Host.call(.getgroups, 0, 0)
  if capacity == 0 || count == 0 { return count }
  if count > Int64(capacity) { throw .invalid }
  let room = try HostMemory(size: UInt64(count) &* 4)
  let filled = try Host.call(.getgroups, UInt64(count), room.address)
  let ids = unsafe room.pointer.assumingMemoryBound(to: UInt32.self)
  let target = call.pointer(1, to: UInt16.self)
  for index in 0..<Int(filled) { try unsafe target.advanced(by: index).write(ShortID.shortened(ids[index])) }
  return filled
}

private func setgroups16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let most: UInt32 = 65536
  let count = call.unsigned(0)
  // Without the right to, and with too many, it fails before anything is read.
  if count == 0 || count > most { return try Host.guestCall(.setgroups, UInt64(count), 0) }
  let room = try HostMemory(size: UInt64(count) &* 4)
  let wide = unsafe room.pointer.assumingMemoryBound(to: UInt32.self)
  let source = call.pointer(1, to: UInt16.self)
  for index in 0..<Int(count) {
    guard let short = try? source.advanced(by: index).read() else {
      return try setGroups(room.address, given: UInt64(index), of: UInt64(count))
    }
    unsafe wide[index] = UInt32(truncatingIfNeeded: ShortID.widened(UInt64(short)))
  }
  return try Host.guestCall(.setgroups, UInt64(count), room.address)
}

/// Hands `given` of `count` groups on, behind which the host can read nothing, as it is with the guest's own: it looks at
/// each before it reads the next one.
private func setGroups(_ groups: UInt64, given: UInt64, of count: UInt64) throws(Errno) -> Int64 {
  let (page, none): (UInt64, UInt64) = (4096, 0)
  let size = (given &* 4 &+ page &- 1) & ~(page &- 1)
  let room = try HostMemory(size: size &+ page)
  let end = room.address &+ size
  try Host.call(.mprotect, end, page, none)
  let start = end &- given &* 4
  try unsafe GuestMemory.write(
    UnsafeRawPointer(bitPattern: UInt(groups))!, to: start, count: Int(given &* 4))
  return try Host.guestCall(.setgroups, count, start)
}
