/// `fcntl` in both generations; a 64-bit kernel answers both alike.
func addFileControlCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("fcntl", i386: 55, .descriptor, .int, .long, do: fcntl64),
      Syscall("fcntl64", i386: 221, .descriptor, .int, .long, do: fcntl64),
    ] as InlineArray<_, Syscall<A>>)
}

/// Commands of `fcntl`, by what their argument needs.
private enum FileCommand {
  static var duplicate: UInt32 { 0 }  // F_DUPFD
  static var getFlags: UInt32 { 3 }  // F_GETFL
  static var getLock: UInt32 { 5 }  // F_GETLK
  static var setLock: UInt32 { 6 }
  static var setLockWait: UInt32 { 7 }
  static var getLock64: UInt32 { 12 }
  static var setLock64: UInt32 { 13 }
  static var setLockWait64: UInt32 { 14 }
  static var getOpenLock: UInt32 { 36 }  // F_OFD_GETLK
  static var setOpenLock: UInt32 { 37 }
  static var setOpenLockWait: UInt32 { 38 }
  static var duplicateCloseOnExecute: UInt32 { 1030 }
}

private func fcntl64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let command = call.unsigned(1)
  switch command {
  case FileCommand.duplicate, FileCommand.duplicateCloseOnExecute:
    let copy = try passCommand(call)
    DescriptorNotes.copy(call.int(0), to: copy)
    return copy
  case FileCommand.getFlags:
    let flags = try passCommand(call)
    let isSmall = DescriptorNotes.has(DescriptorNotes.small, call.int(0))
    return isSmall ? flags & ~Int64(OpenFlags.largeFile) : flags
  case FileCommand.getLock:
    return try getLock(call, command: FileCommand.getLock, call.pointer(2, to: FileLock32.self))
  case FileCommand.getLock64:
    return try getLock(call, command: FileCommand.getLock, call.pointer(2, to: FileLock64<A>.self))
  case FileCommand.getOpenLock:
    return try getLock(call, command: command, call.pointer(2, to: FileLock64<A>.self))
  case FileCommand.setLock, FileCommand.setLockWait:
    return try setLock(call, command: command, call.pointer(2, to: FileLock32.self))
  case FileCommand.setLock64:
    return try setLock(call, command: FileCommand.setLock, call.pointer(2, to: FileLock64<A>.self))
  case FileCommand.setLockWait64:
    return try setLock(call, command: FileCommand.setLockWait, call.pointer(2, to: FileLock64<A>.self))
  case FileCommand.setOpenLock, FileCommand.setOpenLockWait:
    return try setLock(call, command: command, call.pointer(2, to: FileLock64<A>.self))
  case 1, 2, 4,  // F_GETFD, F_SETFD, F_SETFL
    8...11, 15...17,  // F_SETOWN, F_GETOWN, F_SETSIG, F_GETSIG, F_SETOWN_EX, F_GETOWN_EX, F_GETOWNER_UIDS
    1024...1029, 1031...1034,  // leases, notification, F_DUPFD_QUERY, F_CREATED_QUERY, pipe size, seals
    1035...1040:  // write hints, delegations
    return try passCommand(call)
  default:
    try checkDescriptor(call)
    throw .invalid
  }
}

private func passCommand<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.fcntl, call.word(0), call.word(1), call.word(2))
}

/// Throws where no command can be given to the descriptor; one that is open by its name only takes a few.
private func checkDescriptor<A: ABI>(_ call: borrowing Call<A>) throws(Errno) {
  let noCommand: UInt64 = 0x7fff_ffff
  do throws(Errno) {
    try Host.call(.fcntl, call.word(0), noCommand)
  } catch {
    if error != .invalid { throw error }
  }
}

/// The kernel looks at the descriptor before it reads the lock; so does the guest's first error.
private func readLock<A: ABI, Layout: FileLockLayout>(
  _ call: borrowing Call<A>, _ place: GuestPointer<Layout>
) throws(Errno) -> HostFileLock {
  guard let lock = try? place.read() else {
    try checkDescriptor(call)
    throw .fault
  }
  return lock.host
}

private func getLock<A: ABI, Layout: FileLockLayout>(
  _ call: borrowing Call<A>, command: UInt32, _ place: GuestPointer<Layout>
) throws(Errno) -> Int64 {
  var lock = try readLock(call, place)
  let descriptor = call.word(0)
  try Host.lending(&lock) { room throws(Errno) in try Host.guestCall(.fcntl, descriptor, UInt64(command), room) }
  try place.write(Layout(lock))
  return 0
}

private func setLock<A: ABI, Layout: FileLockLayout>(
  _ call: borrowing Call<A>, command: UInt32, _ place: GuestPointer<Layout>
) throws(Errno) -> Int64 {
  var lock = try readLock(call, place)
  let descriptor = call.word(0)
  return try Host.lending(&lock) { room throws(Errno) in try Host.guestCall(.fcntl, descriptor, UInt64(command), room) }
}
