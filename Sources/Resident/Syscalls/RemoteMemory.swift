/// Calls on other processes' memory, and on where memory lies.
func addRemoteMemoryCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall(
        "process_vm_readv", i386: 347, x32: 539, x86_64: 310, .process, .input, .size, .input, .size, .flags,
        do: processVM),
      Syscall(
        "process_vm_writev", i386: 348, x32: 540, x86_64: 311, .process, .input, .size, .input, .size, .flags,
        do: processVM),
      Syscall(
        "process_madvise", i386: 440, x32: 440, x86_64: 440, .descriptor, .input, .size, .int, .flags,
        do: processMadvise),
      Syscall("mbind", i386: 274, x32: 237, x86_64: 237, .address, .size, .int, .input, .size, .flags, do: mbind),
      Syscall(
        "get_mempolicy", i386: 275, x32: 239, x86_64: 239, .output, .output, .size, .address, .flags, do: getMempolicy),
      Syscall("set_mempolicy", i386: 276, x32: 238, x86_64: 238, .int, .input, .size, do: setMempolicy),
      .pass("set_mempolicy_home_node", i386: 450, x86_64: 450, .address, .size, .size, .flags),
      Syscall("migrate_pages", i386: 294, x32: 256, x86_64: 256, .process, .size, .input, .input, do: migratePages),
      Syscall(
        "move_pages", i386: 317, x32: 533, x86_64: 279, .process, .size, .input, .input, .output, .flags, do: movePages),
    ] as InlineArray<_, Syscall<A>>)
}

private func processVM<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  if call.word(5) != 0 { throw .invalid }
  let call = copy call
  return try IOVectors.with(A.self, call.word(1), count: call.word(2)) { local throws(Errno) in
    try IOVectors.with(A.self, call.word(3), count: call.word(4)) { remote throws(Errno) in
      try Host.guestCall(call.host, call.word(0), local, call.word(2), remote, call.word(4), call.word(5))
    }
  }
}

private func processMadvise<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let call = copy call
  return try IOVectors.with(A.self, call.word(1), count: call.word(2)) { vectors throws(Errno) in
    try Host.guestCall(call.host, call.word(0), vectors, call.word(2), call.word(3), call.word(4))
  }
}

/// A set of memory nodes as an array of the ABI's words.
///
/// The bits lie as in the host's; only the array may end earlier.
private struct NodeMask: BitwiseCopyable {
  /// The kernel takes no more than a page of them.
  static var byteCount: UInt64 { 4096 }
  private var words = InlineArray<512, UInt64>(repeating: 0)

  /// Copies the mask at `address`, of which the first `count` − 1 bits mean something: the kernel's `get_nodes`.
  init<A: ABI>(_ abi: A.Type, _ address: UInt64, count: UInt64) throws(Errno) {
    if address == 0 || count <= 1 { return }
    if count &- 1 > NodeMask.byteCount &* 8 { throw .invalid }
    let unit = UInt64(MemoryLayout<A.Address>.size)
    let size = Int((count &- 1 &+ unit &* 8 &- 1) / (unit &* 8) &* unit)
    try Host.lending(&words) { room throws(Errno) in
      try unsafe GuestMemory.read(address, into: UnsafeMutableRawPointer(bitPattern: UInt(room))!, count: size)
      return 0
    }
  }
}

/// Hands the host's form of the mask at `address` to `body`, or an address that is as bad: the host then says what comes
/// first.
@inline(__always)
private func withMask<A: ABI>(
  _ abi: A.Type, _ address: UInt64, count: UInt64, _ body: (UInt64) throws(Errno) -> Int64
) throws(Errno) -> Int64 {
  if address == 0 { return try body(0) }
  guard var mask = try? NodeMask(abi, address, count: count) else { return try body(Host.badAddress) }
  return try Host.lending(&mask, body)
}

private func mbind<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let call = copy call
  return try withMask(A.self, call.word(3), count: call.word(4)) { room throws(Errno) in
    try Host.guestCall(.mbind, call.word(0), call.word(1), call.word(2), room, call.word(4), call.word(5))
  }
}

/// What it writes is the same for masks of eight bytes and of four, since both fill up the last eight; but for a mask of
/// one bit more than none, of which the kernel gives 32-bit callers a word: `compat_put_bitmap`.
private func getMempolicy<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let (address, flags) = (call.word(3), call.word(4))
  let result = try Host.guestCall(.getMempolicy, call.word(0), call.word(1), call.word(2), address, flags)
  let (buffer, bits) = (call.word(1), call.word(2))
  if buffer == 0 || bits != 1 { return result }
  let mask = try Host.filled(UInt64()) { room throws(Errno) in
    try Host.call(.getMempolicy, 0, room, 64, address, flags)
  }
  try call.pointer(1, to: UInt32.self).write(UInt32(truncatingIfNeeded: mask))
  return result
}

private func setMempolicy<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let call = copy call
  return try withMask(A.self, call.word(1), count: call.word(2)) { room throws(Errno) in
    try Host.guestCall(.setMempolicy, call.word(0), room, call.word(2))
  }
}

private func migratePages<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let call = copy call
  guard var old = try? NodeMask(A.self, call.word(2), count: call.word(1)),
    var new = try? NodeMask(A.self, call.word(3), count: call.word(1))
  else {
    // What comes before the masks the host says, as where it knows of no nodes.
    return try Host.guestCall(.migratePages, call.word(0), call.word(1), Host.badAddress, Host.badAddress)
  }
  return try Host.lending(&old) { from throws(Errno) in
    try Host.lending(&new) { to throws(Errno) in
      try Host.guestCall(.migratePages, call.word(0), call.word(1), from, to)
    }
  }
}

/// The addresses of the pages are pointers, which the host wants in its own width: a stretch of them at a time.
private func movePages<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let most: UInt64 = 0x1_0000
  let count = call.word(1)
  let room = try HostMemory(for: min(count, most), of: UInt64.self)
  let pages = unsafe room.pointer.assumingMemoryBound(to: UInt64.self)
  let source = call.pointer(2, to: A.Address.self)
  var done: UInt64 = 0
  repeat {
    let wish = min(count &- done, most)
    var size: UInt64 = 0
    while size < wish, let page = try? source.advanced(by: Int(done &+ size)).read() {
      unsafe pages[Int(size)] = UInt64(page)
      size &+= 1
    }
    // The host says what comes before an address that cannot be read.
    let isReadable = size > 0 || wish == 0
    let left = try Host.guestCall(
      .movePages, call.word(0), isReadable ? size : wish, isReadable ? room.address : Host.badAddress,
      part(of: call.word(3), from: done), part(of: call.word(4), from: done), call.word(5))
    if !isReadable { throw .fault }
    if left > 0 { return left &+ Int64(bitPattern: count &- done &- size) }
    done &+= size
  } while done < count
  return 0
}

/// The word at `index` of an array of 32-bit words, if there is one.
private func part(of array: UInt64, from index: UInt64) -> UInt64 { array == 0 ? 0 : array &+ index &* 4 }
