/// `madvise` in a 32-bit guest: what the resident has among the guest's mappings keeps its contents.
func madvise<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let (start, end) = (call.word(0), call.word(0) &+ GuestSpace.roundUp(call.word(1)))
  let advice = call.int(2)
  if GuestSpace.isHosts || start % GuestMap.pageSize != 0 || !Advice.changesMappings(advice) {
    return try Host.guestCall(.madvise, start, call.word(1), call.word(2))
  }
  var (at, hasGap) = (start, false)
  while true {
    let kept = KeptMapping.first(from: at, to: end)
    let stop = kept?.range.lowerBound ?? end
    if stop > at || kept == nil {
      do throws(Errno) {
        try Host.guestCall(.madvise, at, stop &- at, call.word(2))
      } catch {
        // The kernel passes over gaps, and says so in the end.
        if error != .noMemory { throw error }
        hasGap = true
      }
    }
    guard let kept else { break }
    if kept.refuses(advice) { throw .invalid }
    at = kept.range.upperBound
    if at >= end { break }
  }
  if hasGap { throw .noMemory }
  return 0
}

private enum Advice {
  static var drop: Int32 { 4 }  // MADV_DONTNEED
  static var dropLocked: Int32 { 24 }  // MADV_DONTNEED_LOCKED

  /// Whether pages are empty or gone after it, in the process or in its children.
  static func changesMappings(_ advice: Int32) -> Bool {
    switch advice {
    case drop, dropLocked, 8, 9, 102: true  // FREE, REMOVE, GUARD_INSTALL
    case 10, 11, 18: true  // DONTFORK, DOFORK, WIPEONFORK
    default: false
    }
  }
}

/// Mappings in the guest's range that are the resident's.
private struct KeptMapping {
  enum Kind {
    /// Trampolines, of which the guest knows nothing.
    case pool
    /// The code of the vDSO.
    case code
    /// The pages in front of it, which are a device's to the kernel.
    case data
  }

  let range: Range<UInt64>
  let kind: Kind

  /// Whether the kernel refuses an advice that changes mappings for its own one.
  func refuses(_ advice: Int32) -> Bool {
    switch kind {
    case .pool: false
    case .code: advice != Advice.drop && advice != Advice.dropLocked && advice != 11
    case .data: true
    }
  }

  /// The first one between these addresses, as far as it lies there.
  static func first(from start: UInt64, to end: UInt64) -> KeptMapping? {
    var found: KeptMapping? = nil
    func consider(_ range: Range<UInt64>, _ kind: Kind) {
      let (low, high) = (max(range.lowerBound, start), min(range.upperBound, end))
      if low >= high { return }
      if let other = found, other.range.lowerBound <= low { return }
      found = KeptMapping(range: low..<high, kind: kind)
    }
    consider(SitePool.range, .pool)
    let object = VirtualObject.current
    if object.base != 0 {
      consider(object.extent.lowerBound..<object.base, .data)
      consider(object.base..<object.extent.upperBound, .code)
    }
    let (base, size) = (VirtualObjectX32.base, GuestSpace.roundUp(VirtualObjectX32.size))
    if base != 0 { consider(base..<base &+ size, .code) }
    return found
  }
}
