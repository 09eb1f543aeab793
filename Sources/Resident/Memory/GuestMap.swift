/// Which pages below 4 GiB are taken.
///
/// The host's kernel does not place mappings there for a 64-bit task, so the resident chooses the addresses that a
/// 32-bit kernel would choose.
///
/// One bit a page, another for pages of mappings that grow downwards, and above them a binary tree of what is free in
/// 512 pages, in 1024, and so on, so that a search looks at no more than one stretch of each size. All in memory that
/// `fork` copies and `vfork` shares, as the mappings themselves. The caller holds the map's lock.
struct GuestMap {
  /// Words of memory that a map needs, all zero at first.
  static var storageCount: Int { 2 &* wordCount &+ 2 &* leafCount }
  static var pageSize: UInt64 { 4096 }
  static var pageCount: UInt64 { UInt64(wordCount) &* 64 }
  static var leafPages: UInt64 { 512 }
  private static var wordCount: Int { 16_384 }
  private static var leafCount: Int { 2048 }

  private let words: UnsafeMutablePointer<UInt64>
  private let growing: UnsafeMutablePointer<UInt64>
  /// The root is at 1, the children of `i` at `2 i` and `2 i + 1`, the leaves from `leafCount` on.
  private let tree: UnsafeMutablePointer<UInt64>

  /// A view of the map in `storage`.
  ///
  /// It is a view, since a value of this size would be copied with every look at it.
  init(storage: UnsafeMutablePointer<UInt64>) {
    unsafe words = storage
    unsafe growing = storage + GuestMap.wordCount
    unsafe tree = storage + 2 &* GuestMap.wordCount
  }

  /// Marks `count` pages from `page` on as taken, by a mapping that grows downwards or by one that does not.
  func take(page: UInt64, count: UInt64, growsDown: Bool = false) {
    change(page: page, count: count, taken: true, growsDown: growsDown)
  }

  /// Marks them as free.
  func free(page: UInt64, count: UInt64) { change(page: page, count: count, taken: false, growsDown: false) }

  private func change(page: UInt64, count: UInt64, taken: Bool, growsDown: Bool) {
    let end = min(page &+ min(count, GuestMap.pageCount), GuestMap.pageCount)
    if page >= end { return }
    var at = page
    while at < end {
      let word = Int(at >> 6)
      let first = at & 63
      let bits = min(64 &- first, end &- at)
      let mask: UInt64 = (bits == 64 ? ~0 : ((1 as UInt64) << bits) &- 1) << first
      if taken { unsafe words[word] |= mask } else { unsafe words[word] &= ~mask }
      // Most memory never holds a page that grows: it stays untouched, and `fork` need not copy it.
      if growsDown {
        unsafe growing[word] |= mask
      } else if unsafe growing[word] & mask != 0 {
        unsafe growing[word] &= ~mask
      }
      at &+= bits
    }
    summarize(firstLeaf: Int(page / GuestMap.leafPages), lastLeaf: Int((end &- 1) / GuestMap.leafPages))
  }

  /// Brings the tree up to date above some leaves, as far up as anything changes.
  private func summarize(firstLeaf: Int, lastLeaf: Int) {
    var size = GuestMap.leafPages
    var (first, last) = (GuestMap.leafCount &+ firstLeaf, GuestMap.leafCount &+ lastLeaf)
    var isChanged = false
    for node in first...last {
      isChanged = set(node, leafRuns(node &- GuestMap.leafCount), size: size) || isChanged
    }
    while first > 1 && isChanged {
      first /= 2
      last /= 2
      size &*= 2
      isChanged = false
      let half = size / 2
      for node in first...last {
        let both = FreeRuns(runs(of: 2 &* node, size: half), runs(of: 2 &* node &+ 1, size: half), half: half)
        isChanged = set(node, both, size: size) || isChanged
      }
    }
  }

  private func set(_ node: Int, _ runs: FreeRuns, size: UInt64) -> Bool {
    let packed = runs.packed(size: size)
    if unsafe tree[node] == packed { return false }
    unsafe tree[node] = packed
    return true
  }

  private func leafRuns(_ leaf: Int) -> FreeRuns {
    var runs = FreeRuns.none
    var run: UInt64 = 0
    var isPrefix = true
    for word in leaf &* 8..<leaf &* 8 &+ 8 {
      let taken = unsafe words[word]
      if taken == 0 {
        run &+= 64
        continue
      }
      run &+= UInt64(taken.trailingZeroBitCount)
      if isPrefix { runs.prefix = run }
      isPrefix = false
      runs.longest = max(runs.longest, run)
      if taken != ~0 { runs.longest = max(runs.longest, FreeRuns.longestRun(in: ~taken)) }
      run = UInt64(taken.leadingZeroBitCount)
    }
    runs.suffix = run
    if isPrefix { runs.prefix = run }
    runs.longest = max(runs.longest, run)
    return runs
  }

