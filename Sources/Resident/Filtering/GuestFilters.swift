import ResidentSupport

/// A filter that a guest has installed, in memory of its own: what was installed before it, its length, its instructions.
///
/// Nodes that are in force are never changed or freed: threads and children share them.
struct FilterNode {
  let address: UInt64

  private static var header: UInt64 { 16 }

  /// Room for a filter of `count` instructions, and behind them for the check's masks.
  init(count: Int) throws(Errno) {
    let size = FilterNode.wholeSize(count: count)
    let readWrite: UInt64 = 3
    AddressSpaceLimit.grow(by: size)
    do throws(Errno) {
      address = UInt64(bitPattern: try Host.call(.mmap, 0, size, readWrite, OwnMemory.flags, ~0, 0))
    } catch {
      AddressSpaceLimit.shrink(by: size)
      throw error
    }
    unsafe words[1] = UInt64(count)
  }

  private static func wholeSize(count: Int) -> UInt64 { GuestSpace.roundUp(header &+ UInt64(count) &* 10) }

  /// The filter at `address`, which is not 0.
  init(at address: UInt64) { self.address = address }

  private var words: UnsafeMutablePointer<UInt64> { unsafe UnsafeMutablePointer(bitPattern: UInt(address))! }

  /// The address of the filter that was installed before it; 0 for none.
  var parent: UInt64 {
    get { unsafe words[0] }
    nonmutating set { unsafe words[0] = newValue }
  }
  var count: Int { Int(unsafe words[1]) }
  /// Where the instructions lie, and how many bytes they take.
  var instructions: UInt64 { address &+ FilterNode.header }
  var size: Int { count &* 8 }
  var code: FilterCode {
    unsafe FilterCode(
      instructions: UnsafeRawPointer(bitPattern: UInt(instructions))!.assumingMemoryBound(to: FilterInstruction.self),
      count: count)
  }

  /// Whether the kernel would take it.
  var isValid: Bool {
    unsafe code.isValid(masks: UnsafeMutablePointer(bitPattern: UInt(instructions) &+ UInt(size))!)
  }

  /// Gives its memory back: nobody has seen it.
  func discard() {
    let size = FilterNode.wholeSize(count: count)
    _ = try? Host.call(.munmap, address, size)
    AddressSpaceLimit.shrink(by: size)
  }

  /// Whether it is `other` or was installed before it; the filter at 0 is before each.
  static func isAncestor(_ ancestor: UInt64, of other: UInt64) -> Bool {
    var node = other
    while node != ancestor {
      if node == 0 { return false }
      node = FilterNode(at: node).parent
    }
    return true
  }
}

/// The kernel's `__secure_computing` for calls of guests, whose own filters the host must not apply to the resident's calls.
///
/// From the first filter on, every call of the process goes through dispatch, and every program it executes is a guest.
enum GuestFilters {
  /// Whether calls are filtered.
  nonisolated(unsafe) private(set) static var isOn = false
  /// Whether no call may go straight on; true a little earlier, so that no table that is being made says otherwise.
  nonisolated(unsafe) private(set) static var needsAll = false

  /// Has all calls come here from now on.
  static func turnOn() throws(Errno) {
    if isOn { return }
    needsAll = true
    Interception.coversAll = true
    gateway_clear_passthrough()
    for number in 0..<UInt32(WIDE_NUMBER_COUNT) { wide_clear_passthrough(number) }
    try WideTrampolines.tellPassthrough()
    isOn = true
  }

  /// Gives a new thread the filters of its parent, or those that another thread gives to all at this moment.
  static func inherit(from parent: ThreadPointer, to child: ThreadPointer) {
    if !needsAll { return }
    SlotPool.lock.acquire(for: parent.tid)
    unsafe child.pointee.filter = parent.pointee.filter
    SlotPool.lock.release()
  }

  /// Whether the call in the frame may be made; otherwise its result is in place, or a signal on its way.
  static func admit(_ thread: ThreadPointer) -> Bool {
    if unsafe thread.pointee.givesUpPrivileges {
      let setNoNewPrivileges: UInt64 = 38
      _ = try? Host.call(.prctl, setNoNewPrivileges, 1, 0, 0, 0)
      unsafe thread.pointee.givesUpPrivileges = false
    }
    if unsafe thread.pointee.isStrict { return admitStrictly(thread) }
    var node = unsafe thread.pointee.filter
    if node == 0 || isClock(thread) { return true }
    let call = describe(thread)
    var verdict = Verdict.allow
    while node != 0 {
      let filter = FilterNode(at: node)
      let word = filter.code.run(call)
      if Verdict.precedes(word, verdict) { verdict = word }
      node = filter.parent
    }
    return carryOut(verdict, call, thread)
  }

  private static func carryOut(_ verdict: UInt32, _ call: FilteredCall, _ thread: ThreadPointer) -> Bool {
    switch verdict & Verdict.action {
    case Verdict.allow, Verdict.log: return true
    case Verdict.error: answer(0 &- Int64(min(verdict & Verdict.data, 4095)), thread)
    // Nobody traces or watches.
    case Verdict.trace, Verdict.notify: answer(0 &- Int64(Errno.noCall.rawValue), thread)
    case Verdict.trap: trap(call, verdict & Verdict.data, thread)
    case Verdict.killThread: end(thread, of: Signal.system, isWhole: false)
    default: end(thread, of: Signal.system, isWhole: true)
    }
    return false
  }

  private static func answer(_ result: Int64, _ thread: ThreadPointer) {
    let isNarrow = thread.callABI == .i386 && !thread.isWide
    unsafe thread.pointee.gateway.frame.ax =
      isNarrow ? UInt64(UInt32(truncatingIfNeeded: result)) : UInt64(bitPattern: result)
  }

