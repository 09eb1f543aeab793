/// Calls of 64-bit code that i386 makes in another form, or not at all: offsets and structs are the host's own.
func addWideCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .pass("fstat", x86_64: 5, .descriptor, .output),
      .pass("lseek", x86_64: 8, .descriptor, .long, .int),
      .pass("pread64", x86_64: 17, .descriptor, .output, .size, .size),
      .pass("pwrite64", x86_64: 18, .descriptor, .input, .size, .size),
      .pass("accept", x86_64: 43, .descriptor, .output, .update),
      .pass("semop", x86_64: 65, .int, .input, .unsigned),
      .pass("fcntl", x86_64: 72, .descriptor, .unsigned, .long),
      .pass("ftruncate", x86_64: 77, .descriptor, .size),
      .pass("getdents", x86_64: 78, .descriptor, .output, .unsigned),
      .pass("ustat", x86_64: 136, .unsigned, .output),
      .pass("fstatfs", x86_64: 138, .descriptor, .output),
      .pass("readahead", x86_64: 187, .descriptor, .size, .size),
      .pass("semtimedop", x86_64: 220, .int, .input, .unsigned, .input),
      .pass("fadvise64", x86_64: 221, .descriptor, .size, .size, .int),
      .pass("sync_file_range", x86_64: 277, .descriptor, .size, .size, .flags),
      .pass("fallocate", x86_64: 285, .descriptor, .int, .size, .size),
      .pass("fanotify_mark", x86_64: 301, .descriptor, .flags, .size, .descriptor, .path),
    ] as InlineArray<_, Syscall<A>>)
  // Paths in them can mean something else to the guest.
  table.add(
    [
      Syscall("lstat", x32: 6, x86_64: 6, .path, .output, do: lstat),
      Syscall("statfs", x32: 137, x86_64: 137, .path, .output, do: passFollowingFirst),
      Syscall("utime", x32: 132, x86_64: 132, .path, .input, do: passFollowingFirst),
      Syscall("utimes", x32: 235, x86_64: 235, .path, .input, do: passFollowingFirst),
      Syscall("futimesat", x32: 261, x86_64: 261, .descriptor, .path, .input, do: passFollowingSecond),
      Syscall("utimensat", x32: 280, x86_64: 280, .descriptor, .path, .input, .flags, do: utimensat),
    ] as InlineArray<_, Syscall<A>>)
}

private func lstat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(.lstat, GuestPath.looked(at: call.word(0), follows: false), call.word(1))
}

private func utimensat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let (given, flags) = (call.word(1), call.unsigned(3))
  let path = given != 0 && flags & noFollow == 0 ? GuestPath.followed(given) : given
  return try Host.guestCall(.utimensat, call.word(0), path, call.word(2), call.word(3))
}
