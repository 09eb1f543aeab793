/// Calls that make descriptors of events and signals.
func addEventDescriptorCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .pass("eventfd", i386: 323, x86_64: 284, .unsigned),
      .pass("eventfd2", i386: 328, x86_64: 290, .unsigned, .flags),
      .pass("signalfd", i386: 321, x86_64: 282, .descriptor, .input, .size),
      .pass("signalfd4", i386: 327, x86_64: 289, .descriptor, .input, .size, .flags),
    ] as InlineArray<_, Syscall<A>>)
}
