/// Calls that tell about a file, in all generations.
func addFileStatusCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("oldstat", i386: 18, .path, .output, do: oldStat),
      Syscall("oldlstat", i386: 84, .path, .output, do: oldLstat),
      Syscall("oldfstat", i386: 28, .descriptor, .output, do: oldFstat),
      Syscall("stat", i386: 106, .path, .output, do: stat),
      Syscall("lstat", i386: 107, .path, .output, do: lstat),
      Syscall("fstat", i386: 108, .descriptor, .output, do: fstat),
      Syscall("stat64", i386: 195, .path, .output, do: stat64),
      Syscall("lstat64", i386: 196, .path, .output, do: lstat64),
      Syscall("fstat64", i386: 197, .descriptor, .output, do: fstat64),
      Syscall("fstatat64", i386: 300, .descriptor, .path, .output, .flags, do: fstatat64),
      .kept("statx", i386: 383, x86_64: 332, .descriptor, .path, .flags, .flags, .output, do: statx),
      .kept("access", i386: 33, x86_64: 21, .path, .mode, do: access),
      .kept("faccessat", i386: 307, x86_64: 269, .descriptor, .path, .mode, do: faccessat),
      .kept("faccessat2", i386: 439, x86_64: 439, .descriptor, .path, .mode, .flags, do: faccessat2),
      .kept("readlink", i386: 85, x86_64: 89, .path, .output, .size, do: readlink),
      .kept("readlinkat", i386: 305, x86_64: 267, .descriptor, .path, .output, .size, do: readlinkat),
    ] as InlineArray<_, Syscall<A>>)
  // What 64-bit code is told needs no translation.
  table.add(
    [
      .kept("stat", x86_64: 4, .path, .output, do: wideStat),
      .kept("newfstatat", x86_64: 262, .descriptor, .path, .output, .flags, do: newfstatat),
    ] as InlineArray<_, Syscall<A>>)
}

private func wideStat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.stat, GuestPath.looked(at: call.word(0)), call.word(1))
}

private func newfstatat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let path = GuestPath.looked(at: call.word(1), follows: call.unsigned(3) & noFollow == 0)
  return try Host.guestCall(.newfstatat, call.word(0), path, call.word(2), call.word(3))
}

/// `AT_SYMLINK_NOFOLLOW`.
let noFollow: UInt32 = 0x100

/// Hands a call on whose first argument is a path that is followed.
func passFollowingFirst<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(
    call.host, GuestPath.followed(call.word(0)), call.word(1), call.word(2), call.word(3), call.word(4), call.word(5))
}

/// Hands a call on whose second argument is a path that is followed.
func passFollowingSecond<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(
    call.host, call.word(0), GuestPath.followed(call.word(1)), call.word(2), call.word(3), call.word(4), call.word(5))
}

/// The status of a file by its path.
private func status(
  in directory: UInt64 = CurrentFolder.descriptor, _ path: UInt64, flags: UInt32 = 0
) throws(Errno) -> HostFileStatus {
  let hostPath = GuestPath.looked(at: path, in: directory, follows: flags & noFollow == 0)
  return try Host.filled(HostFileStatus()) { room throws(Errno) in
    try Host.guestCall(.newfstatat, directory, hostPath, room, UInt64(flags))
  }
}

/// The status of an open file.
private func status(of descriptor: UInt64) throws(Errno) -> HostFileStatus {
  let listed = MemoryListing.withPath(of: descriptor) { path in
    try? Host.filled(HostFileStatus()) { room throws(Errno) in try Host.call(.stat, path, room) }
  }
  if let listed { return listed }
  return try Host.filled(HostFileStatus()) { room throws(Errno) in try Host.guestCall(.fstat, descriptor, room) }
}

/// Writes a status to the guest in the layout that the pointer has.
private func give<Layout: FileStatusLayout>(
  _ status: HostFileStatus, to place: GuestPointer<Layout>
) throws(Errno) -> Int64 {
  try Layout(status).write(to: place)
  return 0
}

private func oldStat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try give(status(call.word(0)), to: call.pointer(1, to: OldFileStatus.self))
}

private func oldLstat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try give(status(call.word(0), flags: noFollow), to: call.pointer(1, to: OldFileStatus.self))
}

