/// Calls that replace the program.
func addExecutionCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .kept("execve", i386: 11, x32: 520, x86_64: 59, .path, .input, .input, do: execve),
      .kept("execveat", i386: 358, x32: 545, x86_64: 322, .descriptor, .path, .input, .input, .flags, do: execveat),
    ] as InlineArray<_, Syscall<A>>)
}

private func execve<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try unsafe Replacement.run(
    ExecutionRequest(
      thread: call.thread, path: call.word(0), arguments: call.word(1), environment: call.word(2),
      isOwnExecutable: GuestPath.isExecutableLink(call.word(0))), as: A.self)
}

private func execveat<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let follows = call.unsigned(4) & ExecutionRequest.noFollow == 0
  let isLink = GuestPath.isExecutableLink(call.word(1))
  return try unsafe Replacement.run(
    ExecutionRequest(
      thread: call.thread, directory: call.int(0), path: call.word(1), arguments: call.word(2),
      environment: call.word(3), flags: call.unsigned(4), isOwnExecutable: follows && isLink), as: A.self)
}
