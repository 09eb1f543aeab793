/// Calls that make, rename and remove names, and those that change what a name stands for.
func addPathCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .pass("link", i386: 9, x86_64: 86, .path, .path),
      .pass("unlink", i386: 10, x86_64: 87, .path),
      .pass("symlink", i386: 83, x86_64: 88, .path, .path),
      .pass("rename", i386: 38, x86_64: 82, .path, .path),
      .pass("mkdir", i386: 39, x86_64: 83, .path, .mode),
      .pass("rmdir", i386: 40, x86_64: 84, .path),
      .pass("mknod", i386: 14, x86_64: 133, .path, .mode, .unsigned),
      .pass("linkat", i386: 303, x86_64: 265, .descriptor, .path, .descriptor, .path, .flags),
      .pass("unlinkat", i386: 301, x86_64: 263, .descriptor, .path, .flags),
      .pass("symlinkat", i386: 304, x86_64: 266, .path, .descriptor, .path),
      .pass("renameat", i386: 302, x86_64: 264, .descriptor, .path, .descriptor, .path),
      .pass("renameat2", i386: 353, x86_64: 316, .descriptor, .path, .descriptor, .path, .flags),
      .pass("mkdirat", i386: 296, x86_64: 258, .descriptor, .path, .mode),
      .pass("mknodat", i386: 297, x86_64: 259, .descriptor, .path, .mode, .unsigned),
      .pass("getcwd", i386: 183, x86_64: 79, .output, .size),
      .pass("chdir", i386: 12, x86_64: 80, .path),
      .pass("fchdir", i386: 133, x86_64: 81, .descriptor),
      .pass("chroot", i386: 61, x86_64: 161, .path),
      .pass("umask", i386: 60, x86_64: 95, .mode),
      Syscall("chmod", i386: 15, x32: 90, x86_64: 90, .path, .mode, do: passFollowingFirst),
      .pass("fchmod", i386: 94, x86_64: 91, .descriptor, .mode),
      Syscall("fchmodat", i386: 306, x32: 268, x86_64: 268, .descriptor, .path, .mode, do: passFollowingSecond),
      .pass("fchmodat2", i386: 452, x86_64: 452, .descriptor, .path, .mode, .flags),
    ] as InlineArray<_, Syscall<A>>)
  table.add(
    [
      Syscall("chown", i386: 182, .path, .user, .group, do: chown16),
      Syscall("lchown", i386: 16, .path, .user, .group, do: lchown16),
      Syscall("fchown", i386: 95, .descriptor, .user, .group, do: fchown16),
      Syscall("chown32", i386: 212, x32: 92, x86_64: 92, .path, .user, .group, do: passFollowingFirst),
      .pass("lchown32", i386: 198, x86_64: 94, .path, .user, .group),
      .pass("fchown32", i386: 207, x86_64: 93, .descriptor, .user, .group),
      .pass("fchownat", i386: 298, x86_64: 260, .descriptor, .path, .user, .group, .flags),
      Syscall(
        "setxattr", i386: 226, x32: 188, x86_64: 188, .path, .string, .input, .size, .flags, do: passFollowingFirst),
      .pass("lsetxattr", i386: 227, x86_64: 189, .path, .string, .input, .size, .flags),
      .pass("fsetxattr", i386: 228, x86_64: 190, .descriptor, .string, .input, .size, .flags),
      Syscall("getxattr", i386: 229, x32: 191, x86_64: 191, .path, .string, .output, .size, do: passFollowingFirst),
      .pass("lgetxattr", i386: 230, x86_64: 192, .path, .string, .output, .size),
      .pass("fgetxattr", i386: 231, x86_64: 193, .descriptor, .string, .output, .size),
      Syscall("listxattr", i386: 232, x32: 194, x86_64: 194, .path, .output, .size, do: passFollowingFirst),
      .pass("llistxattr", i386: 233, x86_64: 195, .path, .output, .size),
      .pass("flistxattr", i386: 234, x86_64: 196, .descriptor, .output, .size),
      Syscall("removexattr", i386: 235, x32: 197, x86_64: 197, .path, .string, do: passFollowingFirst),
      .pass("lremovexattr", i386: 236, x86_64: 198, .path, .string),
      .pass("fremovexattr", i386: 237, x86_64: 199, .descriptor, .string),
      .pass("setxattrat", i386: 463, x86_64: 463, .descriptor, .path, .flags, .string, .input, .size),
      .pass("getxattrat", i386: 464, x86_64: 464, .descriptor, .path, .flags, .string, .update, .size),
      .pass("listxattrat", i386: 465, x86_64: 465, .descriptor, .path, .flags, .output, .size),
      .pass("removexattrat", i386: 466, x86_64: 466, .descriptor, .path, .flags, .string),
      .pass("file_getattr", i386: 468, x86_64: 468, .descriptor, .path, .output, .size, .flags),
      .pass("file_setattr", i386: 469, x86_64: 469, .descriptor, .path, .input, .size, .flags),
      .pass("name_to_handle_at", i386: 341, x86_64: 303, .descriptor, .path, .update, .output, .flags),
    ] as InlineArray<_, Syscall<A>>)
}

private func chown16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(
    .chown, GuestPath.followed(call.word(0)), ShortID.widened(call.word(1)), ShortID.widened(call.word(2)))
}

private func lchown16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(
    .lchown, call.word(0), ShortID.widened(call.word(1)), ShortID.widened(call.word(2)))
}

private func fchown16<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try Host.guestCall(
    .fchown, call.word(0), ShortID.widened(call.word(1)), ShortID.widened(call.word(2)))
}
