/// How much of what the kernel counts of a process is the resident's, in KiB.
struct ResidentShare {
  var size: UInt64 = 0
  var resident: UInt64 = 0
  var anonymous: UInt64 = 0
  var locked: UInt64 = 0
  var swapped: UInt64 = 0
  var data: UInt64 = 0
  var stack: UInt64 = 0
  var code: UInt64 = 0
  /// Where the guest's last mapping ends.
  private(set) var end: UInt64 = 0

  /// Nothing.
  init() {}

  /// Adds up what `smaps` of a process says of mappings that its guest does not see.
  init(of process: UInt64, isWide: Bool) {
    let stretches = HiddenStretches(of: process)
    var lines = ProcessFile(ProcessFile.path(of: process, "smaps"))
    var isHidden = false
    var (size, isData, isCode): (UInt64, Bool, Bool) = (0, false, false)
    var line = ProcessLine()
    while lines.next(&line) {
      if let range = line.addressRange {
        isHidden = ResidentShare.hides(line, range, stretches, isWide: isWide)
        if !isHidden { end = range.upperBound }
        size = (range.upperBound &- range.lowerBound) / 1024
        (isData, isCode) = (line.isData, line.isCode)
      }
      if !isHidden { continue }
      if line.starts(with: "VmFlags:") {
        let growsDown = line.contains(" gd")
        self.size &+= size
        if growsDown { stack &+= size } else if isData { data &+= size } else if isCode { code &+= size }
      } else if let digits = line.digits() {
        let value = line.value(digits)
        if line.starts(with: "Rss:") {
          resident &+= value
        } else if line.starts(with: "Anonymous:") {
          anonymous &+= value
        } else if line.starts(with: "Locked:") {
          locked &+= value
        } else if line.starts(with: "Swap:") {
          swapped &+= value
        }
      }
    }
  }

  /// Adds up what `stat` and `statm` need, by the pages of those mappings alone.
  ///
  /// Programs read these ten times a second, and for `smaps` the kernel walks all the guest's memory. A stack counts as data.
  /// Gives nil where the kernel cannot say which pages there are, as before Linux 6.7.
  init?(sizesOf process: UInt64, isWide: Bool) {
    var path = ProcessFile.path(of: process, "pagemap")
    guard let pages = path.withText({ text in try? HostFile(path: text) }) else { return nil }
    let stretches = HiddenStretches(of: process)
    var lines = ProcessFile(ProcessFile.path(of: process, "maps"))
    var line = ProcessLine()
    while lines.next(&line) {
      guard let range = line.addressRange, ResidentShare.hides(line, range, stretches, isWide: isWide) else { continue }
      let size = (range.upperBound &- range.lowerBound) / 1024
      self.size &+= size
      // Each thread's stack grows down, and so do its guard pages, which nobody may touch.
      if line.isData || line.isClosed { data &+= size } else if line.isCode { code &+= size }
      // What the kernel's vDSO reads is memory that counts for nobody.
      if line.contains("[vvar") { continue }
      var scan = PageScan(range)
      while let region = scan.next(in: pages) {
        let size = (region.end &- region.start) / 1024
        if region.kinds & PageScan.present != 0 {
          resident &+= size
          if region.kinds & PageScan.file == 0 { anonymous &+= size }
        } else {
          swapped &+= size
        }
      }
      if scan.hasFailed { return nil }
    }
  }

  private static func hides(
    _ line: borrowing ProcessLine, _ range: Range<UInt64>, _ stretches: borrowing HiddenStretches, isWide: Bool
  ) -> Bool {
    // The kernel's own page for calls of old is nobody's.
    if range.lowerBound >= 1 << 63 { return false }
    if stretches.contain(range.lowerBound) { return true }
    if range.lowerBound == 0 && PageZero.isAllowed && line.isPageZero { return true }
    return isWide ? HostSpace.isResident(range.lowerBound) : range.lowerBound >= I386.addressLimit
  }
}

extension ProcessLine {
  fileprivate var isData: Bool { permission(1) == 0x77 && permission(3) == 0x70 }
  fileprivate var isClosed: Bool { permission(0) == 0x2d && permission(1) == 0x2d && permission(2) == 0x2d }
  fileprivate var isCode: Bool { permission(2) == 0x78 && permission(1) != 0x77 }
}

/// Which pages of a mapping there are: the kernel's `PAGEMAP_SCAN`.
private struct PageScan: ~Copyable {
  static var file: UInt64 { 1 << 2 }
  static var present: UInt64 { 1 << 3 }
  private static var swapped: UInt64 { 1 << 4 }
  private static var isZero: UInt64 { 1 << 5 }
  private static var most: Int { 16 }

  private var request: PageScanRequest
  private var regions = InlineArray<16, PageRegion>(repeating: PageRegion())
  private var (position, filled) = (0, 0)
  private(set) var hasFailed = false

  init(_ range: Range<UInt64>) {
    request = PageScanRequest()
    (request.start, request.end) = (range.lowerBound, range.upperBound)
    request.regionCount = UInt64(PageScan.most)
    // Pages of zeros that nobody has written count for nobody.
    (request.inverted, request.mask) = (PageScan.isZero, PageScan.isZero)
    request.anyOf = PageScan.present | PageScan.swapped
    request.returned = PageScan.present | PageScan.swapped | PageScan.file
  }

  /// The next pages that are alike; nil behind the last, or where the kernel cannot say.
  mutating func next(in pages: borrowing HostFile) -> PageRegion? {
    while position == filled {
      if hasFailed || request.start >= request.end { return nil }
      let scan: UInt64 = 0xc060_6610
      let descriptor = UInt64(UInt32(bitPattern: pages.descriptor))
      var (request, regions) = (request, regions)
      let count = try? unsafe withUnsafeMutablePointer(to: &regions) { room throws(Errno) -> Int64 in
        request.regions = UInt64(UInt(bitPattern: room))
        return try Host.lending(&request) { place throws(Errno) in try Host.call(.ioctl, descriptor, scan, place) }
      }
      guard let count, request.walkEnd > request.start else {
        hasFailed = true
        return nil
      }
      self.regions = regions
      self.request.start = request.walkEnd
      (position, filled) = (0, Int(count))
    }
    position &+= 1
    return regions[position &- 1]
  }
}

/// The kernel's `struct pm_scan_arg`.
private struct PageScanRequest: BitwiseCopyable {
  var size: UInt64 = 96
  var flags: UInt64 = 0
  var start: UInt64 = 0
  var end: UInt64 = 0
  var walkEnd: UInt64 = 0
  var regions: UInt64 = 0
  var regionCount: UInt64 = 0
  var mostPages: UInt64 = 0
  var inverted: UInt64 = 0
  var mask: UInt64 = 0
  var anyOf: UInt64 = 0
  var returned: UInt64 = 0
}

/// The kernel's `struct page_region`: pages from `start` up to `end` that are of the same kinds.
private struct PageRegion: BitwiseCopyable {
  var start: UInt64 = 0
  var end: UInt64 = 0
  var kinds: UInt64 = 0
}
