/// The control messages of `sendmsg` and `recvmsg`, between the guest's alignment and the host's: `net/compat.c`.
enum ControlMessages {
  /// Room that holds whatever the kernel puts beside one message.
  static var roomSize: Int { 8192 }
  /// The largest block of control messages that is sent.
  private static var largest: Int { 0x10_0000 }

  /// Hands the host's form of the guest's control messages to `body`: `cmsghdr_from_user_compat_to_kern`.
  static func encode<A: ABI>(
    _ abi: A.Type, at address: UInt64, size: Int,
    _ body: (_ address: UInt64, _ size: UInt64) throws(Errno) -> Int64
  ) throws(Errno) -> Int64 {
    if size == 0 { return try body(0, 0) }
    if size > Int(Int32.max) { throw .noBuffers }
    let needed = address == 0 ? 0 : try hostSize(abi, at: address, size: size)
    if needed == 0 { throw .invalid }
    if needed > largest { throw .noMemory }
    if needed <= 512 {
      var room = InlineArray<64, UInt64>(repeating: 0)
      return try Host.lending(&room) { room throws(Errno) in
        try fill(abi, room, needed, from: address, size: size)
        return try body(room, UInt64(needed))
      }
    }
    let room = try HostMemory(size: UInt64(needed))
    try fill(abi, room.address, needed, from: address, size: size)
    return try body(room.address, UInt64(needed))
  }

  private static func hostSize<A: ABI>(_ abi: A.Type, at address: UInt64, size: Int) throws(Errno) -> Int {
    var needed = 0
    var offset = 0
    while let length = try length(abi, at: address, offset, of: size) {
      needed += HostControlHeader.aligned(length - ControlHeader<A>.length + HostControlHeader.length)
      offset += ControlHeader<A>.aligned(length)
    }
    return needed
  }

  /// How long the message at `offset` says that it is; nil behind the last one.
  private static func length<A: ABI>(
    _: A.Type, at address: UInt64, _ offset: Int, of size: Int
  ) throws(Errno) -> Int? {
    if offset == 0 ? size < ControlHeader<A>.length : offset + 1 > size { return nil }
    let length = try GuestPointer<A.Address>(address &+ UInt64(offset)).read()
    if length < A.Address(ControlHeader<A>.length) || UInt64(length) > UInt64(size - offset) { throw .invalid }
    return Int(length)
  }

  /// The header at `offset`; nil behind the last one.
  private static func header<A: ABI>(
    _: A.Type, at address: UInt64, _ offset: Int, of size: Int
  ) throws(Errno) -> ControlHeader<A>? {
    if offset == 0 ? size < ControlHeader<A>.length : offset + 1 > size { return nil }
    let header = try GuestPointer<ControlHeader<A>>(address &+ UInt64(offset)).read()
    if header.size < A.Address(ControlHeader<A>.length) || UInt64(header.size) > UInt64(size - offset) {
      throw .invalid
    }
    return header
  }

  /// Copies in.
  ///
  /// The guest may change its messages meanwhile: they have to fill the same room then.
  private static func fill<A: ABI>(
    _ abi: A.Type, _ room: UInt64, _ roomSize: Int, from address: UInt64, size: Int
  ) throws(Errno) {
    var place = unsafe UnsafeMutableRawPointer(bitPattern: UInt(room))!
    var rest = roomSize
    var offset = 0
    while let header = try header(abi, at: address, offset, of: size) {
      let count = Int(header.size) - ControlHeader<A>.length
      let length = count + HostControlHeader.length
      if HostControlHeader.aligned(length) > rest { throw .invalid }
      unsafe place.storeBytes(
        of: HostControlHeader(size: UInt64(length), level: header.level, kind: header.kind), as: HostControlHeader.self)
      try unsafe GuestMemory.read(
        address &+ UInt64(offset + ControlHeader<A>.length), into: place + HostControlHeader.length, count: count)
      unsafe place += HostControlHeader.aligned(length)
      rest -= HostControlHeader.aligned(length)
      offset += ControlHeader<A>.aligned(Int(header.size))
    }
    if rest != 0 { throw .invalid }
  }

  /// How much room the host gets where the guest has `size` bytes: enough for all that fits there, and none where
  /// nothing does.
  static func hostRoom<A: ABI>(_: A.Type, size: Int) -> Int {
    size < ControlHeader<A>.length ? 0 : min(size * 2 + 64, roomSize)
  }

