import ResidentHosted
import ResidentSupport

/// What is said of a running guest.
struct GuestReport: Codable {
  /// How many calls of an ABI came each way; nil where such calls are not counted.
  struct Calls: Codable {
    let abi: String
    let virtualObject: UInt64?
    let site: UInt64?
    let trap: UInt64
  }

  /// A site that has trapped.
  struct Site: Codable {
    let address: UInt64
    let abi: String
    let state: String
    let jumped: UInt64?
    let trapped: UInt64
    let file: String?
    let fileOffset: UInt64?
    let symbol: String?
    /// Why it goes on trapping.
    let reason: String?
  }

  let process: Int
  let program: String
  let abi: String
  let mode: String
  let mechanism: String
  let mechanismReason: String
  let coversAll: Bool
  /// Whether dispatch is in force, where it is to be taken off; nil elsewhere.
  let dispatch: String?
  /// What keeps it in force.
  let dispatchReason: String?
  /// Whether calls are counted that do not trap.
  let countsAll: Bool
  let calls: [Calls]
  let patched: UInt64
  let withdrawn: UInt64
  let refused: [String: UInt64]
  let sites: [Site]
  /// Sites that trapped when there was no room for more.
  let forgottenSites: UInt64
}

extension GuestReport {
  init(_ guest: borrowing GuestProcess) throws(Refusal) {
    let record = guest.record
    process = guest.process
    program = String(
      decoding: try guest.memory.bytes(at: record.program, count: Int(min(record.programLength, 4096))), as: UTF8.self)
    abi = (ImageFormat(rawValue: record.format) ?? .i386).abi.name.description
    mode = (Interception.Mode(rawValue: record.mode) ?? .automatic).name.description
    let mechanism = Interception.Mechanism(rawValue: record.mechanism) ?? .dispatchInclusive
    self.mechanism = mechanism.name
    mechanismReason = mechanism.explanation
    coversAll = record.coversAll
    let disarming = Disarming.State(rawValue: UInt32(record.disarming)) ?? .off
    dispatch = disarming == .off ? nil : disarming.text.description
    dispatchReason = SiteSearch.Gap(rawValue: record.gap)?.text.description
    let countsAll = record.countsAll
    self.countsAll = countsAll

    let counters = try guest.memory.values(at: record.counters, count: Int(COUNTERS_COUNT), UInt64(0))
    let main = abi
    calls = [ABIIdentifier.i386, .x32, .x86_64].compactMap { abi in
      let ways = CallWay.allCases.map { counters[CallCounter.calls(abi, $0)] }
      if ways == [0, 0, 0] && abi.name.description != main { return nil }
      return Calls(
        abi: abi.name.description, virtualObject: countsAll ? ways[0] : nil, site: countsAll ? ways[1] : nil,
        trap: ways[2])
    }
    patched = counters[CallCounter.patches]
    withdrawn = counters[CallCounter.withdrawals]
    refused = Dictionary(
      uniqueKeysWithValues: SitePatches.Refusal.allCases.map { ($0.reason, counters[CallCounter.refusals($0)]) })

    let count = min(counters[CallCounter.sites], record.siteCapacity, UInt64(SITE_RECORDS_COUNT))
    let records = try guest.memory.values(at: record.sites, count: Int(count), SiteRecord()).filter {
      $0.address != 0 && $0.address != .max
    }
    var names = SiteNames(guest)
    sites = records.sorted { ($0.jumped + $0.trapped, $1.address) > ($1.jumped + $1.trapped, $0.address) }
      .map { Site($0, names.name(of: $0.address), countsAll: countsAll) }
    forgottenSites = counters[CallCounter.sites] - min(counters[CallCounter.sites], record.siteCapacity)
  }
}

extension GuestReport.Site {
  fileprivate init(_ record: SiteRecord, _ place: SiteNames.Name, countsAll: Bool) {
    address = record.address
    abi = (ABIIdentifier(rawValue: record.abi) ?? .i386).name.description
    state = (SiteRecord.State(rawValue: record.state) ?? .trapping).name
    jumped = countsAll ? record.jumped : nil
    trapped = record.trapped
    file = place.file
    fileOffset = place.offset
    symbol = place.symbol
    reason = record.refusal == 0 ? nil : SitePatches.Refusal(rawValue: record.refusal - 1)?.reason
  }
}

