/// Calls on sockets: the direct ones, and the one that they were once all made through.
func addSocketCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("socketcall", i386: 102, .int, .input, do: socketcall),
      .pass("socket", i386: 359, x86_64: 41, .int, .int, .int),
      .pass("socketpair", i386: 360, x86_64: 53, .int, .int, .int, .output),
      .pass("bind", i386: 361, x86_64: 49, .descriptor, .input, .size),
      .pass("connect", i386: 362, x86_64: 42, .descriptor, .input, .size),
      .pass("listen", i386: 363, x86_64: 50, .descriptor, .int),
      .pass("accept4", i386: 364, x86_64: 288, .descriptor, .output, .update, .flags),
      .pass("getsockname", i386: 367, x86_64: 51, .descriptor, .output, .update),
      .pass("getpeername", i386: 368, x86_64: 52, .descriptor, .output, .update),
      .pass("sendto", i386: 369, x86_64: 44, .descriptor, .input, .size, .flags, .input, .size),
      .pass("recvfrom", i386: 371, x32: 517, x86_64: 45, .descriptor, .output, .size, .flags, .output, .update),
      .pass("shutdown", i386: 373, x86_64: 48, .descriptor, .int),
    ] as InlineArray<_, Syscall<A>>)
}

/// The kernel's `compat_sys_socketcall`.
private func socketcall<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let counts: InlineArray<21, UInt8> = [0, 3, 3, 3, 2, 3, 3, 3, 4, 4, 4, 6, 6, 2, 5, 5, 3, 3, 4, 5, 4]
  let number = Int(call.int(0))
  if number < 1 || number > 20 { throw .invalid }
  var a = InlineArray<6, UInt64>(repeating: 0)
  for index in 0..<Int(counts[number]) {
    a[index] = UInt64(try call.pointer(1, to: A.Address.self).advanced(by: index).read())
  }
  switch number {
  case 1: return try Host.guestCall(.socket, a[0], a[1], a[2])
  case 2: return try Host.guestCall(.bind, a[0], a[1], a[2])
  case 3: return try Host.guestCall(.connect, a[0], a[1], a[2])
  case 4: return try Host.guestCall(.listen, a[0], a[1])
  case 5: return try Host.guestCall(.accept4, a[0], a[1], a[2], 0)
  case 6: return try Host.guestCall(.getsockname, a[0], a[1], a[2])
  case 7: return try Host.guestCall(.getpeername, a[0], a[1], a[2])
  case 8: return try Host.guestCall(.socketpair, a[0], a[1], a[2], a[3])
  case 9: return try Host.guestCall(.sendto, a[0], a[1], a[2], a[3], 0, 0)
  case 10: return try Host.guestCall(.recvfrom, a[0], a[1], a[2], a[3], 0, 0)
  case 11: return try Host.guestCall(.sendto, a[0], a[1], a[2], a[3], a[4], a[5])
  case 12: return try Host.guestCall(.recvfrom, a[0], a[1], a[2], a[3], a[4], a[5])
  case 13: return try Host.guestCall(.shutdown, a[0], a[1])
  case 14: return try setsockopt(call.with(host: .setsockopt, arguments: a))
  case 15: return try getsockopt(call.with(host: .getsockopt, arguments: a))
  case 16: return try sendmsg(call.with(host: .sendmsg, arguments: a))
  case 17: return try recvmsg(call.with(host: .recvmsg, arguments: a))
  case 18: return try Host.guestCall(.accept4, a[0], a[1], a[2], a[3])
  case 19: return try recvmmsg(call.with(host: .recvmmsg, arguments: a), Timespec<A>.self)
  default: return try sendmmsg(call.with(host: .sendmmsg, arguments: a))
  }
}
