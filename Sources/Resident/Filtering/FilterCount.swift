/// How many filters a guest's thread has, as `/proc` tells.
struct FilterCount {
  private(set) var filters: UInt64 = 0
  private(set) var isStrict = false

  /// Looks into the thread's block; nil where that may not be.
  init?(process: UInt64, task: UInt64) {
    guard let other = OtherThread(task: task, of: process) else { return nil }
    isStrict = unsafe other.thread.pointee.isStrict
    var node = unsafe other.thread.pointee.filter
    while node != 0 && filters < 32_768 {
      filters &+= 1
      var parent: UInt64 = 0
      let isRead = unsafe withUnsafeMutablePointer(to: &parent) { room in
        OtherMemory.read(process, node, to: UInt64(UInt(bitPattern: room)), size: 8)
      }
      if !isRead { return nil }
      node = parent
    }
  }
}
