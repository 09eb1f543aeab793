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
