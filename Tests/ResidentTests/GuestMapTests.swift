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

  func highest(_ count: Int, _ low: Int, _ high: Int, _ alignment: Int) -> UInt64? {
    runs(low, high).reversed().lazy.compactMap { run -> UInt64? in
      let candidate = (run.upperBound - count) / alignment * alignment
      return run.count >= count && candidate >= run.lowerBound ? UInt64(candidate) : nil
    }.first
  }

  func lowest(_ count: Int, _ low: Int, _ high: Int, _ alignment: Int) -> UInt64? {
    runs(low, high).lazy.compactMap { run -> UInt64? in
      let candidate = (run.lowerBound + alignment - 1) / alignment * alignment
      return candidate + count <= run.upperBound ? UInt64(candidate) : nil
    }.first
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
  func compare(_ count: Int, _ low: Int, _ high: Int, _ alignment: Int = 1) {
    let (n, l, h, a) = (UInt64(count), UInt64(low), UInt64(high), UInt64(alignment))
    let question = "\(count) pages from \(low) to \(high) on \(alignment)"
    #expect(
      map.highestRun(of: n, from: l, to: h, alignment: a) == highest(count, low, high, alignment), "highest \(question)"
    )
    #expect(
      map.lowestRun(of: n, from: l, to: h, alignment: a) == lowest(count, low, high, alignment), "lowest \(question)")
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
      model.compare(count, low, high, [2, 16, 512, 1024].randomElement(using: &random)!)
      let page = Int.random(in: window, using: &random)
      #expect(model.ask { $0.isTaken(page: UInt64(page)) } == model.taken[page])
      let isFree = !model.taken[low..<high].contains(true)
      #expect(model.ask { $0.isFree(page: UInt64(low), count: UInt64(high - low)) } == isFree)
      let next = model.taken[low..<high].firstIndex(of: true) ?? high
      #expect(model.ask { $0.nextTaken(from: UInt64(low), below: UInt64(high)) } == UInt64(next))
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
    for alignment in [2, 64, 512, 4096] { model.compare(100, 0, 0x5000, alignment) }
    model.compare(64, edge + 1, edge + 65)
    model.compare(65, edge + 1, edge + 65)
  }

  @Test func `passes an aligned run over that does not fit below the limit`() {
    let model = Model()
    model.take(0..<0x1000)
    model.free(0x3ff..<0x7ff)
    model.compare(0x400, 0, 0x1000, 0x400)
    model.compare(0x3ff, 0, 0x1000, 0x400)
    model.free(0x201..<0x240)
    model.compare(0x20, 0, 0x300, 0x20)
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
