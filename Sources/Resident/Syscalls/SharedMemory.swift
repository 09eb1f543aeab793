/// System V shared memory.
func addSharedMemoryCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .pass("shmget", i386: 395, x86_64: 29, .int, .size, .flags),
      .kept("shmat", i386: 397, x86_64: 30, .int, .address, .flags, do: shmat),
      Syscall("shmdt", i386: 398, x32: 67, x86_64: 67, .address, do: shmdt),
      Syscall("shmctl", i386: 396, x86_64: 31, .int, .int, .update, do: shmctl),
    ] as InlineArray<_, Syscall<A>>)
}

func shmat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let (segment, flags, tid) = (call.int(0), UInt64(call.unsigned(2)), call.thread.tid)
  if GuestSpace.isHosts { return try HostSpace.attach(segment: segment, at: call.word(1), flags: flags, tid: tid) }
  return try Int64(GuestSpace.attach(segment: segment, at: call.word(1), flags: flags, tid: tid))
}

func shmdt<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try GuestSpace.detach(call.word(0), tid: call.thread.tid)
  return 0
}

private func shmctl<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try IPC.shmctl(call.int(0), command: call.int(1), call.word(2), .wide)
}

extension IPC {
  /// `shmctl` with the structs of either version.
  static func shmctl(
    _ segment: Int32, command: Int32, _ argument: UInt64, _ version: Version
  ) throws(Errno) -> Int64 {
    if command < 0 || segment < 0 { throw .invalid }
    let (identifier, order) = (UInt64(segment), UInt64(command))
    switch command {
    case Command.information:
      var limits = HostSharedMemoryLimits()
      let result = try Host.lending(&limits) { room throws(Errno) in
        try Host.guestCall(.shmctl, identifier, order, room)
      }
      if version == .wide {
        try GuestPointer<SharedMemoryLimits64>(argument).write(SharedMemoryLimits64(limits))
      } else {
        try GuestPointer<SharedMemoryLimits>(argument).write(SharedMemoryLimits(limits))
      }
      return result
    case Command.sharedMemoryInformation:
      var use = HostSharedMemoryUse()
      let result = try Host.lending(&use) { room throws(Errno) in
        try Host.guestCall(.shmctl, identifier, order, room)
      }
      try GuestPointer<SharedMemoryUse>(argument).write(SharedMemoryUse(use))
      return result
    case Command.sharedMemoryStatus, Command.sharedMemoryStatusAny, Command.status, Command.set:
      return try control(
        SharedMemoryStatus64.self, SharedMemoryStatus.self, command, argument, version
      ) { room throws(Errno) in
        try Host.guestCall(.shmctl, identifier, order, room)
      }
    case Command.remove, Command.lock, Command.unlock:
      return try Host.guestCall(.shmctl, identifier, order, 0)
    default:
      throw .invalid
    }
  }
}
