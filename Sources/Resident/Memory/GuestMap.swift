/// Which pages below 4 GiB are taken.
///
/// The host's kernel does not place mappings there for a 64-bit task, so the resident chooses the addresses that a
/// 32-bit kernel would choose.
///
/// One bit a page, and one summary bit for each 64 pages that are all taken; in memory that `fork` copies and `vfork`
/// shares, as the mappings themselves. The caller holds the map's lock.
struct GuestMap {
  /// Words of memory that a map needs, all zero at first.
  static var storageCount: Int { wordCount + wordCount / 64 }
  static var pageSize: UInt64 { 4096 }
  private static var wordCount: Int { 16_384 }

  private let words: UnsafeMutablePointer<UInt64>
  private let full: UnsafeMutablePointer<UInt64>

  /// A view of the map in `storage`.
  ///
  /// It is a view, since a value of this size would be copied with every look at it.
  init(storage: UnsafeMutablePointer<UInt64>) {
    unsafe words = storage
    unsafe full = storage + GuestMap.wordCount
  }

  /// Marks `count` pages from `page` on as taken.
  func take(page: UInt64, count: UInt64) { change(page: page, count: count, taken: true) }

  /// Marks them as free.
  func free(page: UInt64, count: UInt64) { change(page: page, count: count, taken: false) }

  private func change(page: UInt64, count: UInt64, taken: Bool) {
    var page = page
    let end = min(page &+ count, UInt64(GuestMap.wordCount * 64))
    while page < end {
      let word = Int(page >> 6)
      let first = page & 63
      let bits = min(64 &- first, end &- page)
      let mask: UInt64 = (bits == 64 ? ~0 : ((1 as UInt64) << bits) &- 1) << first
      if taken { unsafe words[word] |= mask } else { unsafe words[word] &= ~mask }
      let bit: UInt64 = 1 << UInt64(word & 63)
      if unsafe words[word] == ~0 { unsafe full[word >> 6] |= bit } else { unsafe full[word >> 6] &= ~bit }
      page &+= bits
    }
  }

  /// Whether the page is taken.
  func isTaken(page: UInt64) -> Bool {
    if page >= UInt64(GuestMap.wordCount * 64) { return false }
    return unsafe words[Int(page >> 6)] & (1 << (page & 63)) != 0
  }

  /// Whether all of `count` pages from `page` on are free.
  func isFree(page: UInt64, count: UInt64) -> Bool {
    nextTaken(from: page, below: page &+ count) == page &+ count
  }

  /// The highest run of `count` free pages that starts at `low` or above and ends at or below `high`, on a multiple of
  /// `alignment` pages; nil where there is none.
  func highestRun(of count: UInt64, from low: UInt64, to high: UInt64, alignment: UInt64 = 1) -> UInt64? {
    var end = high
    while true {
      guard let top = lastFree(below: end, from: low) else { return nil }
      // As much of the run of free pages that ends with `top` as could be needed.
      let wanted = top &+ 1 &- min(count &+ alignment, top &+ 1)
      let start = runStart(endingAt: top, from: max(low, wanted))
      if top &+ 1 &- start >= count {
        let candidate = (top &+ 1 &- count) / alignment &* alignment
        if candidate >= start { return candidate }
      }
      if start <= low { return nil }
      end = start
    }
  }

  /// The lowest run of `count` free pages at or above `low` that ends at or below `high`.
  func lowestRun(of count: UInt64, from low: UInt64, to high: UInt64, alignment: UInt64 = 1) -> UInt64? {
    var page = low
    while page < high {
      page = nextFree(from: page, below: high)
      let end = nextTaken(from: page, below: high)
      let candidate = (page &+ alignment &- 1) / alignment &* alignment
      if candidate < end && end &- candidate >= count { return candidate }
      page = end
    }
    return nil
  }

  /// The first taken page at or above `page`; `limit` where none is below that.
  func nextTaken(from page: UInt64, below limit: UInt64) -> UInt64 {
    var page = page
    while page < limit {
      let word = unsafe words[Int(page >> 6)] >> (page & 63)
      if word != 0 { return min(page &+ UInt64(word.trailingZeroBitCount), limit) }
      page = (page | 63) &+ 1
    }
    return limit
  }

  /// The first free page at or above `page`; `limit` where none is below that.
  func nextFree(from page: UInt64, below limit: UInt64) -> UInt64 {
    var page = page
    while page < limit {
      if page & 0xfff == 0, unsafe full[Int(page >> 12)] == ~0 {
        page &+= 0x1000
        continue
      }
      let word = unsafe ~words[Int(page >> 6)] >> (page & 63)
      if word != 0 { return min(page &+ UInt64(word.trailingZeroBitCount), limit) }
      page = (page | 63) &+ 1
    }
    return limit
  }

  /// The highest free page below `end`.
  private func lastFree(below end: UInt64, from low: UInt64) -> UInt64? {
    var end = end
    while end > low {
      let page = end &- 1
      if page & 0xfff == 0xfff, unsafe full[Int(page >> 12)] == ~0 {
        end &-= 0x1000
        continue
      }
      let word = unsafe ~words[Int(page >> 6)] << (63 &- (page & 63))
      if word != 0 {
        let found = page &- UInt64(word.leadingZeroBitCount)
        return found >= low ? found : nil
      }
      end = page & ~63
    }
    return nil
  }

  /// The first page of the free run that ends with the free page `last`.
  private func runStart(endingAt last: UInt64, from low: UInt64) -> UInt64 {
    var page = last
    while true {
      let word = unsafe words[Int(page >> 6)] << (63 &- (page & 63))
      if word != 0 { return max(page &- UInt64(word.leadingZeroBitCount) &+ 1, low) }
      if page | 63 == 63 || page & ~63 <= low { return max(page & ~63, low) }
      page = (page & ~63) &- 1
    }
  }
}
