/// Calls on scheduling and on where memory and threads are placed.
func addSchedulingCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .pass("sched_yield", i386: 158, x86_64: 24),
      .pass("sched_setparam", i386: 154, x86_64: 142, .process, .input),
      .pass("sched_getparam", i386: 155, x86_64: 143, .process, .output),
      .pass("sched_setscheduler", i386: 156, x86_64: 144, .process, .int, .input),
      .pass("sched_getscheduler", i386: 157, x86_64: 145, .process),
      .pass("sched_get_priority_max", i386: 159, x86_64: 146, .int),
      .pass("sched_get_priority_min", i386: 160, x86_64: 147, .int),
      .pass("sched_setattr", i386: 351, x86_64: 314, .process, .input, .flags),
      .pass("sched_getattr", i386: 352, x86_64: 315, .process, .output, .unsigned, .flags),
      Syscall("sched_setaffinity", i386: 241, x86_64: 203, .process, .unsigned, .input, do: schedSetaffinity),
      Syscall("sched_getaffinity", i386: 242, x86_64: 204, .process, .unsigned, .output, do: schedGetaffinity),
      .pass("getpriority", i386: 96, x86_64: 140, .int, .process),
      .pass("setpriority", i386: 97, x86_64: 141, .int, .process, .int),
      Syscall("nice", i386: 34, .int, do: nice),
      .pass("ioprio_set", i386: 289, x86_64: 251, .int, .process, .int),
      .pass("ioprio_get", i386: 290, x86_64: 252, .int, .process),
    ] as InlineArray<_, Syscall<A>>)
}

/// As many CPUs as a kernel can be built for.
private struct CPUMask: BitwiseCopyable {
  static var byteCount: UInt64 { 1024 }
  var words = InlineArray<128, UInt64>(repeating: 0)
}

/// The mask is an array of the ABI's longs; a part of one counts as a whole.
///
/// The host may know fewer CPUs than the guest's mask has, and need not be able to read the rest.
private func schedSetaffinity<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let unit = UInt64(MemoryLayout<A.Long>.size)
  let wished = (UInt64(call.unsigned(1)) &+ unit &- 1) & ~(unit &- 1)
  let size = min(wished, CPUMask.byteCount)
  let (process, source) = (call.word(0), call.word(2))
  var mask = CPUMask()
  return try Host.lending(&mask) { room throws(Errno) in
    do throws(Errno) {
      try unsafe GuestMemory.read(source, into: UnsafeMutableRawPointer(bitPattern: UInt(room))!, count: Int(size))
    } catch {
      return try Host.guestCall(.schedSetaffinity, process, size, source)
    }
    return try Host.guestCall(.schedSetaffinity, process, CPUMask.byteCount, room)
  }
}

private func schedGetaffinity<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let unit = UInt64(MemoryLayout<A.Long>.size)
  let wished = UInt64(call.unsigned(1))
  if wished & (unit &- 1) != 0 { throw .invalid }
  let (process, target) = (call.word(0), call.word(2))
  var mask = CPUMask()
  // The host counts in longs of eight bytes.
  let size = try Host.lending(&mask) { room throws(Errno) in
    try Host.guestCall(.schedGetaffinity, process, min((wished &+ 7) & ~7, CPUMask.byteCount), room)
  }
  let written = min(UInt64(size), wished)
  // Half a word may be too short for the CPUs there are, which only its other half can tell.
  if written & 7 != 0 && mask.words[Int(written / 8)] >> 32 != 0 { throw .invalid }
  return try Host.lending(&mask) { room throws(Errno) in
    try unsafe GuestMemory.write(UnsafeRawPointer(bitPattern: UInt(room))!, to: target, count: Int(written))
    return Int64(written)
  }
}

/// `setpriority` of the caller by a difference; the kernel's own rules for its ends.
private func nice<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let increment = max(-40, min(40, call.int(0)))
  let now = 20 &- Int32(truncatingIfNeeded: try Host.call(.getpriority, 0, 0))
  let value = max(-20, min(19, now &+ increment))
  do throws(Errno) {
    return try Host.call(.setpriority, 0, 0, UInt64(UInt32(bitPattern: value)))
  } catch {
    throw error == .access ? .notPermitted : error
  }
}
