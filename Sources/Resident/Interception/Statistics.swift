import ResidentSupport
import Synchronization

/// What `--stats` tells at the end of a process: how its calls came in, and what became of its sites.
///
/// Nothing is counted unless it was asked for. Then no call goes straight on at the gateway, so that dispatch sees all.
enum Statistics {
  nonisolated(unsafe) static var isOn = false
  /// The process that the counts are of; a `vfork` child counts for its parent.
  nonisolated(unsafe) private static var process: Int64 = 0

  private static let virtualObjectCalls = Counter()
  private static let siteCalls = Counter()
  private static let trappedCalls = Counter()
  private static let patches = Counter()
  private static let withdrawals = Counter()
  private static let badNeighbours = Counter()
  private static let unsettled = Counter()
  private static let withoutPlace = Counter()
  private static let unwritable = Counter()

  /// Begins to count, in a process that has just begun.
  static func start() {
    if !isOn { return }
    process = (try? Host.call(.getpid)) ?? 0
    virtualObjectCalls.clear()
    siteCalls.clear()
    trappedCalls.clear()
    patches.clear()
    withdrawals.clear()
    badNeighbours.clear()
    unsettled.clear()
    withoutPlace.clear()
    unwritable.clear()
  }

  /// Counts the call that dispatch is about to answer.
  static func countCall(_ thread: ThreadPointer) {
    if unsafe thread.pointee.gateway.entry == UInt32(ENTRY_TRAP) { return trappedCalls.add() }
    let isWideSite = unsafe thread.pointee.gateway.entry == UInt32(ENTRY_WIDE_SITE)
    if unsafe isWideSite || SitePool.contains(thread.pointee.gateway.frame.ip) {
      siteCalls.add()
    } else {
      virtualObjectCalls.add()
    }
  }

  static func countPatch() { if isOn { patches.add() } }
  static func countWithdrawal() { if isOn { withdrawals.add() } }

  static func countRefusal(_ refusal: SitePatches.Refusal) {
    if !isOn { return }
    switch refusal {
    case .neighbour: badNeighbours.add()
    case .unsettled: unsettled.add()
    case .pool: withoutPlace.add()
    case .kernel: unwritable.add()
    }
  }

  /// Tells what was counted, if this is the process that counted.
  static func report() {
    if !isOn || (try? Host.call(.getpid)) != process { return }
    var line = MessageLine()
    line.add("dragoman: process ")
    line.add(decimal: process)
    line.add(": calls by vDSO ")
    add(virtualObjectCalls, to: &line)
    line.add(", by patched site ")
    add(siteCalls, to: &line)
    line.add(", by trap ")
    add(trappedCalls, to: &line)
    line.add("; sites patched ")
    add(patches, to: &line)
    line.add(", taken back ")
    add(withdrawals, to: &line)
    line.add(", left for their neighbour ")
    add(badNeighbours, to: &line)
    line.add(", for changing code ")
    add(unsettled, to: &line)
    line.add(", for want of room ")
    add(withoutPlace, to: &line)
    line.add(", by the kernel ")
    add(unwritable, to: &line)
    line.add("\n")
    line.print()
  }

  private static func add(_ counter: borrowing Counter, to line: inout MessageLine) {
    line.add(decimal: Int64(bitPattern: counter.value))
  }
}

/// A number that any thread may raise.
private struct Counter: ~Copyable, Sendable {
  private let count = Atomic<UInt64>(0)

  var value: UInt64 { count.load(ordering: .relaxed) }

  func add() { count.wrappingAdd(1, ordering: .relaxed) }
  func clear() { count.store(0, ordering: .relaxed) }
}
