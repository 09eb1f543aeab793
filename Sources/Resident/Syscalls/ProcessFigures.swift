import ResidentSupport

/// What a guest wants of the signals that the host never blocks or ignores: the host's own words on them are the resident's.
struct KeptSignalSets {
  var blocked = SignalSet()
  var ignored = SignalSet()
  var caught = SignalSet()

  /// Looks into the block of thread `task`, and the actions of its process; nil where that may not be.
  init?(process: UInt64, task: UInt64) {
    guard let other = OtherThread(task: task, of: process) else { return nil }
    let size = MemoryLayout<SignalActions>.size
    guard let room = try? HostMemory(size: UInt64(size)) else { return nil }
    let (thread, actions) = unsafe (other.thread, room.pointer.assumingMemoryBound(to: SignalActions.self))
    let list = unsafe UInt64(UInt(bitPattern: thread.pointee.actions))
    if !OtherMemory.read(process, list, to: room.address, size: size) { return nil }
    let mask = unsafe thread.pointee.hasTemporaryMask ? thread.pointee.temporaryMask : thread.pointee.signalMask
    blocked = SignalSet(rawValue: mask.rawValue & SignalSet.needed.rawValue)
    add(Signal.segmentation, unsafe actions.pointee[Signal.segmentation])
    add(Signal.bus, unsafe actions.pointee[Signal.bus])
    add(Signal.system, unsafe actions.pointee[Signal.system])
  }

  private mutating func add(_ signal: Int32, _ action: SignalAction) {
    if action.isIgnored { ignored = ignored.union(SignalSet(signal)) }
    if action.hasHandler { caught = caught.union(SignalSet(signal)) }
  }
}

/// The figures of a process in `/proc`, as they are without the resident.
struct ProcessFigures {
  /// The files that have some.
  enum File {
    case stat, statm, status, rollup, limits
  }

  let file: File
  private let process: UInt64
  private let share: ResidentShare
  private let signals: KeptSignalSets?
  private let filters: FilterCount?

  init(_ file: File, process: UInt64, task: UInt64, isWide: Bool) {
    self.file = file
    self.process = process
    switch file {
    case .stat, .statm:
      share = ResidentShare(sizesOf: process, isWide: isWide) ?? ResidentShare(of: process, isWide: isWide)
    case .status, .rollup: share = ResidentShare(of: process, isWide: isWide)
    case .limits: share = ResidentShare()
    }
    signals = KeptSignalSets(process: process, task: task)
    filters = file == .status ? FilterCount(process: process, task: task) : nil
  }

  /// Takes the resident's share out of a line.
  func correct(_ line: inout ProcessLine) {
    switch file {
    case .stat: correctStat(&line)
    case .statm: correctSizes(&line)
    case .status: correctStatus(&line)
    case .rollup: correctRollup(&line)
    case .limits: correctLimits(&line)
    }
  }

  private func subtract(_ amount: UInt64, from line: inout ProcessLine, at start: Int = 0, padded: Bool = true) {
    guard let digits = line.digits(from: start) else { return }
    let value = line.value(digits)
    line.replace(digits, with: value > amount ? value &- amount : 0, padded: padded)
  }

  private func correctStatus(_ line: inout ProcessLine) {
    if line.starts(with: "VmPeak:") || line.starts(with: "VmSize:") { return subtract(share.size, from: &line) }
    if line.starts(with: "VmLck:") { return subtract(share.locked, from: &line) }
    if line.starts(with: "VmHWM:") || line.starts(with: "VmRSS:") { return subtract(share.resident, from: &line) }
    if line.starts(with: "RssAnon:") { return subtract(share.anonymous, from: &line) }
    if line.starts(with: "RssFile:") { return subtract(share.resident &- share.anonymous, from: &line) }
    if line.starts(with: "VmData:") { return subtract(share.data, from: &line) }
    if line.starts(with: "VmStk:") { return subtract(share.stack, from: &line) }
    if line.starts(with: "VmLib:") { return subtract(share.code, from: &line) }
    if line.starts(with: "VmSwap:") { return subtract(share.swapped, from: &line) }
    if let filters {
      // Those of the host were there before, or stand in for dispatch.
      let isOurs = Interception.mechanism == .filter || Interception.mechanism == .filterAll
      if line.starts(with: "Seccomp:"), isOurs || filters.isStrict || filters.filters != 0 {
        return put(filters.isStrict ? 1 : filters.filters != 0 ? 2 : 0, in: &line)
      }
      if line.starts(with: "Seccomp_filters:"), let digits = line.digits() {
        return put((isOurs ? 0 : line.value(digits)) &+ filters.filters, in: &line)
      }
    }
    guard let signals else { return }
    if line.starts(with: "SigBlk:") { return mark(signals.blocked, in: &line) }
    if line.starts(with: "SigIgn:") { return mark(signals.ignored, in: &line) }
    if line.starts(with: "SigCgt:") { mark(signals.caught, in: &line) }
  }

