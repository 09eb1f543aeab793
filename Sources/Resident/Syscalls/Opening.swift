/// Calls that open files.
func addOpeningCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .kept("open", i386: 5, x86_64: 2, .path, .flags, .mode, do: open),
      .kept("openat", i386: 295, x86_64: 257, .descriptor, .path, .flags, .mode, do: openat),
      .kept("openat2", i386: 437, x86_64: 437, .descriptor, .path, .input, .size, do: openat2),
      Syscall("creat", i386: 8, x32: 85, x86_64: 85, .path, .mode, do: creat),
      Syscall("open_by_handle_at", i386: 342, x86_64: 304, .descriptor, .input, .flags, do: openByHandleAt),
      Syscall("memfd_create", i386: 356, x86_64: 319, .string, .flags, do: openLarge),
      Syscall("dup", i386: 41, x86_64: 32, .descriptor, do: dup),
      Syscall("dup2", i386: 63, x86_64: 33, .descriptor, .descriptor, do: dup),
      Syscall("dup3", i386: 330, x86_64: 292, .descriptor, .descriptor, .flags, do: dup),
      Syscall("close_range", i386: 436, x86_64: 436, .descriptor, .descriptor, .flags, do: closeRange),
      .pass("acct", i386: 51, x86_64: 163, .path),
    ] as InlineArray<_, Syscall<A>>)
}

/// Flags of `open`, the same on every x86 ABI.
enum OpenFlags {
  static var accessMode: UInt32 { 0o3 }
  static var create: UInt32 { 0o100 }
  static var exclusive: UInt32 { 0o200 }
  static var truncate: UInt32 { 0o1000 }
  static var largeFile: UInt32 { 0o100000 }
  static var noFollow: UInt32 { 0o400000 }
  static var path: UInt32 { 0o10000000 }
  /// What makes an `open` more than a look.
  static var changing: UInt32 { accessMode | create | truncate }
}

/// The descriptor that stands for the current folder, as the kernel reads it.
enum CurrentFolder {
  static var descriptor: UInt64 { 0xffff_ff9c }
}

private func open<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try openFile(call, in: CurrentFolder.descriptor, path: call.word(0), flags: call.unsigned(1), mode: call.word(2))
}

private func openat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try openFile(call, in: call.word(0), path: call.word(1), flags: call.unsigned(2), mode: call.word(3))
}

private func openFile<A: ABI>(
  _ call: borrowing Call<A>, in directory: UInt64, path guestPath: UInt64, flags: UInt32, mode: UInt64
) throws(Errno) -> Int64 {
  let follows = flags & OpenFlags.noFollow == 0
  let path =
    flags & OpenFlags.changing == 0
    ? GuestPath.looked(at: guestPath, in: directory, follows: follows)
    : follows ? GuestPath.followed(guestPath, in: directory) : guestPath
  let isSmall = A.Long.bitWidth == 32 && flags & (OpenFlags.largeFile | OpenFlags.path) == 0
  if isSmall && flags & OpenFlags.truncate != 0 { try refuseTruncatingLargeFile(in: directory, path, flags) }
  let descriptor = try Host.guestCall(.openat, directory, path, UInt64(flags), mode)
  if isSmall {
    try SmallFiles.admit(descriptor, flags)
  } else {
    DescriptorNotes[Int32(truncatingIfNeeded: descriptor)] = 0
  }
  if MemoryListing.mayBeNamed(by: guestPath) { MemoryListing.replace(descriptor, flags) }
  if A.Long.bitWidth == 32 && InputEvents.mayBeNamed(by: guestPath) {
    InputEvents.note(Int32(truncatingIfNeeded: descriptor))
  }
  return descriptor
}

/// The size has to be looked at before the host truncates it away.
///
/// A file that cannot be looked at is the host's to refuse.
private func refuseTruncatingLargeFile(in directory: UInt64, _ path: UInt64, _ flags: UInt32) throws(Errno) {
  let lookUp: UInt64 = flags & OpenFlags.noFollow == 0 ? 0 : 0x100
  let status = try? Host.filled(HostFileStatus()) { room throws(Errno) in
    try Host.call(.newfstatat, directory, path, room, lookUp)
  }
  if let status, status.isRegular && status.size > SmallFile.maximumSize { throw .overflow }
}

/// The kernel forces large-file support here whoever calls.
private func openat2<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  // Where the guest restricts what may be followed, the host's own link says how.
  let (resolveOffset, cached): (UInt64, UInt64) = (16, 0x20)
  let resolve = (try? GuestPointer<UInt64>(call.word(2) &+ resolveOffset).read()) ?? 0
  let path = resolve & ~cached == 0 ? GuestPath.followed(call.word(1), in: call.word(0)) : call.word(1)
  let descriptor = try Host.guestCall(.openat2, call.word(0), path, call.word(2), call.word(3))
  DescriptorNotes[Int32(truncatingIfNeeded: descriptor)] = 0
  if MemoryListing.mayBeNamed(by: call.word(1)), let flags = try? call.pointer(2, to: UInt32.self).read() {
    MemoryListing.replace(descriptor, flags)
  }
  return descriptor
}

/// The kernel forces large-file support here whoever calls.
private func creat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let descriptor = try Host.guestCall(.creat, GuestPath.followed(call.word(0)), call.word(1))
  DescriptorNotes[Int32(truncatingIfNeeded: descriptor)] = 0
  return descriptor
}

private func openByHandleAt<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let flags = call.unsigned(2)
  let descriptor = try Host.guestCall(.openByHandleAt, call.word(0), call.word(1), UInt64(flags))
  let isSmall = A.Long.bitWidth == 32 && flags & (OpenFlags.largeFile | OpenFlags.path) == 0
  if isSmall {
    try SmallFiles.admit(descriptor, flags)
  } else {
    DescriptorNotes[Int32(truncatingIfNeeded: descriptor)] = 0
  }
  return descriptor
}

/// A call that makes a descriptor of its own kind.
private func openLarge<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let descriptor = try Host.guestCall(call.host, call.word(0), call.word(1))
  DescriptorNotes[Int32(truncatingIfNeeded: descriptor)] = 0
  return descriptor
}

private func dup<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let copy = try Host.guestCall(call.host, call.word(0), call.word(1), call.word(2))
  DescriptorNotes.copy(call.int(0), to: copy)
  return copy
}

private func closeRange<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let result = try Host.guestCall(.closeRange, call.word(0), call.word(1), call.word(2))
  let closeOnExecute: UInt32 = 4
  if call.unsigned(2) & closeOnExecute == 0 { DescriptorNotes.clear(call.unsigned(0)...call.unsigned(1)) }
  return result
}
