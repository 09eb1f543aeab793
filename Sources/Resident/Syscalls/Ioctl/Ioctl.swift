/// `ioctl`: every command has a row; one that has none is refused, because its argument cannot be known.
func addIoctlCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("ioctl", i386: 54, x32: 514, x86_64: 16, .descriptor, .unsigned, .address, do: ioctl),
      .kept("ioctl", x86_64: 16, .descriptor, .unsigned, .address, watchedBy: wideIoctl),
    ] as InlineArray<_, Syscall<A>>)
}

/// The `ioctl` of 64-bit code: only a guest's list of mappings is the resident's to answer for.
private func wideIoctl<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let ioctl = Ioctl(descriptor: call.word(0), command: UInt64(call.unsigned(1)), argument: call.word(2))
  return ioctl.isMappingQuery ? try ioctl.mappingQuery(A.self) : try ioctl.pass()
}

private func ioctl<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  guard let row = IoctlTable.row(for: call.unsigned(1)) else {
    if Dispatch.reportsUnknownCalls { UnknownIoctls.report(call.unsigned(1)) }
    return try Ioctl.refuse(descriptor: call.word(0))
  }
  let ioctl = Ioctl(descriptor: call.word(0), command: UInt64(row.host), argument: call.word(2))
  do throws(Errno) {
    let result = try convert(ioctl, row, A.self)
    if A.Long.bitWidth == 32 && IoctlTable.isAboutEvents(row.command) { InputEvents.note(call.int(0)) }
    return result
  } catch .fault {
    if row.action == .space && A.Address.bitWidth == 32 { return try ioctl.passUnread() }
    // What comes before the copying of the argument, the host says: a bad descriptor, a command for other files.
    return try ioctl.pass(Host.badAddress)
  }
}

private func convert<A: ABI>(_ ioctl: Ioctl, _ row: IoctlRow, _: A.Type) throws(Errno) -> Int64 {
  switch row.action {
  case .pass: return try ioctl.pass()
  case .wide: return A.Address.bitWidth > 32 ? try ioctl.pass() : try Ioctl.refuse(descriptor: ioctl.descriptor)
  case .ignored: return try ioctl.passNothing()
  case .givesLong: return try ioctl.give(A.Address.self) { value in A.Address(truncatingIfNeeded: value) }
  case .givesUnsignedLong:
    return try ioctl.give(A.Address.self) { value throws(Errno) in
      guard let word = A.Address(exactly: UInt64(bitPattern: value)) else { throw .fileTooLarge }
      return word
    }
  case .interface: return try ioctl.interface()
  case .interfaceMap: return try ioctl.interfaceMap(A.self)
  case .ethtool: return try ioctl.ethtool()
  case .interfaceData: return try ioctl.interfaceData()
  case .interfaceList: return try ioctl.interfaceList(A.self)
  case .route: return try ioctl.route(A.self)
  case .neighbor: return ioctl.socketFamily.hasNeighbors ? try ioctl.pass() : try ioctl.interface()
  case .givesTime: return A.Long.bitWidth == 64 ? try ioctl.pass() : try ioctl.giveTime()
  case .mappingQuery: return try ioctl.mappingQuery(A.self)
  case .diskGeometry: return try ioctl.diskGeometry(A.self)
  case .partition: return try ioctl.partition(A.self)
  case .space: return try ioctl.space(A.self)
  case .scsi: return try ioctl.scsi(A.self)
  case .shaped: return try ioctl.shaped(row.shape)
  case .shapedUpdate: return try ioctl.shaped(row.shape, isUpdated: true)
  case .fewBits: return try ioctl.fewBits()
  case .videoFormat: return try ioctl.videoFormat(row.shape)
  case .videoBuffer: return try ioctl.videoBuffer(row.shape)
  }
}

/// One `ioctl` on its way to the host.
struct Ioctl {
  let descriptor: UInt64
  /// The host's number.
  let command: UInt64
  /// The guest's argument, mostly an address.
  let argument: UInt64

  /// Hands the guest's argument on.
  func pass() throws(Errno) -> Int64 { try pass(argument) }

  /// Hands on an argument that can be read, and that nobody needs.
  func passNothing() throws(Errno) -> Int64 {
    var nothing = InlineArray<5, UInt64>(repeating: 0)
    return try Host.lending(&nothing) { room throws(Errno) in try pass(room) }
  }

  /// Says what the descriptor says to a command that nobody has: files differ in it.
  static func refuse(descriptor: UInt64) throws(Errno) -> Int64 {
    let nobodys: UInt64 = 0xfefe
    try Host.call(.ioctl, descriptor, nobodys, Host.badAddress)
    throw .notTerminal
  }

  /// Says what comes first of a command whose argument is read before the kind of file is looked at, and cannot be.
  ///
  /// `FIONBIO` is one that all files have.
  func passUnread() throws(Errno) -> Int64 {
    let setNonBlocking: UInt64 = 0x5421
    return try Host.call(.ioctl, descriptor, setNonBlocking, Host.badAddress)
  }

  /// Hands another argument on.
  func pass(_ argument: UInt64) throws(Errno) -> Int64 {
    try Host.guestCall(.ioctl, descriptor, command, argument)
  }

  /// A command that gives one `long` to the guest.
  func give<Word: GuestValue>(
    _ type: Word.Type, _ shortened: (Int64) throws(Errno) -> Word
  ) throws(Errno) -> Int64 {
    var value: Int64 = 0
    let result = try Host.lending(&value) { room throws(Errno) in try pass(room) }
    try GuestPointer<Word>(argument).write(shortened(value))
    return result
  }
}

/// Names each refused command once on standard error.
private enum UnknownIoctls {
  nonisolated(unsafe) private static var seen = InlineArray<64, UInt32>(repeating: 0)
  nonisolated(unsafe) private static var count = 0

  static func report(_ command: UInt32) {
    for index in 0..<min(count, 64) where seen[index] == command { return }
    if count < 64 {
      seen[count] = command
      count &+= 1
    }
    var line = MessageLine()
    line.add("dragoman: ioctl ")
    line.add(hexadecimal: UInt64(command))
    line.add(" is not known: ENOTTY\n")
    line.print()
  }
}
