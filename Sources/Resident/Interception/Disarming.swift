import ResidentSupport
import Synchronization

/// `--intercept-mode=patch` of a 64-bit guest: dispatch is taken off once the program is warm.
///
/// Until then its trampolines send every call to the resident, which counts. After so many without a new patch the calls in
/// its files are patched as well, each thread disarms itself at its next call, and calls go straight on. What cannot be made
/// safe keeps the program armed, or arms it again. See `docs/decisions/0014-disarming.md`.
public enum Disarming {
  public enum State: UInt32, Sendable {
    /// Nobody asked for it, or it does not go with the mechanism.
    case off
    case warming
    /// A thread looks for calls in files.
    case searching
    /// Threads disarm at their next call.
    case leaving
    case disarmed
    /// Threads arm again at their next call.
    case returning
    /// Armed for good.
    case armed
  }

  /// What is said at a process's end.
  static func tell(in line: inout MessageLine) {
    if !isOn { return }
    line.add("; dispatch ")
    line.add(state.text)
    guard let gap = Inspection.gap else { return }
    line.add(": ")
    line.add(gap.text)
    if SiteSearch.gapAddress != 0 {
      line.add(" (")
      line.add(hexadecimal: SiteSearch.gapAddress)
      line.add(")")
    }
  }

  /// Whether calls that come to dispatch are looked at.
  nonisolated(unsafe) private(set) static var isOn = false
  private static let word = Atomic<UInt32>(0)
  private static let count = Atomic<UInt32>(0)
  private static var callsUntilWarm: UInt32 { Interception.mode == .patchSoon ? 10 : 1000 }
  private static var callsUntilLeft: UInt32 { 20_000 }

  static var state: State { State(rawValue: word.load(ordering: .acquiring)) ?? .armed }

  /// Begins with the first thread, which has just been armed.
  static func start(_ thread: ThreadPointer) {
    let isWanted = Interception.mode.isPatch && GuestSpace.isHosts && Interception.mechanism == .dispatchAll
    unsafe thread.pointee.isArmed = true
    if !isWanted || !SegmentBases.haveInstructions { return }
    isOn = true
    enter(.warming)
  }

  /// Whether a thread that begins now is to be armed.
  static var armsThreads: Bool {
    switch state {
    case .leaving, .disarmed: false
    default: true
    }
  }

  /// Whether the trampolines are to send all calls to dispatch.
  static var sendsAll: Bool {
    switch state {
    case .warming, .searching, .leaving, .returning: true
    default: false
    }
  }

  /// Whether a call that is not patched may have gone past the resident.
  static var mayMiss: Bool {
    switch state {
    case .leaving, .disarmed, .returning: true
    default: false
    }
  }

  /// A new process goes on with the one thread that made it.
  static func becomeChild() { if state == .searching { enter(.warming) } }

  /// Sees a call that dispatch is about to answer.
  static func note(_ thread: ThreadPointer) {
    switch state {
    case .off: break
    case .warming: warm(thread)
    case .searching: break
    case .leaving:
      leave(thread)
      let calls = count.wrappingAdd(1, ordering: .relaxed).newValue
      if calls >= callsUntilLeft || calls & 63 == 1 && !SlotPool.hasThread(armed: true) { finish(.leaving, .disarmed) }
    case .disarmed: leave(thread)
    case .returning:
      arm(thread)
      let calls = count.wrappingAdd(1, ordering: .relaxed).newValue
      if calls & 63 == 1 && !SlotPool.hasThread(armed: false) { finish(.returning, .armed) }
    case .armed: arm(thread)
    }
  }

  /// A site was patched because it trapped, or was found.
  static func sitePatched() { if state == .warming { count.store(0, ordering: .relaxed) } }

  /// A jump was taken back although its code stays.
  static func siteLost() {
    if mayMiss || state == .searching { goBack(for: .lostSites) }
  }

  /// The guest has mapped code, or has got its own bytes back in it.
  static func codeChanged(at address: UInt64, size: UInt64, _ thread: ThreadPointer) {
    if !isOn { return }
    GuestSpace.lock.acquire(for: thread.tid)
    if state == .leaving || state == .disarmed {
      let gap = SiteSearch.patchAll(from: address, to: address &+ GuestSpace.roundUp(size))
      if let gap { goBack(for: gap) }
    }
    GuestSpace.lock.release()
    if state == .returning { arm(thread) }
  }

