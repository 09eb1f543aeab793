import ResidentSupport

/// What is known of one site: how its calls came, and what became of it.
///
/// The tool reads it from the guest's memory, so every field is a plain number.
public struct SiteRecord: Sendable, BitwiseCopyable {
  /// What a site is.
  public enum State: UInt8, Sendable, CaseIterable {
    /// It traps.
    case trapping
    /// There is a jump in it.
    case patched
    /// The jump was taken back, because its code was about to change.
    case withdrawn
  }

  public var address: UInt64 = 0
  public var trapped: UInt64 = 0
  /// Calls by the jump; counted with `--stats` only.
  public var jumped: UInt64 = 0
  /// Raw value of `ABIIdentifier`, for the last call that trapped.
  public var abi: UInt8 = 0
  /// Raw value of `State`.
  public var state: UInt8 = 0
  /// One more than the raw value of `SitePatches.Refusal`; 0 where it was not refused.
  public var refusal: UInt8 = 0
  public var padding = InlineArray<5, UInt8>(repeating: 0)

  public init() {}
}

/// The sites that have trapped, in the order of their first time, found by their addresses.
///
/// Any thread adds to it without a lock; sites beyond its room are not remembered.
enum SiteRecords {
  private static var mostProbes: Int { 32 }

  /// Notes that a call of `abi` has trapped at `address`.
  static func trapped(at address: UInt64, as abi: ABIIdentifier) {
    guard let site = unsafe find(address, adding: true) else { return }
    unsafe site.pointee.abi = abi.rawValue
    _ = unsafe counter_add(&site.pointee.trapped)
  }

  /// Notes that a call came by the jump at `address`.
  static func jumped(at address: UInt64) {
    guard let site = unsafe find(address, adding: false) else { return }
    _ = unsafe counter_add(&site.pointee.jumped)
  }

  /// Notes what the site at `address` is from now on.
  static func note(_ state: SiteRecord.State, at address: UInt64) {
    guard let site = unsafe find(address, adding: false) else { return }
    unsafe site.pointee.state = state.rawValue
    if state == .patched { unsafe site.pointee.refusal = 0 }
  }

  /// Notes why the site at `address` goes on trapping.
  static func note(_ refusal: SitePatches.Refusal, at address: UInt64) {
    guard let site = unsafe find(address, adding: false) else { return }
    unsafe site.pointee.refusal = refusal.rawValue &+ 1
  }

  /// Begins to count anew; what the sites are stays.
  static func clearCounts() {
    for index in 0..<capacity {
      let site = unsafe sites + index
      if unsafe site.pointee.address == 0 { return }
      unsafe site.pointee.trapped = 0
      unsafe site.pointee.jumped = 0
    }
  }

  private static var capacity: Int { Int(SITE_RECORDS_COUNT) }

  private static var sites: UnsafeMutablePointer<SiteRecord> {
    unsafe UnsafeMutableRawPointer(site_records_storage()).assumingMemoryBound(to: SiteRecord.self)
  }

  private static func find(_ address: UInt64, adding: Bool) -> UnsafeMutablePointer<SiteRecord>? {
    let table = unsafe site_index_storage()!
    var place = Int((address &* 0x9e37_79b9_7f4a_7c15) >> 54)
    for _ in 0..<mostProbes {
      let index = unsafe site_index_read(table + place)
      if index == 0 {
        if !adding { return nil }
        guard let site = unsafe add(address, at: table + place) else { return nil }
        if unsafe site.pointee.address == address { return unsafe site }
      } else {
        let site = unsafe sites + (Int(index) &- 1)
        if unsafe site.pointee.address == address { return unsafe site }
      }
      place = (place &+ 1) & Int(SITE_INDEX_COUNT - 1)
    }
    return nil
  }

  /// The record that stands at a free place of the table from now on: a new one, or that of a thread that was faster.
  private static func add(
    _ address: UInt64, at place: UnsafeMutablePointer<UInt16>
  ) -> UnsafeMutablePointer<SiteRecord>? {
    let free = unsafe counter_add(counters_storage() + CallCounter.sites)
    if free >= UInt64(capacity) { return nil }
    let site = unsafe sites + Int(free)
    unsafe site.pointee.address = address
    if unsafe site_index_claim(place, UInt16(free &+ 1)) { return unsafe site }
    // Not 0, which would end the list.
    unsafe site.pointee.address = ~0
    return unsafe sites + (Int(site_index_read(place)) &- 1)
  }
}
