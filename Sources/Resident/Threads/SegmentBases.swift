import ResidentSupport

/// How the bases of %fs and %gs are set where the processor or the kernel has no FSGSBASE.
///
/// Then %fs stays the guest's in the resident too, which finds its thread by the thread's id. 64-bit code's bases are
/// set by `arch_prctl`. It leaves the null selector, with which 32-bit code can reach no memory: such code gets entries
/// of the local descriptor table, which all threads share, two for each thread from its end.
enum SegmentBases {
  /// Whether the instructions that read and write bases are there.
  nonisolated(unsafe) private(set) static var haveInstructions = true

  private static var lastEntry: UInt32 { 8191 }
  /// How many threads there are entries for.
  static var mostThreads: Int { 4096 }

  /// Does without the instructions from now on: in the gateway each call looks for its thread.
  ///
  /// Before the first thread's guest code. Throws where the resident's own code cannot be changed.
  static func leaveInstructions() throws(Errno) {
    let writer = try CodeWriter()
    try jump(from: gateway_entry_captured_address(), to: gateway_find_address(), writer)
    try jump(from: site_entry_captured_address(), to: site_find_address(), writer)
    try jump(from: host_call_sixth_address(), to: host_call_find_address(), writer)
    for index: UInt64 in 0..<12 {
      let byte = unsafe UnsafePointer<UInt8>(bitPattern: UInt(host_call_found_address() &+ index))!.pointee
      try writer.write(byte, at: host_call_begin_address() &+ index)
    }
    try skip(from: gateway_take_address(), to: gateway_taken_address(), writer)
    try skip(from: site_take_address(), to: site_taken_address(), writer)
    haveInstructions = false
  }

  /// Writes a jump over an instruction of five bytes, as `rdfsbase` is.
  private static func jump(from place: UInt64, to target: UInt64, _ writer: borrowing CodeWriter) throws(Errno) {
    let distance = target &- (place &+ 5)
    try writer.write(0xe9, at: place)
    for index: UInt64 in 0..<4 {
      try writer.write(UInt8(truncatingIfNeeded: distance >> (index &* 8)), at: place &+ 1 &+ index)
    }
  }

  /// Writes a jump over an instruction of two bytes.
  private static func skip(from place: UInt64, to target: UInt64, _ writer: borrowing CodeWriter) throws(Errno) {
    try writer.write(0xeb, at: place)
    try writer.write(UInt8(truncatingIfNeeded: target &- (place &+ 2)), at: place &+ 1)
  }

  /// Whether 32-bit code can have bases: the kernel lets segments be described.
  static var servesNarrowCode: Bool { describe(UserDescriptor(), entry: lastEntry) }

  /// Sets the base of %fs for 64-bit code.
  static func setFS(_ base: UInt64) {
    let setFS: UInt64 = 0x1002
    _ = try? Host.call(.archPrctl, setFS, base)
  }

  /// Sets the base of %gs for 64-bit code.
  static func setGS(_ base: UInt64) {
    if haveInstructions { return segment_write_gs_base(base) }
    let setGS: UInt64 = 0x1001
    _ = try? Host.call(.archPrctl, setGS, base)
  }

  /// The selector of the thread's own entry for %gs or %fs.
  static func selector(_ thread: ThreadPointer, isFS: Bool) -> UInt32 { entry(thread, isFS: isFS) << 3 | 7 }

  /// Makes `segment` what that entry says, and gives its selector; nil where the kernel refuses.
  static func fill(_ thread: ThreadPointer, isFS: Bool, _ segment: UserDescriptor) -> UInt32? {
    describe(segment, entry: entry(thread, isFS: isFS)) ? selector(thread, isFS: isFS) : nil
  }

  private static func entry(_ thread: ThreadPointer, isFS: Bool) -> UInt32 {
    let slot = (thread.slot &- UInt64(SLOT_REGION)) / UInt64(SLOT_SIZE)
    return lastEntry &- 2 &* UInt32(truncatingIfNeeded: slot) &- (isFS ? 1 : 0)
  }

  private static func describe(_ segment: UserDescriptor, entry: UInt32) -> Bool {
    var segment = segment
    segment.entry = entry
    let write: UInt64 = 0x11
    let size = UInt64(MemoryLayout<UserDescriptor>.size)
    return
      (try? Host.lending(&segment) { room throws(Errno) in try Host.call(.modifyLdt, write, room, size) }) != nil
  }
}
