import ResidentSupport

/// Calls on the address space.
func addMemoryCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .kept("brk", i386: 45, x86_64: 12, .address, do: brk),
      Syscall("mmap", i386: 90, .input, do: oldMmap),
      Syscall(
        "mmap2", i386: 192, .address, .size, .flags, .flags, .descriptor, .unsigned, do: mmap2),
      .kept("munmap", i386: 91, x86_64: 11, .address, .size, do: munmap),
      .kept("mremap", i386: 163, x86_64: 25, .address, .size, .size, .flags, .address, do: mremap),
      .pass("remap_file_pages", i386: 257, x86_64: 216, .address, .size, .int, .size, .flags),
      Syscall("mprotect", i386: 125, x86_64: 10, .address, .size, .flags, do: mprotect),
      Syscall("pkey_mprotect", i386: 380, x86_64: 329, .address, .size, .flags, .int, do: pkeyMprotect),
      .pass("pkey_alloc", i386: 381, x86_64: 330, .flags, .flags),
      .pass("pkey_free", i386: 382, x86_64: 331, .int),
      .pass("msync", i386: 144, x86_64: 26, .address, .size, .flags),
      .pass("mincore", i386: 218, x86_64: 27, .address, .size, .output),
      Syscall("madvise", i386: 219, x32: 28, x86_64: 28, .address, .size, .int, do: madvise),
      .pass("mlock", i386: 150, x86_64: 149, .address, .size),
      .pass("munlock", i386: 151, x86_64: 150, .address, .size),
      Syscall("mlockall", i386: 152, x32: 151, x86_64: 151, .flags, do: mlockall),
      Syscall("munlockall", i386: 153, x32: 152, x86_64: 152, do: munlockall),
      .pass("mlock2", i386: 376, x86_64: 325, .address, .size, .flags),
      .pass("membarrier", i386: 375, x86_64: 324, .int, .flags, .int),
    ] as InlineArray<_, Syscall<A>>)
  // Only 64-bit code can name the resident's addresses.
  table.add(
    [
      .kept("mmap", x86_64: 9, .address, .size, .flags, .flags, .descriptor, .long, do: wideMmap),
      .kept("mprotect", x86_64: 10, .address, .size, .flags, do: mprotectBesideResident),
      .kept("madvise", x86_64: 28, .address, .size, .int, do: passBesideResident),
      .kept("remap_file_pages", x86_64: 216, .address, .size, .int, .size, .flags, do: passBesideResident),
      .kept("pkey_mprotect", x86_64: 329, .address, .size, .flags, .int, do: pkeyMprotectBesideResident),
      .kept("mseal", x86_64: 462, .address, .size, .flags, do: passBesideResident),
    ] as InlineArray<_, Syscall<A>>)
}

/// The `mmap` of 64-bit code, with the offset counted in bytes.
private func wideMmap<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  if call.word(5) & 0xfff != 0 { throw .invalid }
  let address = try GuestSpace.mmap(
    call.word(0), call.word(1), protection: call.word(2), flags: call.word(3), descriptor: call.int(4),
    offset: call.word(5), tid: call.thread.tid)
  noteCode(call, at: address, size: call.word(1), protection: call.word(2))
  return Int64(bitPattern: address)
}

/// Has calls that are code now seen to, where nothing traps any more.
private func noteCode<A: ABI>(_ call: borrowing Call<A>, at address: UInt64, size: UInt64, protection: UInt64) {
  let executable: UInt64 = 4
  if protection & executable != 0 { Disarming.codeChanged(at: address, size: size, call.thread) }
}

/// Hands a call on a range of addresses on, where it leaves the resident alone.
private func passBesideResident<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try HostSpace.check(call.word(0), call.word(1))
  let hasJumps = Disarming.watchesJumps(from: call.word(0), size: call.word(1))
  let result = try Host.guestCall(call.host, call.word(0), call.word(1), call.word(2), call.word(3), call.word(4))
  // The jumps may have gone with the pages.
  if hasJumps { Disarming.codeChanged(at: call.word(0), size: call.word(1), call.thread) }
  return result
}

private func mprotectBesideResident<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try HostSpace.check(call.word(0), call.word(1))
  let result = try mprotect(call)
  noteCode(call, at: call.word(0), size: call.word(1), protection: call.word(2))
  return result
}

private func pkeyMprotectBesideResident<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try HostSpace.check(call.word(0), call.word(1))
  let result = try pkeyMprotect(call)
  noteCode(call, at: call.word(0), size: call.word(1), protection: call.word(2))
  return result
}

/// Moves the end of the heap.
private func brk<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  Int64(GuestSpace.setBreak(call.word(0), tid: call.thread.tid))
}

/// Maps, with the offset counted in pages.
private func mmap2<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Int64(
    GuestSpace.mmap(
      call.word(0), call.word(1), protection: call.word(2), flags: narrow(call.word(3)), descriptor: call.int(4),
      offset: call.word(5) &* GuestMap.pageSize, tid: call.thread.tid))
}

/// The flags for a mapping of 32-bit code, whose addresses it has to be able to name in a 64-bit guest too.
private func narrow(_ flags: UInt64) -> UInt64 { GuestSpace.isHosts ? flags | GuestSpace.MapFlag.low32 : flags }

/// The first `mmap`, whose arguments are a struct.
private func oldMmap<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let arguments = try call.pointer(0, to: MmapArguments.self).read()
  if arguments.offset & 0xfff != 0 { throw .invalid }
  return try Int64(
    GuestSpace.mmap(
      UInt64(arguments.address), UInt64(arguments.size), protection: UInt64(arguments.protection),
      flags: narrow(UInt64(arguments.flags)), descriptor: Int32(bitPattern: arguments.descriptor),
      offset: UInt64(arguments.offset), tid: call.thread.tid))
}

private func munmap<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try GuestSpace.munmap(call.word(0), call.word(1), tid: call.thread.tid)
  return 0
}

private func mprotect<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try GuestSpace.protect(call.word(0), call.word(1), protection: call.word(2), key: nil, tid: call.thread.tid)
  return 0
}

private func pkeyMprotect<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try GuestSpace.protect(
    call.word(0), call.word(1), protection: call.word(2), key: UInt64(bitPattern: Int64(call.int(3))),
    tid: call.thread.tid)
  return 0
}

private func mremap<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let hasJumps = Disarming.watchesJumps(from: call.word(0), size: call.word(1))
  let (thread, landing) = (call.thread, VirtualObject.current.landing)
  let address = try GuestSpace.mremap(
    call.word(0), call.word(1), call.word(2), flags: call.word(3), target: call.word(4), tid: call.thread.tid)
  if hasJumps { Disarming.codeChanged(at: address, size: call.word(2), call.thread) }
  // A call that came through the vDSO goes on in it, where it is now.
  if unsafe thread.pointee.gateway.frame.ip == landing {
    unsafe thread.pointee.gateway.frame.ip = VirtualObject.current.landing
  }
  return Int64(address)
}

private func mlockall<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try GuestSpace.lockAll(call.unsigned(0), tid: call.thread.tid)
}

private func munlockall<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let result = try Host.guestCall(.munlockall)
  GuestSpace.locksMappings = false
  return result
}

/// `struct mmap_arg_struct32`.
struct MmapArguments: GuestValue {
  var address: UInt32 = 0
  var size: UInt32 = 0
  var protection: UInt32 = 0
  var flags: UInt32 = 0
  var descriptor: UInt32 = 0
  var offset: UInt32 = 0
}
