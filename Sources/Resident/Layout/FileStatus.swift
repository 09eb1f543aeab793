/// `struct stat` of the 64-bit host.
struct HostFileStatus: BitwiseCopyable {
  var device: UInt64 = 0
  var inode: UInt64 = 0
  var links: UInt64 = 0
  var mode: UInt32 = 0
  var user: UInt32 = 0
  var group: UInt32 = 0
  var pad: UInt32 = 0
  var specialDevice: UInt64 = 0
  var size: Int64 = 0
  var blockSize: Int64 = 0
  var blocks: Int64 = 0
  var accessed = HostTimespec()
  var modified = HostTimespec()
  var changed = HostTimespec()
  var unused0: Int64 = 0
  var unused1: Int64 = 0
  var unused2: Int64 = 0

  /// Whether it is a regular file.
  var isRegular: Bool { mode & 0o170000 == 0o100000 }
  var isBlockDevice: Bool { mode & 0o170000 == 0o060000 }
  var isPipe: Bool { mode & 0o170000 == 0o010000 }
  var isDirectory: Bool { mode & 0o170000 == 0o040000 }
}

/// The largest file size that a program without large-file support may see: the kernel's MAX_NON_LFS.
enum SmallFile {
  static var maximumSize: Int64 { 0x7fff_ffff }
}

/// The parts of a status that the three generations share and shorten.
protocol FileStatusLayout: GuestValue {
  init(_ status: HostFileStatus) throws(Errno)
  /// Copies it into the guest.
  func write(to place: GuestPointer<Self>) throws(Errno)
}

extension FileStatusLayout {
  func write(to place: GuestPointer<Self>) throws(Errno) { try place.write(self) }
}

/// `struct stat64`.
struct FileStatus64<A: ABI>: FileStatusLayout {
  var device = A.Wide()
  var pad0: UInt32 = 0
  var shortInode: UInt32 = 0
  var mode: UInt32 = 0
  var links: UInt32 = 0
  var user: UInt32 = 0
  var group: UInt32 = 0
  var specialDevice = A.Wide()
  var pad3: UInt32 = 0
  var size = A.Wide()
  var blockSize: UInt32 = 0
  var blocks = A.Wide()
  var accessed = ShortTime()
  var modified = ShortTime()
  var changed = ShortTime()
  var inode = A.Wide()

  init() {}

  /// The kernel's `cp_stat64`.
  init(_ status: HostFileStatus) {
    device = A.Wide(status.device)
    shortInode = UInt32(truncatingIfNeeded: status.inode)
    mode = status.mode
    links = UInt32(truncatingIfNeeded: status.links)
    user = status.user
    group = status.group
    specialDevice = A.Wide(status.specialDevice)
    size = A.Wide(UInt64(bitPattern: status.size))
    blockSize = UInt32(truncatingIfNeeded: status.blockSize)
    blocks = A.Wide(UInt64(bitPattern: status.blocks))
    accessed = ShortTime(status.accessed)
    modified = ShortTime(status.modified)
    changed = ShortTime(status.changed)
    inode = A.Wide(status.inode)
  }

  /// The kernel's `cp_stat64` puts field by field: what lies between them stays what it was.
  func write(to place: GuestPointer<FileStatus64>) throws(Errno) {
    var copy = self
    try withUnsafeMutableBytes(of: &copy) { bytes throws(Errno) -> Void in
      func put(_ start: Int, _ end: Int) throws(Errno) {
        let source = unsafe UnsafeRawPointer(bytes.baseAddress!) + start
        try unsafe GuestMemory.write(source, to: place.address &+ UInt64(start), count: end &- start)
      }
      let (firstPad, secondPad) = (8, 40)
      try put(0, firstPad)
      try put(firstPad + 4, secondPad)
      try put(secondPad + 4, MemoryLayout<FileStatus64>.stride)
    }
  }
}

