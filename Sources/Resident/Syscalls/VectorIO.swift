/// Calls that read and write several buffers at once.
func addVectorIOCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("readv", i386: 145, x32: 515, x86_64: 19, .descriptor, .input, .unsigned, do: passVectors),
      Syscall("writev", i386: 146, x32: 516, x86_64: 20, .descriptor, .input, .unsigned, do: writev),
      Syscall("vmsplice", i386: 316, x32: 532, x86_64: 278, .descriptor, .input, .unsigned, .flags, do: passVectors),
      Syscall(
        "preadv", i386: 333, x32: 534, x86_64: 295, .descriptor, .input, .unsigned, .wideLow, .wideHigh,
        do: passVectorsWithOffset),
      Syscall(
        "pwritev", i386: 334, x32: 535, x86_64: 296, .descriptor, .input, .unsigned, .wideLow, .wideHigh,
        do: passVectorsWithOffset),
      Syscall(
        "preadv2", i386: 378, x32: 546, x86_64: 327, .descriptor, .input, .unsigned, .wideLow, .wideHigh, .flags,
        do: passVectorsWithOffset),
      Syscall(
        "pwritev2", i386: 379, x32: 547, x86_64: 328, .descriptor, .input, .unsigned, .wideLow, .wideHigh, .flags,
        do: passVectorsWithOffset),
    ] as InlineArray<_, Syscall<A>>)
}

private func passVectors<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let call = copy call
  return try IOVectors.with(A.self, call.word(1), count: call.word(2)) { vectors throws(Errno) in
    try Host.guestCall(call.host, call.word(0), vectors, call.word(2), call.word(3))
  }
}

private func writev<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let call = copy call
  if !DescriptorNotes.has(DescriptorNotes.limited, call.int(0)) { return try passVectors(call) }
  return try IOVectors.with(A.self, call.word(1), count: call.word(2)) { vectors throws(Errno) in
    let total = IOVectors.byteCount(vectors, count: call.word(2))
    let room = SmallFiles.room(call.int(0), for: total)
    IOVectors.cut(vectors, count: call.word(2), to: room)
    let written = try Host.guestCall(.writev, call.word(0), vectors, call.word(2))
    if room == 0 && total != 0 { throw .fileTooLarge }
    return written
  }
}

/// The host takes the offset as a pair too, and ignores the high word of it.
///
/// Only the newer calls have flags; in x32 they come right behind the offset.
private func passVectorsWithOffset<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let call = copy call
  let hasFlags = call.host == .preadv2 || call.host == .pwritev2
  let flags = hasFlags ? call.word(A.identifier == .x32 ? 4 : 5) : 0
  let isWrite = call.host == .pwritev || call.host == .pwritev2
  return try IOVectors.with(A.self, call.word(1), count: call.word(2)) { vectors throws(Errno) in
    let total = IOVectors.byteCount(vectors, count: call.word(2))
    var room = total
    if isWrite {
      // −1 is the file's own position, for the newer call.
      let usesPosition = call.host == .pwritev2 && call.wide(3) == ~0
      room =
        usesPosition
        ? SmallFiles.room(call.int(0), for: total) : SmallFiles.room(call.int(0), at: call.wide(3), for: total)
      IOVectors.cut(vectors, count: call.word(2), to: room)
    }
    let moved = try Host.guestCall(call.host, call.word(0), vectors, call.word(2), call.wide(3), 0, flags)
    if room == 0 && total != 0 { throw .fileTooLarge }
    return moved
  }
}
