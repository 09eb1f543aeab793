import Testing

@testable import ResidentHosted

/// A map beside a model of it, one truth value a page.
private final class ModelledMap {
  static let pageCount = 1 << 20
  private let storage: UnsafeMutablePointer<UInt64>
  private let map: GuestMap
  private(set) var taken: [Bool]

  init() {
    storage = .allocate(capacity: GuestMap.storageCount)
    storage.initialize(repeating: 0, count: GuestMap.storageCount)
    map = GuestMap(storage: storage)
    taken = Array(repeating: false, count: ModelledMap.pageCount)
  }

  deinit { storage.deallocate() }

  /// Lends the map while its memory lives.
  func ask<Answer>(_ question: (GuestMap) -> Answer) -> Answer {
    defer { withExtendedLifetime(self) {} }
    return question(map)
  }

  func take(_ range: Range<Int>) {
    map.take(page: UInt64(range.lowerBound), count: UInt64(range.count))
    for page in range { taken[page] = true }
  }

  func free(_ range: Range<Int>) {
    map.free(page: UInt64(range.lowerBound), count: UInt64(range.count))
    for page in range { taken[page] = false }
  }

  func highest(_ count: Int, _ low: Int, _ high: Int) -> UInt64? {
    runs(low, high).last { $0.count >= count }.map { UInt64($0.upperBound - count) }
  }

  func lowest(_ count: Int, _ low: Int, _ high: Int) -> UInt64? {
    runs(low, high).first { $0.count >= count }.map { UInt64($0.lowerBound) }
  }

  /// The free runs between two pages.
  private func runs(_ low: Int, _ high: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var page = low
    while page < high {
      if taken[page] {
        page += 1
        continue
      }
      let start = page
      while page < high && !taken[page] { page += 1 }
      runs.append(start..<page)
    }
    return runs
  }

  /// Asks both the same.
  func compare(_ count: Int, _ low: Int, _ high: Int) {
    let (n, l, h) = (UInt64(count), UInt64(low), UInt64(high))
    let question = "\(count) pages from \(low) to \(high)"
    #expect(map.highestRun(of: n, from: l, to: h) == highest(count, low, high), "highest \(question)")
    #expect(map.lowestRun(of: n, from: l, to: h) == lowest(count, low, high), "lowest \(question)")
  }
}

@Suite("A map of the guest's pages")
struct GuestMapTests {
  private typealias Model = ModelledMap
  private static let end = ModelledMap.pageCount

  @Test(arguments: [1, 2, 3])
  func `answers as its model does after random changes`(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let model = Model()
    // All that happens lies in a window, so that the model is fast; it crosses words of the summary.
    let window = 0x3f00..<0x9100
    model.take(0..<0x100)
    for _ in 0..<400 {
      let size = [1, 3, 64, 700, 4096, 9000].randomElement(using: &random)!
      let start = Int.random(in: window, using: &random)
      let range = start..<min(start + Int.random(in: 1...size, using: &random), window.upperBound)
      if Bool.random(using: &random) { model.take(range) } else { model.free(range) }
      let low = Int.random(in: window, using: &random)
      let high = Int.random(in: low..<window.upperBound, using: &random)
      let count = Int.random(in: 1...size, using: &random)
      model.compare(count, low, high)
      let page = Int.random(in: window, using: &random)
      #expect(model.ask { $0.isTaken(page: UInt64(page)) } == model.taken[page])
      let isFree = !model.taken[low..<high].contains(true)
      #expect(model.ask { $0.isFree(page: UInt64(low), count: UInt64(high - low)) } == isFree)
      let next = model.taken[low..<high].firstIndex(of: true) ?? high
      #expect(model.ask { $0.nextTaken(from: UInt64(low), below: UInt64(high)) } == UInt64(next))
      let last = model.taken[low..<high].lastIndex(of: true).map { $0 + 1 } ?? low
      #expect(model.ask { $0.lastTaken(below: UInt64(high), from: UInt64(low)) } == UInt64(last))
      let free = model.taken[low..<high].firstIndex(of: false) ?? high
      #expect(model.ask { $0.nextFree(from: UInt64(low), below: UInt64(high)) } == UInt64(free))
    }
  }

  @Test func `holds its first and its last page`() {
    let model = Model()
    model.take(0..<1)
    model.take(Self.end - 1..<Self.end)
    for page in [0, 1, Self.end - 2, Self.end - 1] {
      #expect(model.ask { $0.isTaken(page: UInt64(page)) } == model.taken[page])
    }
    #expect(model.ask { $0.nextTaken(from: 1, below: UInt64(Self.end)) } == UInt64(Self.end - 1))
    #expect(model.ask { $0.lastTaken(below: UInt64(Self.end - 1), from: 0) } == 1)
    model.compare(1, 0, Self.end)
    model.compare(Self.end - 2, 0, Self.end)
    model.compare(Self.end - 1, 0, Self.end)
    model.free(0..<1)
    model.compare(Self.end - 1, 0, Self.end)
    #expect(!model.ask { $0.isTaken(page: UInt64(Self.end)) })
  }

  @Test func `that is empty or full gives everything or nothing`() {
    let model = Model()
    model.compare(Self.end, 0, Self.end)
    model.take(0..<Self.end)
    model.compare(1, 0, Self.end)
    #expect(model.ask { $0.nextFree(from: 0, below: UInt64(Self.end)) } == UInt64(Self.end))
    model.free(77_777..<77_778)
    model.compare(1, 0, Self.end)
    model.compare(2, 0, Self.end)
  }

  @Test(arguments: [63, 64, 65, 127, 128, 4095, 4096, 4097, 8191, 8192])
  func `finds runs that begin and end at the edges of words`(edge: Int) {
    let model = Model()
    model.take(0..<0x5000)
    model.free(edge..<edge + 64)
    for count in [1, 63, 64, 65] { model.compare(count, 0, 0x5000) }
    model.free(edge..<edge + 4096)
    for count in [1, 4095, 4096, 4097] { model.compare(count, 0, 0x5000) }
    model.compare(64, edge + 1, edge + 65)
    model.compare(65, edge + 1, edge + 65)
  }

  @Test func `knows which pages belong to a mapping that grows`() {
    let model = Model()
    model.ask { map in
      map.take(page: 100, count: 100, growsDown: true)
      map.take(page: 150, count: 10)
      map.free(page: 190, count: 20)
    }
    for (page, grows) in [(99, false), (100, true), (149, true), (150, false), (160, true), (190, false)] {
      #expect(model.ask { $0.growsDown(page: UInt64(page)) } == grows)
    }
  }

  @Test func `ignores what lies beyond its end`() {
    let model = Model()
    model.ask { $0.take(page: UInt64(Self.end - 2), count: 1000) }
    #expect(model.ask { $0.isTaken(page: UInt64(Self.end - 1)) })
    #expect(model.ask { $0.highestRun(of: 1, from: 0, to: UInt64(Self.end)) } == UInt64(Self.end - 3))
  }
}

/// Random numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
