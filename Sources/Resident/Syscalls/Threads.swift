/// Calls on threads and their storage.
func addThreadCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add([
    Syscall("set_thread_area", i386: 243, .update, do: setThreadArea),
    Syscall("get_thread_area", i386: 244, .update, do: getThreadArea),
    Syscall("set_tid_address", i386: 258, x86_64: 218, .address, do: setTIDAddress),
  ] as InlineArray<_, Syscall<A>>)
}

private func setThreadArea<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try ThreadLocalStorage.set(call.thread, call.pointer(0), mayChoose: true)
  return 0
}

private func getThreadArea<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try ThreadLocalStorage.get(call.thread, call.pointer(0))
  return 0
}

/// The kernel's own word is the slot's: the guest's is cleared by the resident when the thread ends.
private func setTIDAddress<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  unsafe call.thread.pointee.clearChildTID = UInt32(truncatingIfNeeded: call.word(0))
  return Int64(call.thread.tid)
}
