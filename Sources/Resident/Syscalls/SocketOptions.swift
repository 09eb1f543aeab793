/// Calls on the options of sockets.
func addSocketOptionCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("getsockopt", i386: 365, x32: 542, x86_64: 55, .descriptor, .int, .int, .output, .update, do: getsockopt),
      Syscall("setsockopt", i386: 366, x32: 541, x86_64: 54, .descriptor, .int, .int, .input, .size, do: setsockopt),
    ] as InlineArray<_, Syscall<A>>)
}

/// What the value of an option looks like, where that is not the same to the host.
///
/// All others are numbers, strings and structs without a word or a pointer.
private enum OptionValue {
  case same, timeval, filter, group, sourceGroup, groupFilter, controlMessages, policy
  /// Has pointers or sizes in it that nobody translates.
  case refused

  init(level: Int32, option: Int32) {
    let (socket, ip, vsock, ipv6, sctp, packet): (Int32, Int32, Int32, Int32, Int32, Int32) = (1, 0, 40, 41, 132, 263)
    self =
      switch (level, option) {
      case (socket, 20), (socket, 21), (vsock, 6): .timeval  // SO_RCVTIMEO, SO_SNDTIMEO and AF_VSOCK's connect timeout
      case (socket, 26), (socket, 51), (packet, 22): .filter  // SO_ATTACH_FILTER, …_REUSEPORT_CBPF, PACKET_FANOUT_DATA
      case (ip, 42), (ip, 45), (ipv6, 42), (ipv6, 45): .group
      case (ip, 43), (ip, 44), (ip, 46), (ip, 47), (ipv6, 43), (ipv6, 44), (ipv6, 46), (ipv6, 47): .sourceGroup
      case (ip, 48), (ipv6, 48): .groupFilter
      case (ip, 64), (ip, 65), (ipv6, 64), (ipv6, 65): .refused  // the tables of netfilter
      case (ip, 96), (ip, 97), (ip, 128), (ip, 129), (ip, 130), (ip, 131): .refused  // arptables, ebtables
      case (ip, 9): .controlMessages  // IPV6_2292PKTOPTIONS has the kernel's own layout for everybody
      case (ip, 17), (ipv6, 35): .policy
      case (sctp, 111): .refused  // a pointer to addresses
      default: .same
      }
  }
}

func setsockopt<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let option = SocketOption(call)
  // Such a size is refused before levels are looked at.
  if call.int(4) < 0 { return try option.set(option.value, option.size) }
  do throws(Errno) { return try set(call) } catch { try option.throwAfterLevel(error) }
}

private func set<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let option = SocketOption(call)
  if MemoryLayout<A.Address>.size == 8 { return try option.set(option.value, option.size) }
  switch OptionValue(level: call.int(1), option: call.int(2)) {
  case .same, .controlMessages: return try option.set(option.value, option.size)
  case .refused: return try option.setNone()
  case .timeval:
    if call.unsigned(4) < UInt32(MemoryLayout<Timeval<A>>.size) { throw .invalid }
    var time = try GuestPointer<Timeval<A>>(option.value).read().host
    return try Host.lending(&time) { time throws(Errno) in try option.set(time, 16) }
  case .filter:
    // A fanout may also be decided by a program that is loaded, whose descriptor this is.
    if option.size == 4 { return try option.set(option.value, option.size) }
    if call.unsigned(4) != UInt32(MemoryLayout<FilterProgram<A>>.stride) { throw .invalid }
    let program = try GuestPointer<FilterProgram<A>>(option.value).read()
    var words: (UInt64, UInt64) = (UInt64(program.count), UInt64(program.instructions))
    return try Host.lending(&words) { words throws(Errno) in try option.set(words, 16) }
  case .group: return try option.setShifted(addresses: 1)
  case .sourceGroup: return try option.setShifted(addresses: 2)
  case .groupFilter: return try GroupFilter.set(option)
  case .policy: return try option.setPolicy()
  }
}

func getsockopt<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  do throws(Errno) { return try get(call) } catch { try SocketOption(call).throwAfterLevel(error) }
}

private func get<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let option = SocketOption(call)
  if MemoryLayout<A.Address>.size == 8 { return try option.get(option.value, option.size) }
  switch OptionValue(level: call.int(1), option: call.int(2)) {
  // What `SO_ATTACH_FILTER` reads is the program itself.
  case .same, .filter, .group, .sourceGroup, .policy: return try option.get(option.value, option.size)
  case .refused: return try option.getNone()
  case .timeval:
    let size = try GuestPointer<Int32>(option.size).read()
    if size < 0 { throw .invalid }
    var time = HostTimeval()
    var hostSize: Int32 = 16
    try Host.lending(&time) { time throws(Errno) in
      try Host.lending(&hostSize) { size throws(Errno) in try option.get(time, size) }
    }
    var copy = Timeval<A>(time)
    let count = min(Int(size), MemoryLayout<Timeval<A>>.size)
    try unsafe withUnsafeMutablePointer(to: &copy) { copy throws(Errno) -> Void in
      try unsafe GuestMemory.write(copy, to: option.value, count: count)
    }
    try GuestPointer<Int32>(option.size).write(Int32(count))
    return 0
  case .groupFilter: return try GroupFilter.get(option)
  case .controlMessages: return try option.getControlMessages(A.self)
  }
}

