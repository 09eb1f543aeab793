import ResidentSupport

/// A copy of the block of a thread in another guest.
struct OtherThread: ~Copyable {
  private let room: HostMemory

  /// Looks through the slots of `process` for that of thread `task`; nil where that may not be, or there is none.
  init?(task: UInt64, of process: UInt64) {
    guard let room = try? HostMemory(size: UInt64(MemoryLayout<Thread>.size)) else { return nil }
    let thread = unsafe room.pointer.assumingMemoryBound(to: Thread.self)
    var place = UInt64(SLOT_REGION) &+ UInt64(SLOT_BLOCK)
    while true {
      if !OtherMemory.read(process, place, to: room.address, size: MemoryLayout<Thread>.size) { return nil }
      if unsafe thread.pointee.gateway.tid == Int32(truncatingIfNeeded: task) { break }
      place &+= UInt64(SLOT_SIZE)
    }
    self.room = room
  }

  /// The copy; addresses in it are the other process's.
  var thread: ThreadPointer { unsafe room.pointer.assumingMemoryBound(to: Thread.self) }
}