/// A time as the 32-bit stat structs hold it.
struct ShortTime: GuestValue {
  var seconds: UInt32 = 0
  var nanoseconds: UInt32 = 0

  init() {}
  init(_ time: HostTimespec) {
    seconds = UInt32(truncatingIfNeeded: time.seconds)
    nanoseconds = UInt32(truncatingIfNeeded: time.nanoseconds)
  }
}

/// `struct compat_stat`.
struct FileStatus32: FileStatusLayout {
  var device: UInt32 = 0
  var inode: UInt32 = 0
  var mode: UInt16 = 0
  var links: UInt16 = 0
  var user: UInt16 = 0
  var group: UInt16 = 0
  var specialDevice: UInt32 = 0
  var size: UInt32 = 0
  var blockSize: UInt32 = 0
  var blocks: UInt32 = 0
  var accessed = ShortTime()
  var modified = ShortTime()
  var changed = ShortTime()
  var unused4: UInt32 = 0
  var unused5: UInt32 = 0

  init() {}

  /// The kernel's `cp_compat_stat`.
  init(_ status: HostFileStatus) throws(Errno) {
    if status.inode > UInt64(UInt32.max) || status.links > UInt64(UInt16.max) { throw .overflow }
    if UInt64(bitPattern: status.size) > UInt64(SmallFile.maximumSize) { throw .overflow }
    device = UInt32(truncatingIfNeeded: status.device)
    inode = UInt32(truncatingIfNeeded: status.inode)
    mode = UInt16(truncatingIfNeeded: status.mode)
    links = UInt16(truncatingIfNeeded: status.links)
    user = ShortID.shortened(status.user)
    group = ShortID.shortened(status.group)
    specialDevice = UInt32(truncatingIfNeeded: status.specialDevice)
    size = UInt32(truncatingIfNeeded: status.size)
    blockSize = UInt32(truncatingIfNeeded: status.blockSize)
    blocks = UInt32(truncatingIfNeeded: status.blocks)
    accessed = ShortTime(status.accessed)
    modified = ShortTime(status.modified)
    changed = ShortTime(status.changed)
  }
}

/// `struct __old_kernel_stat`.
struct OldFileStatus: FileStatusLayout {
  var device: UInt16 = 0
  var inode: UInt16 = 0
  var mode: UInt16 = 0
  var links: UInt16 = 0
  var user: UInt16 = 0
  var group: UInt16 = 0
  var specialDevice: UInt16 = 0
  var pad: UInt16 = 0
  var size: UInt32 = 0
  var accessed: UInt32 = 0
  var modified: UInt32 = 0
  var changed: UInt32 = 0

  init() {}

  /// The kernel's `cp_old_stat`, as a 64-bit kernel does it: the size is cut without a word.
  init(_ status: HostFileStatus) throws(Errno) {
    if status.inode > UInt64(UInt16.max) || status.links > UInt64(UInt16.max) { throw .overflow }
    device = OldFileStatus.encoded(status.device)
    inode = UInt16(truncatingIfNeeded: status.inode)
    mode = UInt16(truncatingIfNeeded: status.mode)
    links = UInt16(truncatingIfNeeded: status.links)
    user = ShortID.shortened(status.user)
    group = ShortID.shortened(status.group)
    specialDevice = OldFileStatus.encoded(status.specialDevice)
    size = UInt32(truncatingIfNeeded: status.size)
    accessed = UInt32(truncatingIfNeeded: status.accessed.seconds)
    modified = UInt32(truncatingIfNeeded: status.modified.seconds)
    changed = UInt32(truncatingIfNeeded: status.changed.seconds)
  }

  /// The kernel's `old_encode_dev`, from what `new_encode_dev` made.
  private static func encoded(_ device: UInt64) -> UInt16 {
    let major = device >> 8 & 0xfff
    let minor = device & 0xff | device >> 12 & 0xfff00
    return UInt16(truncatingIfNeeded: major << 8 | minor)
  }
}
