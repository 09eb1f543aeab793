import ResidentSupport

/// How a call reaches the resident.
public enum CallWay: Int, Sendable, CaseIterable {
  /// By our vDSO.
  case virtualObject
  /// By a jump that was put in the place of a site.
  case site
  case trap
}

/// Where each number lies among those that are counted.
public enum CallCounter {
  private static var ways: Int { 3 }

  /// Calls of an ABI that came one way.
  public static func calls(_ abi: ABIIdentifier, _ way: CallWay) -> Int { Int(abi.rawValue) &* ways &+ way.rawValue }

  public static var patches: Int { 12 }
  public static var withdrawals: Int { 13 }
  /// Sites that have a record, or would have one if there were room.
  public static var sites: Int { 14 }

  public static func refusals(_ refusal: SitePatches.Refusal) -> Int { 16 &+ Int(refusal.rawValue) }
}

/// How a process's calls came in, and what became of its sites: for `dragoman inspect`, and told at its end with
/// `--stats`.
///
/// Traps are always counted. Only with `--stats` the rest is too; then no call goes straight on at the gateway, so that
/// dispatch sees all.
enum Statistics {
  nonisolated(unsafe) static var isOn = false
  /// The process that the counts are of; a `vfork` child counts for its parent.
  nonisolated(unsafe) private static var process: Int64 = 0

  /// Begins to count, in a process that has just begun.
  static func start() {
    process = (try? Host.call(.getpid)) ?? 0
    Inspection.begin(process: process)
    for index in 0..<Int(COUNTERS_COUNT) where index != CallCounter.sites { unsafe counters_storage()[index] = 0 }
    SiteRecords.clearCounts()
  }

  /// Counts a call that trapped at `address`.
  static func countTrap(_ abi: ABIIdentifier, at address: UInt64) {
    add(CallCounter.calls(abi, .trap))
    SiteRecords.trapped(at: address, as: abi)
  }

  /// Counts the call that dispatch is about to answer, unless it trapped.
  static func countCall(_ thread: ThreadPointer) {
    if unsafe thread.pointee.gateway.entry == UInt32(ENTRY_TRAP) { return }
    let ip = unsafe thread.pointee.gateway.frame.ip
    if unsafe thread.pointee.gateway.entry == UInt32(ENTRY_WIDE_SITE) {
      add(CallCounter.calls(thread.callABI, .site))
      SiteRecords.jumped(at: WideTrampolines.original(ip) &- PatchedSite.callLength)
    } else if PageZero.isSite(behind: ip) {
      add(CallCounter.calls(thread.callABI, .site))
      SiteRecords.jumped(at: ip &- PatchedSite.callLength)
    } else if SitePool.contains(ip) {
      add(CallCounter.calls(thread.callABI, .site))
      SiteRecords.jumped(at: SitePool.original(ip) &- PatchedSite.callLength)
    } else {
      add(CallCounter.calls(thread.callABI, .virtualObject))
    }
  }

  /// Notes that there is a jump now at `address`.
  static func countPatch(at address: UInt64) {
    add(CallCounter.patches)
    SiteRecords.note(.patched, at: address)
  }

  /// Notes that the jump at `address` was taken back.
  static func countWithdrawal(at address: UInt64) {
    add(CallCounter.withdrawals)
    SiteRecords.note(.withdrawn, at: address)
  }

  /// Notes why the site at `address` goes on trapping.
  static func countRefusal(_ refusal: SitePatches.Refusal, at address: UInt64) {
    add(CallCounter.refusals(refusal))
    SiteRecords.note(refusal, at: address)
  }

  /// Tells what was counted, if it was asked for and this is the process that counted.
  static func report() {
    if !isOn || (try? Host.call(.getpid)) != process { return }
    var line = MessageLine()
    line.add("dragoman: process ")
    line.add(decimal: process)
    line.add(": ")
    tell(.i386, in: &line)
    if hasCalls(.x32) { tell(.x32, in: &line) }
    if hasCalls(.x86_64) { tell(.x86_64, in: &line) }
    tell("sites patched ", CallCounter.patches, in: &line)
    tell(", taken back ", CallCounter.withdrawals, in: &line)
    tell(", left for their neighbour ", CallCounter.refusals(.neighbour), in: &line)
    tell(", for changing code ", CallCounter.refusals(.unsettled), in: &line)
    tell(", for want of room ", CallCounter.refusals(.pool), in: &line)
    tell(", by the kernel ", CallCounter.refusals(.kernel), in: &line)
    Disarming.tell(in: &line)
    line.add("\n")
    line.print()
  }

  private static func tell(_ abi: ABIIdentifier, in line: inout MessageLine) {
    line.add(abi.name)
    tell(" calls by vDSO ", CallCounter.calls(abi, .virtualObject), in: &line)
    tell(", by patched site ", CallCounter.calls(abi, .site), in: &line)
    tell(", by trap ", CallCounter.calls(abi, .trap), in: &line)
    line.add("; ")
  }

  private static func hasCalls(_ abi: ABIIdentifier) -> Bool {
    count(CallCounter.calls(abi, .virtualObject)) | count(CallCounter.calls(abi, .site))
      | count(CallCounter.calls(abi, .trap)) != 0
  }

  private static func tell(_ text: StaticString, _ counter: Int, in line: inout MessageLine) {
    line.add(text)
    line.add(decimal: Int64(bitPattern: count(counter)))
  }

  private static func count(_ counter: Int) -> UInt64 { unsafe counters_storage()[counter] }
  private static func add(_ counter: Int) { _ = unsafe counter_add(counters_storage() + counter) }
}
