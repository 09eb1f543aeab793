import ResidentSupport

/// What `dragoman inspect` reads first in a guest's process: what the guest is, and where the rest lies.
///
/// The tool is compiled from the same source, and reads nothing behind magic, version and size unless all three are its
/// own.
public struct InspectionRecord: Sendable, BitwiseCopyable {
  public var magic: UInt64 = 0
  public var version: UInt32 = 0
  public var size: UInt32 = 0

  /// The process that the counters are of.
  public var process: Int64 = 0
  /// The path of the guest's program.
  public var program: UInt64 = 0
  public var programLength: UInt64 = 0
  /// The `CallCounter` words.
  public var counters: UInt64 = 0
  /// The `SiteRecord`s, and how many places there are for them.
  public var sites: UInt64 = 0
  public var siteCapacity: UInt64 = 0
  /// Where our vDSO lies in the guest; 0 where it has none of ours.
  public var virtualObject: UInt64 = 0
  public var virtualObjectSize: UInt64 = 0

  /// Raw values of `ImageFormat`, `Interception.Mode` and `Interception.Mechanism`.
  public var format: UInt8 = 0
  public var mode: UInt8 = 0
  public var mechanism: UInt8 = 0
  /// Whether calls are counted that do not trap.
  public var countsAll = false
  public var coversAll = false
  public var hidesVirtualObject = false
  /// Raw value of `Disarming.State`, and of the last `SiteSearch.Gap`; 0 where there was none.
  public var disarming: UInt8 = 0
  public var gap: UInt8 = 0

  public init() {}

  /// Whether a tool that is compiled from this source can read it.
  public var isReadable: Bool {
    magic == UInt64(INSPECTION_MAGIC) && version == UInt32(INSPECTION_VERSION)
      && size == UInt32(MemoryLayout<InspectionRecord>.size)
  }
}

/// The resident's side of `dragoman inspect`.
enum Inspection {
  /// Lets the tool know of the guest that begins with a program of `format`.
  static func publish(_ format: ImageFormat) {
    var record = InspectionRecord()
    record.version = UInt32(INSPECTION_VERSION)
    record.size = UInt32(MemoryLayout<InspectionRecord>.size)
    record.program = GuestIdentity.executableAddress
    record.programLength = UInt64(GuestIdentity.executableLength)
    record.counters = unsafe address(counters_storage())
    record.sites = unsafe address(site_records_storage())
    record.siteCapacity = UInt64(SITE_RECORDS_COUNT)
    let isX32 = format == .x32
    record.virtualObject = isX32 ? VirtualObjectX32.base : VirtualObject.current.base
    record.virtualObjectSize = isX32 ? VirtualObjectX32.size : VirtualObject.current.size
    record.format = format.rawValue
    record.mode = Interception.mode.rawValue
    record.mechanism = Interception.mechanism.rawValue
    record.countsAll = Statistics.isOn
    record.coversAll = Interception.coversAll
    record.hidesVirtualObject = Interception.hidesVirtualObject
    record.magic = UInt64(INSPECTION_MAGIC)
    record.process = (try? Host.call(.getpid)) ?? 0
    unsafe current.pointee = record
  }

  /// In a new process.
  static func begin(process: Int64) { unsafe current.pointee.process = process }

  /// Notes how far the guest is with disarming.
  static func note(_ state: Disarming.State) {
    unsafe current.pointee.disarming = UInt8(truncatingIfNeeded: state.rawValue)
  }

  static var gap: SiteSearch.Gap? { SiteSearch.Gap(rawValue: unsafe current.pointee.gap) }

  /// Notes what keeps it armed.
  static func note(_ gap: SiteSearch.Gap) { unsafe current.pointee.gap = gap.rawValue }

  private static var current: UnsafeMutablePointer<InspectionRecord> {
    unsafe UnsafeMutableRawPointer(inspection_record_storage()).assumingMemoryBound(to: InspectionRecord.self)
  }

  private static func address<T>(_ pointer: UnsafeMutablePointer<T>?) -> UInt64 { UInt64(UInt(bitPattern: pointer)) }
}