private func oldFstat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try give(status(of: call.word(0)), to: call.pointer(1, to: OldFileStatus.self))
}

private func stat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try give(status(call.word(0)), to: call.pointer(1, to: FileStatus32.self))
}

private func lstat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try give(status(call.word(0), flags: noFollow), to: call.pointer(1, to: FileStatus32.self))
}

private func fstat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try give(status(of: call.word(0)), to: call.pointer(1, to: FileStatus32.self))
}

private func stat64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try give(status(call.word(0)), to: call.pointer(1, to: FileStatus64<A>.self))
}

private func lstat64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try give(status(call.word(0), flags: noFollow), to: call.pointer(1, to: FileStatus64<A>.self))
}

private func fstat64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try give(status(of: call.word(0)), to: call.pointer(1, to: FileStatus64<A>.self))
}

private func fstatat64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  if call.int(0) >= 0, isEmptyPath(call.word(1), flags: call.unsigned(3)) {
    return try give(status(of: call.word(0)), to: call.pointer(2, to: FileStatus64<A>.self))
  }
  let status = try status(in: call.word(0), call.word(1), flags: call.unsigned(3))
  return try give(status, to: call.pointer(2, to: FileStatus64<A>.self))
}

/// Whether the call is about the descriptor itself, which the guest gave with an empty path.
private func isEmptyPath(_ path: UInt64, flags: UInt32) -> Bool {
  let emptyPath: UInt32 = 0x1000
  return flags & emptyPath != 0 && (path == 0 || (try? GuestPointer<UInt8>(path).read()) == 0)
}

private func statx<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  if isEmptyPath(call.word(1), flags: call.unsigned(2)) {
    let (flags, mask, buffer) = (call.word(2) & ~0x1000, call.word(3), call.word(4))
    let listed = MemoryListing.withPath(of: call.word(0)) { path in
      try? Host.call(.statx, CurrentFolder.descriptor, path, flags, mask, buffer)
    }
    if let listed { return listed }
  }
  let path = GuestPath.looked(at: call.word(1), in: call.word(0), follows: call.unsigned(2) & noFollow == 0)
  return try Host.guestCall(.statx, call.word(0), path, call.word(2), call.word(3), call.word(4))
}

private func access<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.access, GuestPath.looked(at: call.word(0)), call.word(1))
}

private func faccessat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.faccessat, call.word(0), GuestPath.looked(at: call.word(1), in: call.word(0)), call.word(2))
}

private func faccessat2<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let path = GuestPath.looked(at: call.word(1), in: call.word(0), follows: call.unsigned(3) & noFollow == 0)
  return try Host.guestCall(.faccessat2, call.word(0), path, call.word(2), call.word(3))
}

private func readlink<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  if let guest = GuestPath.guestOfLink(call.word(0)) {
    return try giveExecutable(of: guest, to: call.word(1), size: call.int(2))
  }
  let count = try Host.guestCall(.readlink, GuestRoot.rooted(call.word(0)), call.word(1), call.word(2))
  return MemoryListing.renamed(call.word(1), count)
}

private func readlinkat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  if let guest = GuestPath.guestOfLink(call.word(1), in: call.word(0)) {
    return try giveExecutable(of: guest, to: call.word(2), size: call.int(3))
  }
  let count = try Host.guestCall(
    .readlinkat, call.word(0), GuestRoot.rooted(call.word(1)), call.word(2), call.word(3))
  return MemoryListing.renamed(call.word(2), count)
}

/// Writes the path of a guest's executable as `readlink` does: without a NUL, cut to the buffer.
private func giveExecutable(of process: UInt64, to buffer: UInt64, size: Int32) throws(Errno) -> Int64 {
  if size <= 0 { throw .invalid }
  let isOwn = try Host.call(.getpid) == Int64(process)
  if !isOwn || !GuestIdentity.isWhereItWas {
    if let given = try ExecutableLink.give(process: process, to: buffer, size: size) { return given }
  }
  let count = min(GuestIdentity.executableLength, Int(size))
  try unsafe GuestMemory.write(
    UnsafeRawPointer(bitPattern: UInt(GuestPath.executableAddress))!, to: buffer, count: count)
  return Int64(count)
}
