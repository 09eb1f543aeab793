import ResidentSupport

/// What `/proc/self` has to show of the guest instead of the resident.
enum GuestIdentity {
  nonisolated(unsafe) static var executableLength = 0
  /// Which file it is.
  nonisolated(unsafe) private static var device: UInt64 = 0
  nonisolated(unsafe) private static var inode: UInt64 = 0
  /// The folder under which interpreters are looked up first; nil for the host's tree.
  nonisolated(unsafe) static var root: UnsafePointer<UInt8>? = nil

  /// Where the path of the guest's executable lies, as `/proc/self/exe` names it; NUL-terminated.
  static var executableAddress: UInt64 { unsafe UInt64(UInt(bitPattern: executable_path_storage())) }

  /// Remembers which file `descriptor` is.
  static func remember(_ descriptor: Int32) {
    var path = MessageLine()
    path.add("/proc/self/fd/")
    path.add(decimal: Int64(descriptor))
    let length = path.withText { text in
      (try? Host.call(.readlink, text, executableAddress, 4095)) ?? 0
    }
    executableLength = Int(length)
    unsafe executable_path_storage()![executableLength] = 0
    var status = HostFileStatus()
    _ = try? Host.lending(&status) { room throws(Errno) in
      try Host.call(.fstat, UInt64(UInt32(bitPattern: descriptor)), room)
    }
    device = status.device
    inode = status.inode
  }

  /// Whether the remembered path still names the executable, which may have been renamed, replaced or deleted.
  static var isWhereItWas: Bool {
    var status = HostFileStatus()
    let found = try? Host.lending(&status) { room throws(Errno) in try Host.call(.stat, executableAddress, room) }
    return found != nil && status.device == device && status.inode == inode
  }

  /// Lets the kernel know where the guest's arguments, heap and stack are, so that `/proc/self/cmdline`, `auxv` and
  /// the names in `maps` are the guest's.
  ///
  /// Kernels without checkpoint support refuse; then those show the resident's.
  static func publish(_ places: GuestPlaces) {
    var map = InlineArray<14, UInt64>(repeating: 0)
    map[0] = places.image.codeStart
    map[1] = places.image.codeEnd
    map[2] = places.image.dataStart
    map[3] = places.image.dataEnd
    map[4] = places.heap
    map[5] = places.heap
    map[6] = places.stackPointer
    map[7] = places.argumentsStart
    map[8] = places.argumentsEnd
    map[9] = places.argumentsEnd
    map[10] = places.environmentEnd
    map[11] = places.vectorStart
    // The kernel keeps and shows the vector as the bytes that they are. Above its size: the executable stays as it is.
    map[12] = 0xffff_ffff_0000_0000 | (places.vectorEnd &- places.vectorStart)
    let setMemoryMap: UInt64 = 35
    unsafe withUnsafeMutablePointer(to: &map) { room in
      let answer = try? Host.call(.prctl, setMemoryMap, 14, UInt64(UInt(bitPattern: room)), 104, 0)
      GuestSpace.heapIsHosts = answer != nil
    }
  }

  /// Gives the process the name of the file that was loaded.
  static func nameProcessAfterExecutable() {
    let deleted: StaticString = " (deleted)"
    let end = executableLength &- deleted.utf8CodeUnitCount
    let path = unsafe executable_path_storage()!
    let isDeleted = unsafe end > 0 && Strings.equal(path + end, deleted)
    if isDeleted { unsafe path[end] = 0 }
    unsafe nameProcess(after: path)
    if isDeleted { unsafe path[end] = 0x20 }
  }

  /// Gives the process the name that the kernel would give it.
  static func nameProcess(after path: UnsafePointer<UInt8>) {
    let setName: UInt64 = 15
    _ = try? unsafe Host.call(.prctl, setName, UInt64(UInt(bitPattern: Strings.lastComponent(path))))
  }
}

/// Where the parts of a new guest lie.
struct GuestPlaces {
  var image: ProgramImage
  var heap: UInt64
  var stackPointer: UInt64
  var argumentsStart: UInt64
  var argumentsEnd: UInt64
  var environmentEnd: UInt64
  /// The auxiliary vector.
  var vectorStart: UInt64
  var vectorEnd: UInt64
}
