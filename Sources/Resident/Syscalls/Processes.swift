/// Calls on processes.
func addProcessCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add([
    .pass("getpid", i386: 20, x86_64: 39),
    .pass("getppid", i386: 64, x86_64: 110),
    .pass("gettid", i386: 224, x86_64: 186),
    .pass("exit_group", i386: 252, x86_64: 231, .int),
    .pass("exit", i386: 1, x86_64: 60, .int),
  ] as InlineArray<_, Syscall<A>>)
}
