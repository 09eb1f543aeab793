/// Calls that move bytes between descriptors, and those that report what happens to files.
func addTransferCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("sendfile", i386: 187, .descriptor, .descriptor, .update, .size, do: sendfile),
      Syscall("sendfile64", i386: 239, x86_64: 40, .descriptor, .descriptor, .update, .size, do: sendfile64),
      Syscall(
        "splice", i386: 313, x86_64: 275, .descriptor, .update, .descriptor, .update, .size, .flags, do: splice),
      .pass("tee", i386: 315, x86_64: 276, .descriptor, .descriptor, .size, .flags),
      Syscall(
        "copy_file_range", i386: 377, x86_64: 326, .descriptor, .update, .descriptor, .update, .size, .flags,
        do: moveIntoFile),
      .pass("inotify_init", i386: 291, x86_64: 253),
      .pass("inotify_init1", i386: 332, x86_64: 294, .flags),
      .pass("inotify_add_watch", i386: 292, x86_64: 254, .descriptor, .path, .flags),
      .pass("inotify_rm_watch", i386: 293, x86_64: 255, .descriptor, .int),
      .pass("fanotify_init", i386: 338, x86_64: 300, .flags, .flags),
      Syscall(
        "fanotify_mark", i386: 339, .descriptor, .flags, .wideLow, .wideHigh, .descriptor, .path, do: fanotifyMark),
    ] as InlineArray<_, Syscall<A>>)
}

/// With a 32-bit offset nothing beyond the reach of one is sent, and the offset is written back even on an error.
private func sendfile<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let place = call.pointer(2, to: A.Long.self)
  if place.isNull || A.Long.bitWidth > 32 {
    return try sendfile64(call)
  }
  var position = try Int64(place.read())
  let output = call.word(0)
  let input = call.word(1)
  let count = call.word(3)
  let reach = position < 0 ? count : min(count, UInt64(SmallFile.maximumSize - position))
  let room = SmallFiles.room(call.int(0), for: reach)
  do throws(Errno) {
    let sent = try Host.lending(&position) { offset throws(Errno) in
      try Host.guestCall(.sendfile, output, input, offset, room)
    }
    if reach == 0 && count != 0 { throw .overflow }
    if room == 0 && count != 0 { throw .fileTooLarge }
    try place.write(A.Long(truncatingIfNeeded: position))
    return sent
  } catch {
    try place.write(A.Long(truncatingIfNeeded: position))
    throw error
  }
}

private func sendfile64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let count = call.word(3)
  let room = SmallFiles.room(call.int(0), for: count)
  let sent = try Host.guestCall(.sendfile, call.word(0), call.word(1), call.word(2), room)
  if room == 0 && count != 0 { throw .fileTooLarge }
  return sent
}

/// The host looks at nothing where nothing is to be moved; what it says before EFBIG is asked for by a place in front of
/// the file, at which it refuses to write.
private func splice<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  do throws(Errno) { return try moveIntoFile(call) } catch {
    if error != .fileTooLarge { throw error }
  }
  let (input, flags, known) = (call.word(0), call.unsigned(5), UInt32(15))
  if flags & ~known != 0 { throw .invalid }
  var nowhere: Int64 = -1
  let words = (call.word(1), call.word(2), call.word(4), call.word(5))
  do throws(Errno) {
    try Host.lending(&nowhere) { place throws(Errno) in
      try Host.guestCall(.splice, input, words.0, words.1, place, words.2, words.3)
    }
  } catch {
    if error != .invalid { throw error }
  }
  let status = try Host.filled(HostFileStatus()) { room throws(Errno) in try Host.call(.fstat, input, room) }
  throw status.isPipe ? .fileTooLarge : .invalid
}

/// `splice` and `copy_file_range`, which name the file written to, its offset and the size alike.
private func moveIntoFile<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let (file, place, count) = (call.int(2), call.pointer(3, to: UInt64.self), call.word(4))
  var room = count
  if place.isNull {
    room = SmallFiles.room(file, for: count)
  } else if let offset = try? place.read() {
    room = SmallFiles.room(file, at: offset, for: count)
  }
  let moved = try Host.guestCall(
    call.host, call.word(0), call.word(1), call.word(2), call.word(3), room, call.word(5))
  if room == 0 && count != 0 { throw .fileTooLarge }
  return moved
}

private func fanotifyMark<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.fanotifyMark, call.word(0), call.word(1), call.wide(2), call.word(4), call.word(5))
}
