extension GuestMap {
  /// The highest run of `count` free pages that starts at `low` or above and ends at or below `high`; nil where there
  /// is none.
  func highestRun(of count: UInt64, from low: UInt64, to high: UInt64) -> UInt64? {
    var search = RunSearch(map: self, count: max(count, 1), low: low, high: min(high, GuestMap.pageCount))
    return search.highest(in: 1, first: 0, size: GuestMap.pageCount)
  }

  /// The lowest one.
  func lowestRun(of count: UInt64, from low: UInt64, to high: UInt64) -> UInt64? {
    var search = RunSearch(map: self, count: max(count, 1), low: low, high: min(high, GuestMap.pageCount))
    return search.lowest(in: 1, first: 0, size: GuestMap.pageCount)
  }
}

/// A search for a run of free pages, from node to node of the tree: from the top down, or from the bottom up.
private struct RunSearch {
  let map: GuestMap
  let count: UInt64
  let low: UInt64
  let high: UInt64
  /// Free pages between the last node and this one, which belong to a run that this one may go on with.
  private var carry: UInt64 = 0

  init(map: GuestMap, count: UInt64, low: UInt64, high: UInt64) {
    self.map = map
    self.count = count
    self.low = low
    self.high = high
  }

  /// What a stretch wholly inside the limits comes to: the run is found, or is not in it, or may be in a part of it.
  private enum Verdict {
    case found(UInt64)
    case absent
    case perhaps
  }

  private mutating func judgeFromAbove(_ runs: FreeRuns, end: UInt64, size: UInt64) -> Verdict {
    if carry &+ runs.suffix >= count { return .found(end &+ carry &- count) }
    if runs.longest >= count { return .perhaps }
    carry = runs.prefix == size ? carry &+ size : runs.prefix
    return .absent
  }

  private mutating func judgeFromBelow(_ runs: FreeRuns, start: UInt64, size: UInt64) -> Verdict {
    if carry &+ runs.prefix >= count { return .found(start &- carry) }
    if runs.longest >= count { return .perhaps }
    carry = runs.suffix == size ? carry &+ size : runs.suffix
    return .absent
  }

  mutating func highest(in node: Int, first: UInt64, size: UInt64) -> UInt64? {
    let end = first &+ size
    if first >= high || end <= low { return nil }
    if first >= low && end <= high {
      switch judgeFromAbove(map.runs(of: node, size: size), end: end, size: size) {
      case .found(let page): return page
      case .absent: return nil
      case .perhaps: break
      }
    }
    if size == GuestMap.leafPages { return highest(from: max(first, low), to: min(end, high)) }
    let half = size / 2
    return highest(in: 2 &* node &+ 1, first: first &+ half, size: half)
      ?? highest(in: 2 &* node, first: first, size: half)
  }

  /// In a leaf, a word at a time.
  private mutating func highest(from start: UInt64, to end: UInt64) -> UInt64? {
    var end = end
    while end > start {
      let word = max((end &- 1) & ~63, start)
      if end &- word == 64 {
        switch judgeFromAbove(map.runs(inWordAt: word), end: end, size: 64) {
        case .found(let page): return page
        case .absent:
          end = word
          continue
        case .perhaps: break
        }
      }
      if let page = highestRun(from: word, to: end) { return page }
      end = word
    }
    return nil
  }

  /// In a part of a word, a run at a time.
  private mutating func highestRun(from start: UInt64, to end: UInt64) -> UInt64? {
    var end = end
    while true {
      let runStart = map.lastTaken(below: end, from: start)
      if end &- runStart &+ carry >= count { return end &+ carry &- count }
      if runStart == start {
        carry &+= end &- start
        return nil
      }
      carry = 0
      end = map.lastFree(below: runStart, from: start)
      if end == start { return nil }
    }
  }

  mutating func lowest(in node: Int, first: UInt64, size: UInt64) -> UInt64? {
    let end = first &+ size
    if first >= high || end <= low { return nil }
    if first >= low && end <= high {
      switch judgeFromBelow(map.runs(of: node, size: size), start: first, size: size) {
      case .found(let page): return page
      case .absent: return nil
      case .perhaps: break
      }
    }
    if size == GuestMap.leafPages { return lowest(from: max(first, low), to: min(end, high)) }
    let half = size / 2
    return lowest(in: 2 &* node, first: first, size: half)
      ?? lowest(in: 2 &* node &+ 1, first: first &+ half, size: half)
  }

  private mutating func lowest(from start: UInt64, to end: UInt64) -> UInt64? {
    var start = start
    while start < end {
      let wordEnd = min((start | 63) &+ 1, end)
      if wordEnd &- start == 64 {
        switch judgeFromBelow(map.runs(inWordAt: start), start: start, size: 64) {
        case .found(let page): return page
        case .absent:
          start = wordEnd
          continue
        case .perhaps: break
        }
      }
      if let page = lowestRun(from: start, to: wordEnd) { return page }
      start = wordEnd
    }
    return nil
  }

  private mutating func lowestRun(from start: UInt64, to end: UInt64) -> UInt64? {
    var start = start
    while true {
      let runEnd = map.nextTaken(from: start, below: end)
      if runEnd &- start &+ carry >= count { return start &- carry }
      if runEnd == end {
        carry &+= end &- start
        return nil
      }
      carry = 0
      start = map.nextFree(from: runEnd, below: end)
      if start == end { return nil }
    }
  }
}