  /// Whether jumps lie in the `size` bytes from `start` on that have to stay.
  static func watchesJumps(from start: UInt64, size: UInt64) -> Bool {
    isOn && SitePatches.hasSite(from: start, size: size)
  }

  /// The guest has set an action for a signal.
  static func actionChanged(_ action: SignalAction, _ thread: ThreadPointer) {
    if !isOn || isSafe(action) { return }
    GuestSpace.lock.acquire(for: thread.tid)
    if mayMiss { goBack(for: .restorer) }
    GuestSpace.lock.release()
    if state == .returning { arm(thread) }
  }

  private static func warm(_ thread: ThreadPointer) {
    if thread.callABI != .x86_64 {
      Inspection.note(SiteSearch.Gap.otherCalls)
      finish(.warming, .armed)
      return
    }
    if count.wrappingAdd(1, ordering: .relaxed).newValue < callsUntilWarm { return }
    let (from, to) = (State.warming.rawValue, State.searching.rawValue)
    if !word.compareExchange(expected: from, desired: to, ordering: .acquiringAndReleasing).exchanged { return }
    GuestSpace.lock.acquire(for: thread.tid)
    let gap = SiteSearch.patchAll() ?? findRestorer(thread)
    count.store(0, ordering: .relaxed)
    if let gap {
      Inspection.note(gap)
      enter(.armed)
    } else if state == .searching {
      enter(.leaving)
    }
    GuestSpace.lock.release()
    if state == .leaving { leave(thread) } else { try? WideTrampolines.tellPassthrough() }
  }

  /// The first action whose handler would return by a call that is not patched.
  private static func findRestorer(_ thread: ThreadPointer) -> SiteSearch.Gap? {
    for signal in 1...Signal.last {
      if !isSafe(unsafe thread.pointee.actions.pointee[signal]) { return .restorer }
    }
    return nil
  }

  /// Whether the handler of `action` returns by a site that is patched: `mov $15` to %rax or %eax, then the call.
  private static func isSafe(_ action: SignalAction) -> Bool {
    if !action.hasHandler || action.restorer == 0 { return true }
    let (toLong, toWord): (UInt64, UInt64) = (0x0f_c0c7_48, 0x0f_b8)
    guard let code = try? GuestPointer<UInt64>(action.restorer).read() else { return false }
    if code & 0xff_ffff_ffff_ffff == toLong { return SitePatches.isPatched(action.restorer &+ 7) }
    return code & 0xff_ffff_ffff == toWord && SitePatches.isPatched(action.restorer &+ 5)
  }

  private static func goBack(for gap: SiteSearch.Gap) {
    Inspection.note(gap)
    count.store(0, ordering: .relaxed)
    enter(.returning)
    try? WideTrampolines.tellPassthrough()
  }

  /// Goes from `old` to `new`, if nobody else went elsewhere.
  private static func finish(_ old: State, _ new: State) {
    let (from, to) = (old.rawValue, new.rawValue)
    if !word.compareExchange(expected: from, desired: to, ordering: .acquiringAndReleasing).exchanged { return }
    Inspection.note(new)
    try? WideTrampolines.tellPassthrough()
  }

  private static func enter(_ new: State) {
    word.store(new.rawValue, ordering: .releasing)
    Inspection.note(new)
  }

  private static func leave(_ thread: ThreadPointer) {
    if unsafe !thread.pointee.isArmed { return }
    Interception.disarmThread()
    unsafe thread.pointee.isArmed = false
  }

  private static func arm(_ thread: ThreadPointer) {
    if unsafe thread.pointee.isArmed { return }
    Interception.armThread(thread)
  }
}

extension Disarming.State {
  /// How dispatch is, in words.
  public var text: StaticString {
    switch self {
    case .off: "armed"
    case .warming, .searching: "armed until the program is warm"
    case .leaving, .disarmed: "disarmed"
    case .returning, .armed: "stays armed"
    }
  }
}

extension SiteSearch.Gap {
  /// What keeps a program armed, in words.
  public var text: StaticString {
    switch self {
    case .refusedSite: "a call that the resident has to see cannot be patched"
    case .unclearSite: "it is not clear whether something is a call"
    case .unreadable: "code that cannot be read"
    case .tooMuch: "too much code to look through"
    case .restorer: "a signal handler returns by code that is not patched"
    case .otherCalls: "calls of another ABI"
    case .lostSites: "the program has mapped something over jumps"
    }
  }
}