  /// What is free in the `size` pages below a node of the tree.
  func runs(of node: Int, size: UInt64) -> FreeRuns { unsafe FreeRuns(packed: tree[node], size: size) }

  /// What is free in the 64 pages from `page` on.
  func runs(inWordAt page: UInt64) -> FreeRuns {
    let taken = unsafe words[Int(page >> 6)]
    return FreeRuns(
      prefix: UInt64(taken.trailingZeroBitCount), suffix: UInt64(taken.leadingZeroBitCount),
      longest: FreeRuns.longestRun(in: ~taken))
  }

  /// Whether the page is taken.
  func isTaken(page: UInt64) -> Bool {
    if page >= GuestMap.pageCount { return false }
    return unsafe words[Int(page >> 6)] & (1 << (page & 63)) != 0
  }

  /// Whether a mapping that grows downwards has the page.
  func growsDown(page: UInt64) -> Bool {
    if page >= GuestMap.pageCount { return false }
    return unsafe growing[Int(page >> 6)] & (1 << (page & 63)) != 0
  }

  /// How many of the `count` pages from `page` on are like the first one, growing downwards or not.
  func growthRun(from page: UInt64, count: UInt64) -> UInt64 {
    let end = min(page &+ count, GuestMap.pageCount)
    let grows = growsDown(page: page)
    var at = page
    while at < end {
      let bits = unsafe (grows ? ~growing[Int(at >> 6)] : growing[Int(at >> 6)]) >> (at & 63)
      if bits != 0 { return min(at &+ UInt64(bits.trailingZeroBitCount), end) &- page }
      at = (at | 63) &+ 1
    }
    return count
  }

  /// Whether all of `count` pages from `page` on are free.
  func isFree(page: UInt64, count: UInt64) -> Bool {
    nextTaken(from: page, below: page &+ count) == page &+ count
  }

  /// The first taken page at or above `page`; `limit` where none is below that.
  func nextTaken(from page: UInt64, below limit: UInt64) -> UInt64 {
    var page = page
    let limit = min(limit, GuestMap.pageCount)
    while page < limit {
      let untaken = page % GuestMap.leafPages == 0 ? freeStretch(at: page, goesUp: true) : 0
      if untaken > 0 {
        page &+= untaken
        continue
      }
      let word = unsafe words[Int(page >> 6)] >> (page & 63)
      if word != 0 { return min(page &+ UInt64(word.trailingZeroBitCount), limit) }
      page = (page | 63) &+ 1
    }
    return limit
  }

  /// The first free page at or above `page`; `limit` where none is below that.
  func nextFree(from page: UInt64, below limit: UInt64) -> UInt64 {
    var page = page
    let limit = min(limit, GuestMap.pageCount)
    while page < limit {
      if page % GuestMap.leafPages == 0, runs(of: leafNode(of: page), size: GuestMap.leafPages).longest == 0 {
        page &+= GuestMap.leafPages
        continue
      }
      let word = unsafe ~words[Int(page >> 6)] >> (page & 63)
      if word != 0 { return min(page &+ UInt64(word.trailingZeroBitCount), limit) }
      page = (page | 63) &+ 1
    }
    return limit
  }

  /// The page after the last taken one below `end`; `limit` where none is at or above that.
  func lastTaken(below end: UInt64, from limit: UInt64) -> UInt64 {
    var end = end
    while end > limit {
      let untaken = end % GuestMap.leafPages == 0 ? freeStretch(at: end &- GuestMap.leafPages, goesUp: false) : 0
      if untaken > 0 {
        end &-= untaken
        continue
      }
      let page = end &- 1
      let word = unsafe words[Int(page >> 6)] << (63 &- (page & 63))
      if word != 0 { return max(end &- UInt64(word.leadingZeroBitCount), limit) }
      end = page & ~63
    }
    return limit
  }

  /// The page after the last free one below `end`; `limit` where none is at or above that.
  func lastFree(below end: UInt64, from limit: UInt64) -> UInt64 {
    var end = end
    while end > limit {
      let page = end &- 1
      let word = unsafe ~words[Int(page >> 6)] << (63 &- (page & 63))
      if word != 0 { return max(end &- UInt64(word.leadingZeroBitCount), limit) }
      end = page & ~63
    }
    return limit
  }

  /// How many pages are free together, by the tree alone: upwards from the leaf that begins at `page`, or downwards from its
  /// end; 0 where that leaf has a taken one.
  private func freeStretch(at page: UInt64, goesUp: Bool) -> UInt64 {
    var node = leafNode(of: page)
    if unsafe tree[node] != 0 { return 0 }
    var size = GuestMap.leafPages
    // A node's left child begins where it does, and its right one ends there.
    while node > 1, node & 1 == (goesUp ? 0 : 1), unsafe tree[node / 2] == 0 {
      node /= 2
      size &*= 2
    }
    return size
  }

  private func leafNode(of page: UInt64) -> Int { GuestMap.leafCount &+ Int(page / GuestMap.leafPages) }
}
