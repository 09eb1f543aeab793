import ResidentSupport

/// Calls on threads, their storage and their making.
func addThreadCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      Syscall("set_thread_area", i386: 243, .update, do: setThreadArea),
      Syscall("get_thread_area", i386: 244, .update, do: getThreadArea),
      .kept("set_tid_address", i386: 258, x86_64: 218, .address, do: setTIDAddress),
      .kept("set_robust_list", i386: 311, x32: 530, x86_64: 273, .address, .size, do: setRobustList),
      Syscall("get_robust_list", i386: 312, x32: 531, x86_64: 274, .process, .output, .output, do: getRobustList),
      .kept("rseq", i386: 386, x86_64: 334, .update, .unsigned, .flags, .unsigned, do: rseq),
      .pass("modify_ldt", i386: 123, x86_64: 154, .int, .update, .size),
      .kept("clone", i386: 120, x86_64: 56, .flags, .address, .output, .input, .output, do: clone),
      .kept("clone3", i386: 435, x86_64: 435, .input, .size, do: clone3),
      .kept("fork", i386: 2, x86_64: 57, do: fork),
      .kept("vfork", i386: 190, x86_64: 58, do: vfork),
      .kept("exit", i386: 1, x86_64: 60, .int, do: exit),
      .kept("exit_group", i386: 252, x86_64: 231, .int, do: exitGroup),
      .pass("restart_syscall", i386: 0, x86_64: 219),
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
  unsafe call.thread.pointee.clearChildTID = call.word(0)
  return Int64(call.thread.tid)
}

private func setRobustList<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  if A.identifier == .x86_64 {
    // The kernel sees to it when the process is killed.
    try Host.guestCall(.setRobustList, call.word(0), call.word(1))
    unsafe call.thread.pointee.wideRobustList = call.word(0)
    return 0
  }
  if call.word(1) != 12 { throw .invalid }
  RobustList.set(call.thread, UInt32(truncatingIfNeeded: call.word(0)))
  return 0
}

/// The list is in the block of its thread, be it this process's or another guest's; nobody else has one.
private func getRobustList<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let tid = call.int(0)
  var list: UInt32 = 0
  if let thread = tid == 0 ? call.thread : SlotPool.find(tid: tid) {
    list = unsafe thread.pointee.robustList
  } else {
    // Whether there is such a thread, and it may be looked at, the host says by its own list.
    var own = InlineArray<2, UInt64>(repeating: 0)
    try Host.lending(&own) { own throws(Errno) in
      try Host.guestCall(.getRobustList, UInt64(UInt32(bitPattern: tid)), own, own &+ 8)
    }
    if let other = OtherThread(task: UInt64(tid), of: UInt64(tid)) {
      list = unsafe other.thread.pointee.robustList
    }
  }
  try call.pointer(2).write(12 as UInt32)
  try call.pointer(1).write(list)
  return 0
}

private func rseq<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try unsafe call.thread.pointee.restartableSequences.set(
    area: call.word(0), size: call.word(1), flags: call.word(2), signature: call.word(3))
}

private func clone<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var request = SpawnRequest()
  request.flags = call.word(0) & 0xffff_ff00 & ~SpawnRequest.detached
  // Of these two the kernel takes no signal, whatever is asked for.
  let hasNone = request.has(SpawnRequest.thread) || request.has(SpawnRequest.sameParent)
  request.exitSignal = hasNone ? 0 : call.word(0) & 0xff
  request.stackPointer = call.word(1)
  if request.has(SpawnRequest.processDescriptor) {
    // The descriptor is stored where the parent's word would be.
    if request.has(SpawnRequest.parentSetTID) { throw .invalid }
    request.processDescriptor = call.word(2)
  } else {
    request.parentTID = call.word(2)
  }
  let isBackwards = A.identifier == .i386
  request.storage = call.word(isBackwards ? 3 : 4)
  request.childTID = call.word(isBackwards ? 4 : 3)
  request.abi = A.identifier
  return try Spawn.make(request, call.thread)
}

/// `struct clone_args`, the same in every ABI.
struct CloneArguments: GuestValue {
  var words = InlineArray<11, UInt64>(repeating: 0)
  init() {}
}

private func clone3<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let size = call.word(1)
  if size < 64 { throw .invalid }
  if size > 4096 { throw .argumentsTooLong }
  var given = CloneArguments()
  let count = Int(min(size, 88))
  let address = call.word(0)
  try unsafe withUnsafeMutablePointer(to: &given) { room throws(Errno) -> Void in
    try unsafe GuestMemory.read(address, into: UnsafeMutableRawPointer(room), count: count)
  }
  var rest: UInt64 = 88
  while rest < size {
    if try GuestPointer<UInt8>(address &+ rest).read() != 0 { throw .argumentsTooLong }
    rest &+= 1
  }
  let words = given.words
  if words[4] & ~0xff != 0 || words[0] & 0xff != 0 { throw .invalid }
  if (words[5] == 0) != (words[6] == 0) { throw .invalid }
  var request = SpawnRequest()
  request.flags = words[0]
  request.processDescriptor = words[1]
  request.childTID = words[2]
  request.parentTID = words[3]
  request.exitSignal = words[4]
  request.stackPointer = words[5] == 0 ? 0 : words[5] &+ words[6]
  request.storage = words[7]
  request.abi = A.identifier
  request.chosenTIDs = words[8]
  request.chosenTIDCount = words[9]
  request.controlGroup = words[10]
  return try Spawn.make(request, call.thread)
}

private func fork<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var request = SpawnRequest()
  request.exitSignal = UInt64(Signal.child)
  return try Spawn.make(request, call.thread)
}

private func vfork<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  var request = SpawnRequest()
  request.flags = SpawnRequest.vfork | SpawnRequest.sharedMemory
  request.exitSignal = UInt64(Signal.child)
  return try Spawn.make(request, call.thread)
}

private func exit<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try ThreadEnd.exit(call.thread, status: call.word(0))
  return 0
}

private func exitGroup<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  try ThreadEnd.exitGroup(call.thread, status: call.word(0))
  return 0
}
