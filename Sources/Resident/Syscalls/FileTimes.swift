/// Calls that set a file's times, in all generations.
func addFileTimeCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("utime", i386: 30, .path, .input, do: utime),
      Syscall("utimes", i386: 271, .path, .input, do: utimes),
      Syscall("futimesat", i386: 299, .descriptor, .path, .input, do: futimesat),
      Syscall("utimensat", i386: 320, .descriptor, .path, .input, .flags, do: utimensat),
      Syscall("utimensat_time64", i386: 412, .descriptor, .path, .input, .flags, do: utimensatTime64),
    ] as InlineArray<_, Syscall<A>>)
}

/// Access and modification time as the host takes them.
private struct HostFileTimes: BitwiseCopyable {
  var accessed = HostTimespec()
  var modified = HostTimespec()

  /// Whether both are UTIME_OMIT: then the kernel does not even look at the path.
  var areOmitted: Bool {
    let omit: Int64 = 0x3fff_fffe
    return accessed.nanoseconds == omit && modified.nanoseconds == omit
  }
}

/// Two pairs of signed 32-bit numbers.
private struct ShortPairs: GuestValue {
  var accessed: Int32 = 0
  var accessedPart: Int32 = 0
  var modified: Int32 = 0
  var modifiedPart: Int32 = 0

  /// The times, with parts of a second that are `scale` nanoseconds.
  func times(scale: Int64) -> HostFileTimes {
    HostFileTimes(
      accessed: HostTimespec(seconds: Int64(accessed), nanoseconds: Int64(accessedPart) &* scale),
      modified: HostTimespec(seconds: Int64(modified), nanoseconds: Int64(modifiedPart) &* scale))
  }
}

/// `struct old_utimbuf32`.
struct ShortTimes: GuestValue {
  var accessed: Int32 = 0
  var modified: Int32 = 0
}

/// Two of `struct __kernel_timespec`.
private struct LongPairs: GuestValue {
  var accessed: Int64 = 0
  var accessedPart: UInt64 = 0
  var modified: Int64 = 0
  var modifiedPart: UInt64 = 0
}

private func setTimes(
  in directory: UInt64, _ path: UInt64, _ times: HostFileTimes?, flags: UInt32 = 0
) throws(Errno) -> Int64 {
  let hostPath = path != 0 && flags & noFollow == 0 ? GuestPath.followed(path) : path
  guard var times else { return try Host.guestCall(.utimensat, directory, hostPath, 0, UInt64(flags)) }
  return try Host.lending(&times) { room throws(Errno) in
    try Host.guestCall(.utimensat, directory, hostPath, room, UInt64(flags))
  }
}

private func utime<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let place = call.pointer(1, to: ShortTimes.self)
  if place.isNull { return try setTimes(in: CurrentFolder.descriptor, call.word(0), nil) }
  let seconds = try place.read()
  return try setTimes(
    in: CurrentFolder.descriptor, call.word(0),
    HostFileTimes(
      accessed: HostTimespec(seconds: Int64(seconds.accessed)), modified: HostTimespec(seconds: Int64(seconds.modified))
    ))
}

private func utimes<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try setTimes(in: CurrentFolder.descriptor, call.word(0), microseconds(call.pointer(1)))
}

private func futimesat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try setTimes(in: call.word(0), call.word(1), microseconds(call.pointer(2)))
}

private func microseconds(_ place: GuestPointer<ShortPairs>) throws(Errno) -> HostFileTimes? {
  if place.isNull { return nil }
  let pairs = try place.read()
  let parts: Range<Int32> = 0..<1_000_000
  if !parts.contains(pairs.accessedPart) || !parts.contains(pairs.modifiedPart) { throw .invalid }
  return pairs.times(scale: 1000)
}

private func utimensat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let place = call.pointer(2, to: ShortPairs.self)
  if place.isNull { return try setTimes(in: call.word(0), call.word(1), nil, flags: call.unsigned(3)) }
  let times = try place.read().times(scale: 1)
  if times.areOmitted { return 0 }
  return try setTimes(in: call.word(0), call.word(1), times, flags: call.unsigned(3))
}

/// The upper halves of the nanoseconds are padding to a 32-bit caller.
private func utimensatTime64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let place = call.pointer(2, to: LongPairs.self)
  if place.isNull { return try setTimes(in: call.word(0), call.word(1), nil, flags: call.unsigned(3)) }
  let pairs = try place.read()
  let mask: UInt64 = A.Long.bitWidth == 32 ? 0xffff_ffff : ~0
  let times = HostFileTimes(
    accessed: HostTimespec(seconds: pairs.accessed, nanoseconds: Int64(bitPattern: pairs.accessedPart & mask)),
    modified: HostTimespec(seconds: pairs.modified, nanoseconds: Int64(bitPattern: pairs.modifiedPart & mask)))
  if times.areOmitted { return 0 }
  return try setTimes(in: call.word(0), call.word(1), times, flags: call.unsigned(3))
}
