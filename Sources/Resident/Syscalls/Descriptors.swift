/// Calls on open descriptors.
func addDescriptorCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add([
    .pass("read", i386: 3, x86_64: 0, .descriptor, .output, .size),
    .pass("write", i386: 4, x86_64: 1, .descriptor, .input, .size),
    .pass("close", i386: 6, x86_64: 3, .descriptor),
    .pass("pipe", i386: 42, x86_64: 22, .output),
    .pass("pipe2", i386: 331, x86_64: 293, .output, .flags),
  ] as InlineArray<_, Syscall<A>>)
}
