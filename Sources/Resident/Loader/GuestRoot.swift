import ResidentSupport

/// The folder in which the guest's interpreter and libraries are looked up first: `--root`.
///
/// Everything else is looked up in the host's tree, and so is what the folder does not have.
enum GuestRoot {
  /// Room for a path with its NUL: PATH_MAX.
  private static var maximumLength: Int { 4096 }

  /// Copies the folder's path to `bytes`; gives its length, 0 where there is none.
  static func copy(to bytes: UnsafeMutablePointer<UInt8>) -> Int {
    guard let root = unsafe GuestIdentity.root else { return 0 }
    let length = unsafe min(Strings.length(root), maximumLength)
    for index in 0..<length { unsafe bytes[index] = root[index] }
    return length
  }

  /// The path to hand to the host where the guest only looks at the file at `address`.
  @inline(__always)
  static func rooted(_ address: UInt64) -> UInt64 {
    unsafe GuestIdentity.root == nil ? address : lookUp(address)
  }

  @inline(never)
  private static func lookUp(_ address: UInt64) -> UInt64 {
    guard let first = try? GuestPointer<UInt32>(address).read() else { return address }
    // "/lib", "/usr", "/etc"
    if first != 0x6269_6c2f && first != 0x7273_752f && first != 0x6374_652f { return address }
    let bytes = threadRoom
    let start = unsafe copy(to: bytes)
    let limit = UInt64(maximumLength &- start)
    guard let length = try? GuestMemory.stringLength(address, limit: limit), length < limit else { return address }
    let path = unsafe bytes + start
    let isCopied: Void? = try? unsafe GuestMemory.read(address, into: UnsafeMutableRawPointer(path), count: Int(length))
    if isCopied == nil { return address }
    unsafe path[Int(length)] = 0
    if unsafe !LibraryPath.matches(path) { return address }
    let whole = UInt64(UInt(bitPattern: bytes))
    let status = try? Host.filled(HostFileStatus()) { room throws(Errno) in
      try Host.call(.newfstatat, 0, whole, room, 0)
    }
    return unsafe status == nil && !LibraryPath.isCache(path) ? address : whole
  }

  /// The calling thread's own room for one path.
  static var threadRoom: UnsafeMutablePointer<UInt8> {
    var local: UInt64 = 0
    let slot = unsafe withUnsafeMutablePointer(to: &local) { place in
      ThreadPointer.owning(stackAddress: UInt64(UInt(bitPattern: place))).slot
    }
    return unsafe UnsafeMutablePointer(bitPattern: UInt(slot &+ UInt64(SLOT_PATH)))!
  }
}

/// Which paths are an i386 system's libraries, or help to find them.
private enum LibraryPath {
  static func matches(_ path: UnsafePointer<UInt8>) -> Bool {
    if unsafe Strings.starts(path, with: "/etc/ld.so.") || Strings.starts(path, with: "/etc/ld-musl-") { return true }
    let isBelowLibraries =
      unsafe Strings.starts(path, with: "/lib") || Strings.starts(path, with: "/usr/lib")
      || Strings.starts(path, with: "/usr/local/lib")
    return unsafe isBelowLibraries && (isInOwnFolder(path) || namesLibrary(Strings.lastComponent(path)))
  }

  /// Whether it is the dynamic linker's list of libraries.
  ///
  /// The host's names the host's C library, which does not fit the root's dynamic linker, so it never takes the place
  /// of a missing one.
  static func isCache(_ path: UnsafePointer<UInt8>) -> Bool { unsafe Strings.equal(path, "/etc/ld.so.cache") }

  /// Whether the last component is `….so` or `….so.…`.
  private static func namesLibrary(_ name: UnsafePointer<UInt8>) -> Bool {
    var index = 0
    while unsafe name[index] != 0 {
      if unsafe Strings.starts(name + index, with: ".so") && (name[index + 3] == 0 || name[index + 3] == 0x2e) {
        return true
      }
      index &+= 1
    }
    return false
  }

  /// Whether it is or lies below a folder that only i386 libraries use.
  private static func isInOwnFolder(_ path: UnsafePointer<UInt8>) -> Bool {
    let name: StaticString = "/i386-linux-gnu"
    var index = 0
    while unsafe path[index] != 0 {
      if unsafe Strings.starts(path + index, with: name) {
        let next = unsafe path[index + name.utf8CodeUnitCount]
        if next == 0 || next == 0x2f { return true }
      }
      index &+= 1
    }
    return false
  }
}
