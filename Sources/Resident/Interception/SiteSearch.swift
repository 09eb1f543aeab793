import ResidentSupport

/// Finds calls in mapped files that have not trapped yet, and patches them, so that none of them passes the resident by where
/// nothing traps any more.
public enum SiteSearch {
  /// Why a search has not made all calls safe.
  public enum Gap: UInt8, Sendable, CaseIterable {
    /// A call that has a handler, or one of a number that is not known, cannot be patched.
    case refusedSite = 1
    /// Something may be a call, or not.
    case unclearSite
    /// Code that cannot be read.
    case unreadable
    /// More code than is looked through.
    case tooMuch
    /// A signal's restorer is not a site that is patched.
    case restorer
    /// The program makes calls of another ABI.
    case otherCalls
    /// The guest has put something where jumps led to.
    case lostSites
  }

  /// What the last gap was found at, for who looks closer.
  nonisolated(unsafe) private(set) static var gapAddress: UInt64 = 0

  private static var most: UInt64 { 256 << 20 }
  private static var blockSize: Int { 4096 }

  /// Looks through all files' code from `start` up to `end`; nil where every call that matters is a jump now.
  ///
  /// Needs the lock of the guest's space.
  static func patchAll(from start: UInt64 = 0, to end: UInt64 = .max) -> Gap? {
    var path = MessageLine()
    path.add("/proc/self/maps")
    var lines = ProcessFile(path)
    if !lines.isOpen { return .unreadable }
    var total: UInt64 = 0
    var line = ProcessLine()
    while lines.next(&line) {
      guard let range = line.addressRange, range.lowerBound < end, range.upperBound > start else { continue }
      let executable: UInt8 = 0x78
      if line.permission(2) != executable || line.pathStart == nil { continue }
      if HostSpace.isResident(range.lowerBound) { continue }
      total &+= range.upperBound &- range.lowerBound
      if total > most { return .tooMuch }
      if let gap = search(range, isSettled: line.isSettledCode) { return gap }
    }
    return nil
  }

  /// A block of code, with what stands before it and behind it.
  private typealias Block = InlineArray<4160, UInt8>

  private static func search(_ code: Range<UInt64>, isSettled: Bool) -> Gap? {
    var block = Block(repeating: 0)
    let (lead, tail) = (SiteEvidence.before, SiteEvidence.behind)
    var position = code.lowerBound
    while position < code.upperBound {
      let missing = position == code.lowerBound ? lead : 0
      let from = position &- UInt64(lead &- missing)
      let count = Int(min(UInt64(lead &- missing &+ blockSize &+ tail), code.upperBound &- from))
      do throws(Errno) {
        try unsafe withUnsafeMutablePointer(to: &block) { room throws(Errno) -> Void in
          try unsafe GuestMemory.read(from, into: UnsafeMutableRawPointer(room) + missing, count: count)
        }
      } catch {
        return gap(.unreadable, position)
      }
      let end = missing &+ count
      for index in end..<max(end, min(end &+ tail, 4160)) { block[index] = 0 }
      var index = lead
      while let found = find(block, from: index, to: min(end, lead &+ blockSize)) {
        let address = position &+ UInt64(found &- lead)
        if let gap = consider(address, block, at: found, code, isSettled: isSettled) { return gap }
        index = found &+ 1
      }
      position &+= UInt64(blockSize)
    }
    return nil
  }

  /// The next place before `end` where `syscall` seems to stand.
  private static func find(_ block: borrowing Block, from start: Int, to end: Int) -> Int? {
    let (each, high): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    return unsafe withUnsafePointer(to: block) { room -> Int? in
      let bytes = unsafe UnsafeRawPointer(room)
      var index = start
      while index < end {
        // Seven pairs at once: a byte of the sum is 0 where both are as they should be.
        let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let sum = (word ^ (each &* 0x0f)) | ((word >> 8) ^ (each &* 0x05))
        let zeros = (sum &- each) & ~sum & high
        if zeros != 0 {
          let found = index &+ zeros.trailingZeroBitCount / 8
          return found < end ? found : nil
        }
        index &+= 7
      }
      return nil
    }
  }

  private static func consider(
    _ address: UInt64, _ block: borrowing Block, at offset: Int, _ code: Range<UInt64>, isSettled: Bool
  ) -> Gap? {
    var window = SiteEvidence.Window(repeating: 0)
    let first = offset &- SiteEvidence.before
    for index in 0..<64 where first &+ index < 4160 { window[index] = block[first &+ index] }
    putBack(&window, from: address &- UInt64(SiteEvidence.before))
    let inside = address &- code.lowerBound
    let missing = inside < UInt64(SiteEvidence.before) ? SiteEvidence.before &- Int(inside) : 0
    switch SiteEvidence.judge(window, missing: missing) {
    case .none: return nil
    case .unclear: return gap(.unclearSite, address)
    case .call(let number):
      let refusal = isSettled ? SitePatches.patchFound(address, in: code) : .unsettled
      if refusal == nil || number.map({ mayPass($0) }) == true { return nil }
      return gap(.refusedSite, address)
    }
  }

  /// Whether nothing is lost where the call `number` passes the resident by: the host alone answers it, or ends the process,
  /// and knows a 64-bit thread's robust list itself.
  private static func mayPass(_ number: UInt32) -> Bool {
    let exitGroup: UInt32 = 231
    return number == exitGroup || Dispatch.isHosts(number)
  }

  /// Reads jumps of ours as what stood there.
  private static func putBack(_ window: inout SiteEvidence.Window, from start: UInt64) {
    for index in 0..<SiteTable.end {
      let site = SiteTable[index]
      if !site.isActive || site.address &+ 5 <= start || site.address >= start &+ 64 { continue }
      for byte in 0..<5 {
        let place = site.address &+ UInt64(byte) &- start
        if place < 64 { window[Int(place)] = site.original[byte] }
      }
    }
  }

  private static func gap(_ gap: Gap, _ address: UInt64) -> Gap {
    gapAddress = address
    return gap
  }
}
