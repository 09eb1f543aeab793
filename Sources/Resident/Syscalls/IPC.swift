/// What the calls on System V IPC objects share: commands and the versions of their structs.
enum IPC {
  /// Which structs a guest's `…ctl` call uses: the ones with 16-bit ids and times of 32 bits, or the later ones.
  enum Version {
    case narrow, wide

    static var flag: Int32 { 0x100 }  // IPC_64
  }

  enum Command {
    static var remove: Int32 { 0 }
    static var set: Int32 { 1 }
    static var status: Int32 { 2 }
    static var information: Int32 { 3 }
    static var lock: Int32 { 11 }
    static var unlock: Int32 { 12 }
    static var sharedMemoryStatus: Int32 { 13 }
    static var sharedMemoryInformation: Int32 { 14 }
    static var sharedMemoryStatusAny: Int32 { 15 }
    static var messageStatus: Int32 { 11 }
    static var messageInformation: Int32 { 12 }
    static var messageStatusAny: Int32 { 13 }
    static var semaphoreValue: Int32 { 16 }
    static var semaphoreStatus: Int32 { 18 }
    static var semaphoreInformation: Int32 { 19 }
    static var semaphoreStatusAny: Int32 { 20 }
  }

  /// Reads (or with `IPC_SET` changes) an object's status in the guest's struct of the version asked for.
  static func control<Wide: IPCStatus, Narrow: IPCStatus>(
    _: Wide.Type, _: Narrow.Type, _ command: Int32, _ argument: UInt64, _ version: Version,
    _ body: (UInt64) throws(Errno) -> Int64
  ) throws(Errno) -> Int64 where Wide.Host == Narrow.Host {
    let wide = GuestPointer<Wide>(argument)
    let narrow = GuestPointer<Narrow>(argument)
    var status = Wide.Host()
    if command == Command.set {
      status = version == .wide ? try Wide.readChange(argument) : try Narrow.readChange(argument)
      return try Host.lending(&status, body)
    }
    let result = try Host.lending(&status, body)
    if version == .wide { try wide.write(Wide(status)) } else { try narrow.write(Narrow(status)) }
    return result
  }
}

/// The call that all System V IPC calls were once made through.
func addIPCCall<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("ipc", i386: 117, .unsigned, .int, .int, .int, .address, .long, do: ipc)
    ] as InlineArray<_, Syscall<A>>)
}

/// The kernel's `compat_ksys_ipc`.
private func ipc<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let version = call.unsigned(0) >> 16
  let (first, second, third, pointer) = (call.int(1), call.int(2), call.int(3), call.word(4))
  switch call.unsigned(0) & 0xffff {
  case 1: return try Host.guestCall(.semtimedop, call.word(1), pointer, call.word(2), 0)
  case 4: return try semtimedop(first, pointer, call.word(2), timeout: call.pointer(5, to: Timespec<A>.self))
  case 2: return try Host.guestCall(.semget, call.word(1), call.word(2), call.word(3))
  case 3:
    if pointer == 0 { throw .invalid }
    let argument = try UInt64(GuestPointer<A.Address>(pointer).read())
    let order = third & ~IPC.Version.flag
    return try IPC.semctl(first, second, command: order, argument, IPC.version(third))
  case 11: return try msgsnd(A.self, first, pointer, size: Int64(second), flags: third)
  case 12:
    if first < 0 || second < 0 { throw .invalid }
    if version != 0 {
      return try msgrcv(A.self, first, pointer, size: Int64(second), type: call.long(5), flags: third)
    }
    if pointer == 0 { throw .invalid }
    let arguments = try GuestPointer<MessageReceiveArguments<A>>(pointer).read()
    return try msgrcv(
      A.self, first, UInt64(arguments.buffer), size: Int64(second), type: Int64(arguments.type), flags: third)
  case 13: return try Host.guestCall(.msgget, call.word(1), call.word(2))
  case 14: return try IPC.msgctl(first, command: second & ~IPC.Version.flag, pointer, IPC.version(second))
  case 21:
    if version == 1 { throw .invalid }
    let address = try GuestSpace.attach(
      segment: first, at: pointer, flags: UInt64(call.unsigned(2)), tid: call.thread.tid)
    try call.pointer(3, to: A.Address.self).write(A.Address(truncatingIfNeeded: address))
    return 0
  case 22:
    try GuestSpace.detach(pointer, tid: call.thread.tid)
    return 0
  case 23: return try Host.guestCall(.shmget, call.word(1), call.word(2), call.word(3))
  case 24: return try IPC.shmctl(first, command: second & ~IPC.Version.flag, pointer, IPC.version(second))
  default: throw .noCall
  }
}

extension IPC {
  /// The version that a command of the multiplexed calls asks for.
  static func version(_ command: Int32) -> Version { command & Version.flag != 0 ? .wide : .narrow }
}

/// `struct compat_ipc_kludge`.
struct MessageReceiveArguments<A: ABI>: GuestValue {
  var buffer = A.Address()
  var type = A.Long()
}