  /// The kernel's `force_sig_seccomp`: who blocks or ignores the signal, or has no handler, ends of it.
  private static func trap(_ call: FilteredCall, _ data: UInt32, _ thread: ThreadPointer) {
    let action = unsafe thread.pointee.actions.pointee[Signal.system]
    let isBlocked = unsafe thread.pointee.signalMask.contains(Signal.system)
    if !action.hasHandler || isBlocked { return end(thread, of: Signal.system, isWhole: true) }
    thread.completeFrame()
    unsafe thread.pointee.gateway.frame.ax = thread.pointee.gateway.original_ax & 0xffff_ffff
    unsafe thread.pointee.gateway.original_ax = CallRestart.none
    var info = HostSignalInfo()
    let filtered: UInt64 = 1
    info.words[0] = UInt64(UInt32(bitPattern: Signal.system)) | UInt64(data) << 32
    info.words[1] = filtered
    info.words[2] = UInt64(call.words[2]) | UInt64(call.words[3]) << 32
    info.words[3] = UInt64(call.words[0]) | UInt64(call.words[1]) << 32
    unsafe thread.pointee.noted.add(info)
    thread.demandSignals()
  }

  /// Ends the process, or only the thread where there are others.
  private static func end(_ thread: ThreadPointer, of signal: Int32, isWhole: Bool) {
    if isWhole || SlotPool.isAlone(thread) {
      Delivery.setHostMask(SignalSet.all.subtracting(SignalSet(signal)))
      Delivery.die(of: signal)
      // The first process of a namespace does not end of its own signals.
      Host.exit(128 &+ signal)
    }
    while true {
      _ = try? ThreadEnd.exit(thread, status: UInt64(signal))
      // From here on all are held back. What came before and is not for this thread alone is for another one.
      thread.waive(ATTENTION_SIGNAL)
      while let info = unsafe thread.pointee.noted.take(notIn: SignalSet()) { passOn(info) }
    }
  }

  private static func passOn(_ info: HostSignalInfo) {
    let forThread: Int32 = -6
    if !info.isSent || info.code == forThread { return }
    var info = info
    let (process, signal) = (UInt64((try? Host.call(.getpid)) ?? 0), UInt64(info.signal))
    _ = try? Host.lending(&info) { room throws(Errno) in try Host.call(.rtSigqueueinfo, process, signal, room) }
  }

  /// The first kind of seccomp: read, write, exit and the return from a signal.
  private static func admitStrictly(_ thread: ThreadPointer) -> Bool {
    let number = unsafe UInt32(truncatingIfNeeded: thread.pointee.gateway.original_ax)
    let allowed: InlineArray<4, UInt32> = thread.callABI == .x86_64 ? [0, 1, 60, 15] : [3, 4, 1, 119]
    for index in 0..<4 where allowed[index] == number { return true }
    let kill: Int32 = 9
    end(thread, of: kill, isWhole: false)
    return false
  }

  private static func describe(_ thread: ThreadPointer) -> FilteredCall {
    let frame = unsafe thread.pointee.gateway.frame
    let number = unsafe UInt32(truncatingIfNeeded: thread.pointee.gateway.original_ax)
    if thread.callABI != .i386 {
      let ip =
        unsafe thread.pointee.gateway.entry == UInt32(ENTRY_WIDE_SITE) ? WideTrampolines.original(frame.ip) : frame.ip
      return FilteredCall(
        number: number, architecture: CallFilter.architecture, ip: ip,
        arguments: [frame.di, frame.si, frame.dx, frame.r10, frame.r8, frame.r9])
    }
    let (narrow, low): (UInt32, UInt64) = (0x4000_0003, 0xffff_ffff)
    var ip = thread.isWide ? frame.ip : frame.ip & low
    if SitePool.contains(ip) { ip = SitePool.original(ip) }
    return FilteredCall(
      number: number, architecture: narrow, ip: ip,
      arguments: [
        frame.bx & low, frame.cx & low, frame.dx & low, frame.si & low, frame.di & low, frame.bp & low,
      ])
  }

  /// Whether the call is the vDSO's own, for what the kernel's answers without a call.
  private static func isClock(_ thread: ThreadPointer) -> Bool {
    if unsafe thread.pointee.gateway.entry != UInt32(ENTRY_VSYSCALL) { return false }
    let number = unsafe UInt32(truncatingIfNeeded: thread.pointee.gateway.original_ax)
    let functions: InlineArray<6, UInt32> = [265, 403, 78, 13, 266, 318]
    for index in 0..<6 where functions[index] == number {
      guard let caller = try? GuestPointer<UInt32>(thread.stackPointer).read() else { return false }
      return VirtualObject.current.extent.contains(UInt64(caller))
    }
    return false
  }
}

/// What a filter says of a call.
enum Verdict {
  static var killProcess: UInt32 { 0x8000_0000 }
  static var killThread: UInt32 { 0 }
  static var trap: UInt32 { 0x3_0000 }
  static var error: UInt32 { 0x5_0000 }
  static var notify: UInt32 { 0x7fc0_0000 }
  static var trace: UInt32 { 0x7ff0_0000 }
  static var log: UInt32 { 0x7ffc_0000 }
  static var allow: UInt32 { 0x7fff_0000 }

  static var action: UInt32 { 0xffff_0000 }
  static var data: UInt32 { 0xffff }

  /// Whether `word` is the stricter one of two.
  static func precedes(_ word: UInt32, _ other: UInt32) -> Bool {
    Int32(bitPattern: word & action) < Int32(bitPattern: other & action)
  }
}
