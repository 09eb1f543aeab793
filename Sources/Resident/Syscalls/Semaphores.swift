/// System V semaphores.
func addSemaphoreCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .pass("semget", i386: 393, x86_64: 64, .int, .int, .flags),
      Syscall("semctl", i386: 394, x86_64: 66, .int, .int, .int, .address, do: semctl),
      Syscall("semtimedop_time64", i386: 420, .int, .input, .unsigned, .input, do: semtimedop64),
    ] as InlineArray<_, Syscall<A>>)
}

/// A direct call always means the later structs, but the flag that says so may be there.
private func semctl<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try IPC.semctl(call.int(0), call.int(1), command: call.int(2), call.word(3), .wide)
}

private func semtimedop64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try semtimedop(call.int(0), call.word(1), call.word(2), timeout: call.pointer(3, to: Timespec64<A>.self))
}

/// `semtimedop` with a timeout of either generation.
func semtimedop<Time: GuestTimespec>(
  _ set: Int32, _ operations: UInt64, _ count: UInt64, timeout: GuestPointer<Time>
) throws(Errno) -> Int64 {
  var timeout = try timeout.readIfPresent()?.host
  return try Host.lending(optional: &timeout) { timeout throws(Errno) in
    try Host.guestCall(.semtimedop, UInt64(bitPattern: Int64(set)), operations, count, timeout)
  }
}

extension IPC {
  /// `semctl` with the structs of either version; `argument` is the `union semun`.
  static func semctl(
    _ set: Int32, _ number: Int32, command: Int32, _ argument: UInt64, _ version: Version
  ) throws(Errno) -> Int64 {
    if set < 0 { throw .invalid }
    let (identifier, index, order) = (
      UInt64(set), UInt64(bitPattern: Int64(number)), UInt64(bitPattern: Int64(command))
    )
    switch command {
    case Command.status, Command.semaphoreStatus, Command.semaphoreStatusAny, Command.set:
      return try control(
        SemaphoreStatus64.self, SemaphoreStatus.self, command, argument, version
      ) { room throws(Errno) in
        try Host.guestCall(.semctl, identifier, index, order, room)
      }
    default:
      // The rest take numbers, arrays of shorts and `struct seminfo`, which are the same.
      return try Host.guestCall(.semctl, identifier, index, order, argument)
    }
  }
}