  /// Copies the host's control messages in `room` to the guest, as many as have room: `put_cmsg_compat` and
  /// `scm_detach_fds_compat`.
  ///
  /// Gives the bytes written and whether anything was cut off; what cannot be written is left out without a word.
  static func decode<A: ABI>(
    _ abi: A.Type, _ room: UInt64, _ roomSize: Int, to address: UInt64, size: Int
  ) -> (count: Int, isCut: Bool) {
    var writer = ControlWriter<A>(address: address, size: size)
    var offset = 0
    while offset + HostControlHeader.length <= roomSize {
      let place = unsafe UnsafeRawPointer(bitPattern: UInt(room))! + offset
      let header = unsafe place.load(as: HostControlHeader.self)
      if header.size < UInt64(HostControlHeader.length) || header.size > UInt64(roomSize - offset) { break }
      let count = Int(header.size) - HostControlHeader.length
      unsafe writer.add(header, place + HostControlHeader.length, count)
      offset += HostControlHeader.aligned(Int(header.size))
    }
    return (writer.count, writer.isCut)
  }
}

/// Writes control messages into a guest's block until it is full.
private struct ControlWriter<A: ABI> {
  let address: UInt64
  let size: Int
  var count = 0
  var isCut = false

  private enum Kind {
    static var socket: Int32 { 1 }  // SOL_SOCKET
    static var rights: Int32 { 1 }
    static var timestamp: Int32 { 29 }
    static var timestampNanoseconds: Int32 { 35 }
    static var timestamping: Int32 { 37 }
  }

  init(address: UInt64, size: Int) {
    self.address = address
    self.size = size
  }

  mutating func add(_ header: HostControlHeader, _ data: UnsafeRawPointer, _ count: Int) {
    if header.level == Kind.socket && header.kind == Kind.rights { return unsafe addRights(data, count / 4) }
    let isTime =
      header.level == Kind.socket
      && (header.kind == Kind.timestamp || header.kind == Kind.timestampNanoseconds || header.kind == Kind.timestamping)
    if isTime && MemoryLayout<A.Long>.size < 8 {
      var words = InlineArray<6, UInt32>(repeating: 0)
      let used = min(count / 8, 6)
      for index in 0..<used { words[index] = unsafe data.load(fromByteOffset: index * 8, as: UInt32.self) }
      unsafe withUnsafePointer(to: &words) { words in
        unsafe put(header, UnsafeRawPointer(words), used * 4)
      }
    } else {
      unsafe put(header, data, count)
    }
  }

  private mutating func put(_ header: HostControlHeader, _ data: UnsafeRawPointer, _ dataCount: Int) {
    let room = size - count
    if address == 0 || room < ControlHeader<A>.length {
      isCut = true
      return
    }
    if room < ControlHeader<A>.length + dataCount { isCut = true }
    let length = min(room, ControlHeader<A>.length + dataCount)
    do throws(Errno) {
      try putHeader(header.level, header.kind, length)
      try unsafe GuestMemory.write(
        data, to: address &+ UInt64(count + ControlHeader<A>.length), count: length - ControlHeader<A>.length)
    } catch {
      return
    }
    count += min(room, ControlHeader<A>.length + ControlHeader<A>.aligned(dataCount))
  }

  /// Descriptors for which the guest has no room were never received: they are closed again.
  private mutating func addRights(_ data: UnsafeRawPointer, _ received: Int) {
    let room = size - count
    let fitting = address == 0 || room <= ControlHeader<A>.length ? 0 : (room - ControlHeader<A>.length) / 4
    var kept = 0
    while kept < min(fitting, received) {
      let descriptor = unsafe data.load(fromByteOffset: kept * 4, as: Int32.self)
      let place = address &+ UInt64(count + ControlHeader<A>.length + kept * 4)
      if (try? GuestPointer<Int32>(place).write(descriptor)) == nil { break }
      kept += 1
    }
    for index in kept..<received {
      _ = try? Host.call(.close, UInt64(unsafe data.load(fromByteOffset: index * 4, as: UInt32.self)))
    }
    if kept < received { isCut = true }
    if kept == 0 { return }
    if (try? putHeader(Kind.socket, Kind.rights, ControlHeader<A>.length + kept * 4)) == nil { return }
    count += min(room, ControlHeader<A>.length + ControlHeader<A>.aligned(kept * 4))
  }

  private func putHeader(_ level: Int32, _ kind: Int32, _ length: Int) throws(Errno) {
    var header = ControlHeader<A>()
    header.size = A.Address(length)
    header.level = level
    header.kind = kind
    try GuestPointer<ControlHeader<A>>(address &+ UInt64(count)).write(header)
  }
}