/// The arguments of `setsockopt` and `getsockopt`; for the latter the size is a pointer.
struct SocketOption {
  let socket: UInt64
  let level: UInt64
  let option: UInt64
  let value: UInt64
  let size: UInt64

  init<A: ABI>(_ call: borrowing Call<A>) {
    socket = call.word(0)
    level = call.word(1)
    option = call.word(2)
    value = call.word(3)
    size = call.word(4)
  }

  func set(_ value: UInt64, _ size: UInt64) throws(Errno) -> Int64 {
    try Host.guestCall(.setsockopt, socket, level, option, value, size)
  }

  func get(_ value: UInt64, _ size: UInt64) throws(Errno) -> Int64 {
    try Host.guestCall(.getsockopt, socket, level, option, value, size)
  }

  /// An option that no level has: what the host says to it comes first, also where the resident refuses one.
  private static var nobodys: UInt64 { 0x7fff_fefe }

  /// Throws `error`, or what the host says of the socket and its levels, which it looks at before a value.
  func throwAfterLevel(_ error: Errno) throws(Errno) -> Never {
    if error == .fault || error == .invalid || error == .noBuffers {
      do throws(Errno) { _ = try setNone() } catch {
        if error == .badDescriptor || error == .notSocket || error == .notSupported { throw error }
      }
    }
    throw error
  }

  /// Sets a policy for encryption, whose structs the kernel translates for 32-bit callers only with a module that it may
  /// not have: as without it.
  func setPolicy() throws(Errno) -> Int64 {
    let most: UInt64 = 4096
    if value == 0 && size == 0 || size > most { return try set(value, size) }
    // Who may not set one is told so first.
    do throws(Errno) { return try set(Host.badAddress, 0) } catch { if error != .messageSize { throw error } }
    var byte: UInt64 = 0
    while byte < size {
      _ = try GuestPointer<UInt8>(value &+ byte).read()
      byte &+= 1
    }
    if size == 0 { throw .messageSize }
    throw .notSupported
  }

  /// Refuses to set an option.
  func setNone() throws(Errno) -> Int64 {
    try Host.guestCall(.setsockopt, socket, level, SocketOption.nobodys, 0, 0)
    throw .noProtocolOption
  }

  /// Refuses to get an option.
  func getNone() throws(Errno) -> Int64 {
    var (value, size): (Int32, Int32) = (0, 4)
    let (socket, level) = (self.socket, self.level)
    try Host.lending(&value) { value throws(Errno) in
      try Host.lending(&size) { size throws(Errno) in
        try Host.guestCall(.getsockopt, socket, level, SocketOption.nobodys, value, size)
      }
    }
    throw .noProtocolOption
  }

  /// Gets what would come beside a message: `IP_PKTOPTIONS`.
  func getControlMessages<A: ABI>(_ abi: A.Type) throws(Errno) -> Int64 {
    guard let size = try? GuestPointer<Int32>(self.size).read(), size >= 0 else { return try get(value, self.size) }
    var room = InlineArray<256, UInt64>(repeating: 0)
    var hostSize = Int32(min(ControlMessages.hostRoom(abi, size: Int(size)), 2048))
    return try Host.lending(&room) { room throws(Errno) in
      try Host.lending(&hostSize) { place throws(Errno) in try get(room, place) }
      let given = ControlMessages.decode(abi, room, Int(hostSize), to: value, size: Int(size))
      try GuestPointer<Int32>(self.size).write(Int32(given.count))
      return 0
    }
  }

  /// Sets an interface's index and 128-byte addresses, which the host aligns to 8.
  func setShifted(addresses: Int) throws(Errno) -> Int64 {
    let count = addresses * 128
    if size < UInt64(4 + count) { throw .invalid }
    var room = InlineArray<33, UInt64>(repeating: 0)
    room[0] = UInt64(try GuestPointer<UInt32>(value).read())
    let source = value &+ 4
    return try Host.lending(&room) { room throws(Errno) in
      try unsafe GuestMemory.read(source, into: UnsafeMutableRawPointer(bitPattern: UInt(room))! + 8, count: count)
      return try set(room, UInt64(8 + count))
    }
  }
}

/// `struct sock_fprog`.
struct FilterProgram<A: ABI>: GuestValue {
  var count: UInt16 = 0
  var pad: UInt16 = 0
  var instructions = A.Address()
}
