/// Calls on file systems, mounts and quotas.
func addFileSystemCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("statfs", i386: 99, .path, .output, do: statfs),
      Syscall("fstatfs", i386: 100, .descriptor, .output, do: fstatfs),
      Syscall("statfs64", i386: 268, .path, .size, .output, do: statfs64),
      Syscall("fstatfs64", i386: 269, .descriptor, .size, .output, do: fstatfs64),
      Syscall("ustat", i386: 62, .unsigned, .output, do: ustat),
      Syscall("umount", i386: 22, .path, do: umount),
      .pass("umount2", i386: 52, x86_64: 166, .path, .flags),
      .pass("mount", i386: 21, x86_64: 165, .path, .path, .string, .flags, .input),
      .pass("pivot_root", i386: 217, x86_64: 155, .path, .path),
      .pass("open_tree", i386: 428, x86_64: 428, .descriptor, .path, .flags),
      .pass("move_mount", i386: 429, x86_64: 429, .descriptor, .path, .descriptor, .path, .flags),
      .pass("fsopen", i386: 430, x86_64: 430, .string, .flags),
      .pass("fsconfig", i386: 431, x86_64: 431, .descriptor, .unsigned, .string, .input, .int),
      .pass("fsmount", i386: 432, x86_64: 432, .descriptor, .flags, .flags),
      .pass("fspick", i386: 433, x86_64: 433, .descriptor, .path, .flags),
      .pass("mount_setattr", i386: 442, x86_64: 442, .descriptor, .path, .flags, .input, .size),
      .pass("statmount", i386: 457, x86_64: 457, .input, .output, .size, .flags),
      .pass("listmount", i386: 458, x86_64: 458, .input, .output, .size, .flags),
      .pass("open_tree_attr", i386: 467, x86_64: 467, .descriptor, .path, .flags, .input, .size),
      .pass("swapon", i386: 87, x86_64: 167, .path, .flags),
      .pass("swapoff", i386: 115, x86_64: 168, .path),
      .pass("sysfs", i386: 135, x86_64: 139, .int, .address, .address),
      Syscall("quotactl", i386: 131, x86_64: 179, .unsigned, .path, .int, .update, do: quotactl),
      Syscall("quotactl_fd", i386: 443, x86_64: 443, .descriptor, .unsigned, .int, .update, do: quotactl),
    ] as InlineArray<_, Syscall<A>>)
}

private func fileSystemStatus(_ path: UInt64) throws(Errno) -> HostFileSystemStatus {
  try Host.filled(HostFileSystemStatus()) { room throws(Errno) in
    try Host.guestCall(.statfs, GuestPath.followed(path), room)
  }
}

private func fileSystemStatus(of descriptor: UInt64) throws(Errno) -> HostFileSystemStatus {
  let listed = MemoryListing.withPath(of: descriptor) { path in
    try? Host.filled(HostFileSystemStatus()) { room throws(Errno) in try Host.call(.statfs, path, room) }
  }
  if let listed { return listed }
  return try Host.filled(HostFileSystemStatus()) { room throws(Errno) in try Host.guestCall(.fstatfs, descriptor, room)
  }
}

private func statfs<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let status = try FileSystemStatus32(fileSystemStatus(call.word(0)))
  try call.pointer(1, to: FileSystemStatus32.self).write(status)
  return 0
}

private func fstatfs<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let status = try FileSystemStatus32(fileSystemStatus(of: call.word(0)))
  try call.pointer(1, to: FileSystemStatus32.self).write(status)
  return 0
}

private func statfs64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  if call.word(1) != UInt64(MemoryLayout<FileSystemStatus64<A>>.stride) { throw .invalid }
  let status = try FileSystemStatus64<A>(fileSystemStatus(call.word(0)))
  try call.pointer(2, to: FileSystemStatus64<A>.self).write(status)
  return 0
}

private func fstatfs64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  if call.word(1) != UInt64(MemoryLayout<FileSystemStatus64<A>>.stride) { throw .invalid }
  let status = try FileSystemStatus64<A>(fileSystemStatus(of: call.word(0)))
  try call.pointer(2, to: FileSystemStatus64<A>.self).write(status)
  return 0
}

private func ustat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let device = call.word(0)
  let status = try Host.filled(HostDeviceStatus()) { room throws(Errno) in try Host.guestCall(.ustat, device, room) }
  try call.pointer(1, to: DeviceStatus.self).write(DeviceStatus(status))
  return 0
}

private func umount<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.umount2, call.word(0), 0)
}

/// Commands of `quotactl` (without the kind of quota).
private enum QuotaCommand {
  static var getQuota: UInt32 { 0x80_0007 }
  static var setQuota: UInt32 { 0x80_0008 }
  /// Q_XGETQSTAT: a struct with other pads for the guest.
  static var getStatus: UInt32 { 0x5805 }
}

/// Only `struct if_dqblk` differs: the guest's has no pad at its end.
private func quotactl<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let call = copy call
  let hasDescriptor = call.host == .quotactlFd
  let command = call.unsigned(hasDescriptor ? 1 : 0) >> 8
  var block = InlineArray<9, UInt64>(repeating: 0)
  let guestSize = 68
  switch command {
  case QuotaCommand.getQuota:
    let result = try Host.lending(&block) { room throws(Errno) in
      let result = try Host.guestCall(call.host, call.word(0), call.word(1), call.word(2), room)
      try unsafe GuestMemory.write(UnsafeRawPointer(bitPattern: UInt(room))!, to: call.word(3), count: guestSize)
      return result
    }
    return result
  case QuotaCommand.setQuota:
    return try Host.lending(&block) { room throws(Errno) in
      try unsafe GuestMemory.read(
        call.word(3), into: UnsafeMutableRawPointer(bitPattern: UInt(room))!, count: guestSize)
      return try Host.guestCall(call.host, call.word(0), call.word(1), call.word(2), room)
    }
  case QuotaCommand.getStatus: throw .noCall
  default: return try Host.guestCall(call.host, call.word(0), call.word(1), call.word(2), call.word(3))
  }
}
