/// `struct statfs` of the 64-bit host.
struct HostFileSystemStatus: BitwiseCopyable {
  var type: Int64 = 0
  var blockSize: Int64 = 0
  var blocks: UInt64 = 0
  var freeBlocks: UInt64 = 0
  var availableBlocks: UInt64 = 0
  var files: UInt64 = 0
  var freeFiles: UInt64 = 0
  var identifier: UInt64 = 0
  var nameLength: Int64 = 0
  var fragmentSize: Int64 = 0
  var flags: Int64 = 0
  var spare = InlineArray<4, Int64>(repeating: 0)
}

extension HostFileSystemStatus {
  /// Whether every number fits into 32 bits; counts of files may also be −1.
  fileprivate var fitsShort: Bool {
    let sizes = blocks | freeBlocks | availableBlocks
    if sizes >> 32 != 0 || !hasShortBlockSizes { return false }
    return (files == ~0 || files >> 32 == 0) && (freeFiles == ~0 || freeFiles >> 32 == 0)
  }

  fileprivate var hasShortBlockSizes: Bool { UInt64(bitPattern: blockSize | fragmentSize) >> 32 == 0 }
}

/// `struct compat_statfs`.
struct FileSystemStatus32: GuestValue {
  var type: UInt32 = 0
  var blockSize: UInt32 = 0
  var blocks: UInt32 = 0
  var freeBlocks: UInt32 = 0
  var availableBlocks: UInt32 = 0
  var files: UInt32 = 0
  var freeFiles: UInt32 = 0
  var identifier = SplitWord()
  var nameLength: UInt32 = 0
  var fragmentSize: UInt32 = 0
  var flags: UInt32 = 0
  var spare = InlineArray<4, UInt32>(repeating: 0)

  init() {}

  /// The kernel's `put_compat_statfs`.
  init(_ status: HostFileSystemStatus) throws(Errno) {
    if !status.fitsShort { throw .overflow }
    type = UInt32(truncatingIfNeeded: status.type)
    blockSize = UInt32(truncatingIfNeeded: status.blockSize)
    blocks = UInt32(truncatingIfNeeded: status.blocks)
    freeBlocks = UInt32(truncatingIfNeeded: status.freeBlocks)
    availableBlocks = UInt32(truncatingIfNeeded: status.availableBlocks)
    files = UInt32(truncatingIfNeeded: status.files)
    freeFiles = UInt32(truncatingIfNeeded: status.freeFiles)
    identifier = SplitWord(status.identifier)
    nameLength = UInt32(truncatingIfNeeded: status.nameLength)
    fragmentSize = UInt32(truncatingIfNeeded: status.fragmentSize)
    flags = UInt32(truncatingIfNeeded: status.flags)
  }
}

/// `struct compat_statfs64`.
struct FileSystemStatus64<A: ABI>: GuestValue {
  var type: UInt32 = 0
  var blockSize: UInt32 = 0
  var blocks = A.Wide()
  var freeBlocks = A.Wide()
  var availableBlocks = A.Wide()
  var files = A.Wide()
  var freeFiles = A.Wide()
  var identifier = SplitWord()
  var nameLength: UInt32 = 0
  var fragmentSize: UInt32 = 0
  var flags: UInt32 = 0
  var spare = InlineArray<4, UInt32>(repeating: 0)

  init() {}

  /// The kernel's `put_compat_statfs64`.
  init(_ status: HostFileSystemStatus) throws(Errno) {
    if !status.hasShortBlockSizes { throw .overflow }
    type = UInt32(truncatingIfNeeded: status.type)
    blockSize = UInt32(truncatingIfNeeded: status.blockSize)
    blocks = A.Wide(status.blocks)
    freeBlocks = A.Wide(status.freeBlocks)
    availableBlocks = A.Wide(status.availableBlocks)
    files = A.Wide(status.files)
    freeFiles = A.Wide(status.freeFiles)
    identifier = SplitWord(status.identifier)
    nameLength = UInt32(truncatingIfNeeded: status.nameLength)
    fragmentSize = UInt32(truncatingIfNeeded: status.fragmentSize)
    flags = UInt32(truncatingIfNeeded: status.flags)
  }
}

/// The host's `struct ustat`.
struct HostDeviceStatus: BitwiseCopyable {
  var freeBlocks: Int32 = 0
  var pad: Int32 = 0
  var freeFiles: UInt64 = 0
  var names = SplitWord()
  var names2: UInt32 = 0
  var pad2: UInt32 = 0
}

/// `struct compat_ustat`.
struct DeviceStatus: GuestValue {
  var freeBlocks: UInt32 = 0
  var freeFiles: UInt32 = 0
  var names = SplitWord()
  var names2: UInt32 = 0

  init() {}

  init(_ status: HostDeviceStatus) {
    freeBlocks = UInt32(bitPattern: status.freeBlocks)
    freeFiles = UInt32(truncatingIfNeeded: status.freeFiles)
  }
}