/// Says in which file and function an address lies.
private struct SiteNames {
  struct Name {
    var file: String?
    var offset: UInt64?
    var symbol: String?
  }

  private let process: Int
  private let mappings: [Mapping]
  private let virtualObject: Range<UInt64>
  private var images: [String: ELFImage?] = [:]

  init(_ guest: borrowing GuestProcess) {
    process = guest.process
    mappings = guest.mappings
    let start = guest.record.virtualObject
    virtualObject = start..<start + (start == 0 ? 0 : guest.record.virtualObjectSize)
  }

  mutating func name(of address: UInt64) -> Name {
    if virtualObject.contains(address) { return Name(file: "[vdso]", offset: address - virtualObject.lowerBound) }
    guard let mapping = mappings.first(where: { $0.addresses.contains(address) }), let path = mapping.path else {
      return Name()
    }
    let offset = address - mapping.addresses.lowerBound + mapping.offset
    if images[path] == nil { images[path] = .some(mapping.image(of: process)) }
    let image = images[path] ?? nil
    return Name(
      file: path, offset: offset,
      symbol: image.flatMap { image in image.address(ofFileOffset: offset).flatMap { image.function(at: $0) } })
  }
}

extension GuestReport {
  /// The report as lines.
  var text: String {
    var lines = ["process \(process): \(program), \(abi)\(coversAll ? ", and all that it starts" : "")", ""]
    lines += table(
      [
        ["intercept mode", mode, InterceptionMode(rawValue: mode)?.explanation ?? ""],
        ["traps by", mechanism, mechanismReason],
      ] + (dispatch.map { [["dispatch", $0, dispatchReason ?? ""]] } ?? []))
    lines += ["", "Calls since the process began:", ""]
    func number(_ count: UInt64?) -> String { count.map(String.init) ?? "-" }
    lines += table(
      [["", "by vDSO", "by patched site", "by trap"]]
        + calls.map { [$0.abi, number($0.virtualObject), number($0.site), String($0.trap)] })
    if !countsAll {
      lines += [
        "", "Only traps are counted, as counting takes the short way from all other calls: start the program with",
        "dragoman run --stats to have those counted as well.",
      ]
    }
    lines += ["", "Sites: \(patched) patched, \(withdrawn) taken back, \(refused.values.reduce(0, +)) left alone."]
    if !sites.isEmpty {
      let rows = sites.map { site in
        [
          hexadecimal(site.address), site.abi, number(site.jumped), String(site.trapped), site.state,
          [site.place, site.reason.map { "(\($0))" }].compactMap(\.self).joined(separator: " "),
        ]
      }
      lines += [""] + table([["address", "ABI", "by jump", "by trap", "state", "where"]] + rows)
    }
    if forgottenSites > 0 { lines += ["", "\(forgottenSites) more sites trapped, for which there was no room."] }
    return lines.joined(separator: "\n")
  }
}

extension GuestReport.Site {
  fileprivate var place: String {
    guard let file, let fileOffset else { return "memory of no file" }
    return "\(file)+\(hexadecimal(fileOffset))" + (symbol.map { " \($0)" } ?? "")
  }
}

extension SiteRecord.State {
  fileprivate var name: String {
    switch self {
    case .trapping: "traps"
    case .patched: "patched"
    case .withdrawn: "taken back"
    }
  }
}

extension Interception.Mechanism {
  var name: String {
    switch self {
    case .dispatchInclusive: "dispatch, inclusive"
    case .dispatchExclusive, .dispatchAll: "dispatch by range"
    case .filter, .filterAll: "seccomp filter"
    case .fault: "protection fault"
    }
  }

  var explanation: String {
    switch self {
    case .dispatchInclusive: "Syscall User Dispatch of what is called below 4 GiB"
    case .dispatchExclusive: "Syscall User Dispatch of all but the addresses above 4 GiB"
    case .dispatchAll: "Syscall User Dispatch of all but the resident's own code"
    case .filter: "calls of another architecture than x86-64"
    case .filterAll: "all calls but the resident's own, and its trampolines'"
    case .fault: "the kernel has no i386 entry: it faults by itself"
    }
  }
}

extension InterceptionMode {
  /// What becomes of a site.
  var explanation: String {
    switch self {
    case .auto: "what traps often becomes a jump, where that is safe"
    case .trap: "what traps goes on trapping"
    case .patch: "as auto, at the first trap; a warm x86-64 program is disarmed, see run --help"
    }
  }
}
