/// Calls that take a place in a file or a length of it.
func addOffsetCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("lseek", i386: 19, x32: 8, .descriptor, .long, .int, do: lseek),
      Syscall("_llseek", i386: 140, .descriptor, .wideHigh, .wideLow, .output, .int, do: llseek),
      Syscall("pread64", i386: 180, .descriptor, .output, .size, .wideLow, .wideHigh, do: pread64),
      Syscall("pwrite64", i386: 181, .descriptor, .input, .size, .wideLow, .wideHigh, do: pwrite64),
      Syscall("truncate", i386: 92, x86_64: 76, .path, .long, do: truncate),
      Syscall("ftruncate", i386: 93, .descriptor, .long, do: ftruncate),
      Syscall("truncate64", i386: 193, .path, .wideLow, .wideHigh, do: truncate64),
      Syscall("ftruncate64", i386: 194, .descriptor, .wideLow, .wideHigh, do: ftruncate64),
      Syscall("readahead", i386: 225, .descriptor, .wideLow, .wideHigh, .size, do: readahead),
      Syscall("fadvise64", i386: 250, .descriptor, .wideLow, .wideHigh, .size, .int, do: fadvise64),
      Syscall("fadvise64_64", i386: 272, .descriptor, .wideLow, .wideHigh, .wideLow, .wideHigh, .int, do: fadvise6464),
      Syscall(
        "sync_file_range", i386: 314, .descriptor, .wideLow, .wideHigh, .wideLow, .wideHigh, .flags, do: syncFileRange),
      Syscall("fallocate", i386: 324, .descriptor, .int, .wideLow, .wideHigh, .wideLow, .wideHigh, do: fallocate),
      .pass("fsync", i386: 118, x86_64: 74, .descriptor),
      .pass("fdatasync", i386: 148, x86_64: 75, .descriptor),
      .pass("sync", i386: 36, x86_64: 162),
      .pass("syncfs", i386: 344, x86_64: 306, .descriptor),
      .pass("flock", i386: 143, x86_64: 73, .descriptor, .int),
      .pass("cachestat", i386: 451, x86_64: 451, .descriptor, .input, .output, .flags),
      .kept("lseek", x86_64: 8, .descriptor, .long, .int, watchedBy: wideSeek),
      .kept("pread64", x86_64: 17, .descriptor, .output, .size, .long, watchedBy: pread64),
    ] as InlineArray<_, Syscall<A>>)
}

/// The `lseek` of 64-bit code: only a guest's list of mappings is the resident's to wind back.
private func wideSeek<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let (descriptor, offset, origin) = (call.int(0), call.word(1), call.unsigned(2))
  if DescriptorNotes.has(DescriptorNotes.listing, descriptor) {
    try MemoryListing.checkSeek(from: origin)
    if offset == 0 && origin == 0 { MemoryListing.refresh(descriptor) }
  }
  return try Host.guestCall(.lseek, call.word(0), call.word(1), call.word(2))
}

private func lseek<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try seek(call.int(0), to: call.long(1), from: call.unsigned(2))
}

private func llseek<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let offset = Int64(bitPattern: call.word(1) << 32 | call.word(2) & 0xffff_ffff)
  let position = try seek(call.int(0), to: offset, from: call.unsigned(4))
  try call.pointer(3, to: A.Wide.self).write(A.Wide(UInt64(bitPattern: position)))
  return 0
}

private func seek(_ descriptor: Int32, to offset: Int64, from origin: UInt32) throws(Errno) -> Int64 {
  if DescriptorNotes.has(DescriptorNotes.shortPositions, descriptor) {
    return try DirectoryPosition.seek(descriptor, to: offset, from: origin)
  }
  if DescriptorNotes.has(DescriptorNotes.listing, descriptor) {
    try MemoryListing.checkSeek(from: origin)
    if offset == 0 && origin == 0 { MemoryListing.refresh(descriptor) }
  }
  let position = try Host.guestCall(
    .lseek, UInt64(UInt32(bitPattern: descriptor)), UInt64(bitPattern: offset), UInt64(origin))
  SmallFiles.noteSeek(to: position)
  return position
}

private func pread64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let descriptor = call.int(0)
  if call.wide(3) == 0 && DescriptorNotes.has(DescriptorNotes.listing, descriptor) {
    MemoryListing.refresh(descriptor)
  }
  return try Host.guestCall(.pread64, call.word(0), call.word(1), call.word(2), call.wide(3))
}

private func pwrite64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let count = call.word(2)
  let room = SmallFiles.room(call.int(0), at: call.wide(3), for: count)
  let written = try Host.guestCall(.pwrite64, call.word(0), call.word(1), room, call.wide(3))
  if room == 0 && count != 0 { throw .fileTooLarge }
  return written
}

private func truncate<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.truncate, GuestPath.followed(call.word(0)), UInt64(bitPattern: call.long(1)))
}

private func ftruncate<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.ftruncate, call.word(0), UInt64(bitPattern: call.long(1)))
}

private func truncate64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.truncate, GuestPath.followed(call.word(0)), call.wide(1))
}

private func ftruncate64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let length = Int64(bitPattern: call.wide(1))
  let isSmall = DescriptorNotes.has(DescriptorNotes.small, call.int(0))
  if isSmall && length > SmallFile.maximumSize { throw .invalid }
  return try Host.guestCall(.ftruncate, call.word(0), UInt64(bitPattern: length))
}

private func readahead<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.readahead, call.word(0), call.wide(1), call.word(3))
}

private func fadvise64<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.fadvise64, call.word(0), call.wide(1), call.word(3), call.word(4))
}

private func fadvise6464<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.fadvise64, call.word(0), call.wide(1), call.wide(3), call.word(5))
}

private func syncFileRange<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.syncFileRange, call.word(0), call.wide(1), call.wide(3), call.word(5))
}

private func fallocate<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.fallocate, call.word(0), call.word(1), call.wide(2), call.wide(4))
}
