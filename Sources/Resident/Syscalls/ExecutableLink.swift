/// What `/proc/N/exe` has to say of a guest.
///
/// The kernel's link names the resident; the guest's own file is the one that is mapped where the kernel was told
/// that its code begins, and `/proc/N/maps` names it as the link would: renamed, deleted.
enum ExecutableLink {
  /// Writes the target of the link of process `id` to the guest's buffer, without a NUL and cut to its size.
  ///
  /// `target` is what the host's link says; nil where the process is not a guest, or cannot be looked into.
  static func give(process id: UInt64, to buffer: UInt64, size: Int32) throws(Errno) -> Int64? {
    var line = ProcessLine()
    guard find(&line, of: id), let path = line.pathStart else { return nil }
    let count = min(line.count &- path, Int(size))
    try line.give(from: path, count: count, to: buffer)
    return Int64(count)
  }

  /// Leaves the target, NUL-terminated, in the calling thread's room for a path; gives its address.
  static func path(ofProcess id: UInt64) -> UInt64? {
    var line = ProcessLine()
    guard find(&line, of: id), let path = line.pathStart else { return nil }
    let room = unsafe GuestRoot.threadRoom
    let count = min(line.count &- path, 4095)
    for index in 0..<count { unsafe room[index] = line[path &+ index] }
    unsafe room[count] = 0
    return unsafe UInt64(UInt(bitPattern: room))
  }

  /// Reads the line of `maps` about the mapping where the code begins; false where there is none.
  private static func find(_ line: inout ProcessLine, of id: UInt64) -> Bool {
    guard let code = startOfCode(id), code > 1, !HostSpace.isResident(code) else { return false }
    var lines = ProcessFile(ProcessFile.path(of: id, "maps"))
    while lines.next(&line) {
      if let range = line.addressRange, range.contains(code) { return true }
    }
    return false
  }

  /// Whether the executable of process `id` is the resident's file.
  static func isResident(process id: UInt64) -> Bool {
    var own = MessageLine()
    own.add("/proc/self/exe")
    var other = MessageLine()
    other.add("/proc/")
    other.add(decimal: Int64(id))
    other.add("/exe")
    var first = HostFileStatus()
    var second = HostFileStatus()
    let isKnown = own.withText { path in status(path, &first) } && other.withText { path in status(path, &second) }
    return isKnown && first.device == second.device && first.inode == second.inode
  }

  private static func status(_ path: UInt64, _ status: inout HostFileStatus) -> Bool {
    unsafe withUnsafeMutablePointer(to: &status) { room in
      (try? Host.call(.stat, path, UInt64(UInt(bitPattern: room)))) != nil
    }
  }

  /// Field 26 of `/proc/N/stat`: the 24th behind the name, which may hold anything.
  private static func startOfCode(_ id: UInt64) -> UInt64? {
    var file = ProcessFile(ProcessFile.path(of: id, "stat"))
    var line = ProcessLine()
    guard file.next(&line) else { return nil }
    return line.number(behind: 24, after: 0x29)
  }
}