  private func put(_ value: UInt64, in line: inout ProcessLine) {
    guard let digits = line.digits() else { return }
    line.replace(digits, with: value, padded: false)
  }

  private func mark(_ set: SignalSet, in line: inout ProcessLine) {
    let column = 8
    guard let value = line.hexadecimal(from: column) else { return }
    line.replace(from: column, hexadecimal: value & ~SignalSet.needed.rawValue | set.rawValue, digits: 16)
  }

  /// Pages: all, resident, shared, text, none, data and stack, none.
  private func correctSizes(_ line: inout ProcessLine) {
    var start = 0
    for index in 0..<6 {
      let amount: UInt64
      switch index {
      case 0: amount = share.size
      case 1: amount = share.resident
      case 2: amount = share.resident &- share.anonymous
      case 5: amount = share.data &+ share.stack
      default: amount = 0
      }
      subtract(amount / 4, from: &line, at: start, padded: false)
      start = (line.digits(from: start)?.upperBound ?? line.count) &+ 1
    }
  }

  /// The fields behind the name, which may hold anything.
  private func correctStat(_ line: inout ProcessLine) {
    var start = line.count
    while start > 0 && line[start &- 1] != 0x29 { start &-= 1 }
    // A space, and field 3, a letter.
    start &+= 3
    var field = 4
    while field <= 34 && start < line.count {
      switch field {
      case 23: subtract(share.size &* 1024, from: &line, at: start, padded: false)
      case 24: subtract(share.resident / 4, from: &line, at: start, padded: false)
      case 32: mark(signals?.blocked, in: &line, at: start)
      case 33: mark(signals?.ignored, in: &line, at: start)
      case 34: mark(signals?.caught, in: &line, at: start)
      default: break
      }
      start &+= 1
      while start < line.count && line[start] != 0x20 { start &+= 1 }
      field &+= 1
    }
  }

  private func mark(_ set: SignalSet?, in line: inout ProcessLine, at start: Int) {
    guard let set, let digits = line.digits(from: start) else { return }
    let value = line.value(digits) & ~SignalSet.needed.rawValue | set.rawValue
    line.replace(digits, with: value, padded: false)
  }

  private func correctRollup(_ line: inout ProcessLine) {
    if line.addressRange != nil {
      var index = 0
      while line[index] != 0x2d { index &+= 1 }
      var end = index
      while line[end] != 0x20 { end &+= 1 }
      var shown = ProcessLine()
      for place in 0...index { shown.add(line[place]) }
      shown.add(hexadecimal: share.end, digits: 8)
      // Rights, offset, device and file: a space before each, none of them anything.
      for place in end..<min(end &+ 22, line.count) { shown.add(line[place]) }
      shown.name("[rollup]")
      line = shown
    } else if line.starts(with: "Rss:") || line.starts(with: "Pss:") {
      subtract(share.resident, from: &line)
    } else if line.starts(with: "Anonymous:") || line.starts(with: "Pss_Anon:") {
      subtract(share.anonymous, from: &line)
    } else if line.starts(with: "Swap:") || line.starts(with: "SwapPss:") {
      subtract(share.swapped, from: &line)
    } else if line.starts(with: "Locked:") {
      subtract(share.locked, from: &line)
    }
  }

  /// The line of a limit: name, soft limit, hard limit and unit in columns.
  private func correctLimits(_ line: inout ProcessLine) {
    if !line.starts(with: "Max address space") { return }
    guard let limit = try? AddressSpaceLimit.shown(of: process) else { return }
    var shown = ProcessLine()
    for index in 0..<26 { shown.add(line[index]) }
    shown.add(limit: limit.current, column: 47)
    shown.add(limit: limit.maximum, column: 68)
    for index in min(68, line.count)..<line.count { shown.add(line[index]) }
    line = shown
  }
}

extension ProcessLine {
  fileprivate mutating func add(limit: UInt64, column: Int) {
    var text = MessageLine()
    if limit == ~0 { text.add("unlimited") } else { text.add(decimal: Int64(bitPattern: limit)) }
    add(text)
    while count < column { add(0x20) }
  }

  fileprivate mutating func add(hexadecimal value: UInt64, digits: Int) {
    for index in 0..<digits {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64((digits &- 1 &- index) &* 4) & 15)
      add(digit < 10 ? 0x30 &+ digit : 0x57 &+ digit)
    }
  }
}
