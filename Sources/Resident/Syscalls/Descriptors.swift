/// Calls on open descriptors.
func addDescriptorCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .pass("read", i386: 3, x86_64: 0, .descriptor, .output, .size, watchedBy: read),
      .pass("write", i386: 4, x86_64: 1, .descriptor, .input, .size, watchedBy: write),
      .pass("close", i386: 6, x86_64: 3, .descriptor, watchedBy: close),
      .pass("pipe", i386: 42, x86_64: 22, .output),
      .pass("pipe2", i386: 331, x86_64: 293, .output, .flags),
    ] as InlineArray<_, Syscall<A>>)
}

private func read<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let descriptor = call.int(0)
  if A.Long.bitWidth == 32 && DescriptorNotes.has(DescriptorNotes.inputEvents, descriptor) {
    return try InputEvents.read(A.self, call.word(0), call.word(1), call.word(2))
  }
  return try Host.guestCall(.read, call.word(0), call.word(1), call.word(2))
}

private func write<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let descriptor = call.int(0)
  if A.Long.bitWidth == 32 && DescriptorNotes.has(DescriptorNotes.inputEvents, descriptor) {
    return try InputEvents.write(A.self, call.word(0), call.word(1), call.word(2))
  }
  let count = call.word(2)
  let room = SmallFiles.room(call.int(0), for: count)
  let written = try Host.guestCall(.write, call.word(0), call.word(1), room)
  if room == 0 && count != 0 { throw .fileTooLarge }
  return written
}

private func close<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let result = try Host.guestCall(.close, call.word(0))
  DescriptorNotes[call.int(0)] = 0
  return result
}
