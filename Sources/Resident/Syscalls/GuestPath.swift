/// Paths that mean something else to the guest than to the host: the links in `/proc` that name the guest's executable,
/// and libraries below `--root`.
enum GuestPath {
  /// The address of the path to hand to the host for the guest's path at `address`, where links are followed.
  @inline(__always)
  static func followed(_ address: UInt64, in directory: UInt64 = CurrentFolder.descriptor) -> UInt64 {
    mayName(address) ? executable(ofLink: address, in: directory) ?? address : address
  }

  /// The same where the guest only looks at the file: a library may be the root's.
  @inline(__always)
  static func looked(
    at address: UInt64, in directory: UInt64 = CurrentFolder.descriptor, follows: Bool = true
  ) -> UInt64 {
    if follows && mayName(address), let path = executable(ofLink: address, in: directory) { return path }
    return GuestRoot.rooted(address)
  }

  /// Whether the path at `address` is a link in `/proc` to this process's own executable.
  @inline(__always)
  static func isExecutableLink(_ address: UInt64) -> Bool { mayName(address) && isOwn(address) }

  /// The process whose executable the link at `address` names, where that is a guest: this one, or another.
  @inline(__always)
  static func guestOfLink(_ address: UInt64, in directory: UInt64 = CurrentFolder.descriptor) -> UInt64? {
    mayName(address) ? guest(ofLink: address, in: directory) : nil
  }

  /// Where the guest's executable's path lies, NUL-terminated.
  static var executableAddress: UInt64 {
    GuestIdentity.executableAddress
  }

  /// A first look, for which a fault means no: the host call that follows reports it.
  @inline(__always)
  private static func mayName(_ address: UInt64) -> Bool {
    guard let first = try? GuestPointer<UInt32>(address).read() else { return false }
    let inProc: UInt32 = 0x6f72_702f
    let slash: UInt32 = 0x2f
    if first & 0xff == slash { return first == inProc }
    return endsInName(address)
  }

  /// Whether a relative path ends in `exe`.
  private static func endsInName(_ address: UInt64) -> Bool {
    guard let length = try? GuestMemory.stringLength(address, limit: 64), length >= 3, length < 64,
      let end = try? GuestPointer<UInt32>(address &+ length &- 3).read()
    else { return false }
    let name: UInt32 = 0x0065_7865
    return end == name
  }

  @inline(never)
  private static func isOwn(_ address: UInt64) -> Bool {
    guard let guest = guest(ofLink: address, in: CurrentFolder.descriptor) else { return false }
    return (try? Host.call(.getpid)) == Int64(guest)
  }

  /// Where the path of the executable lies that the link names.
  @inline(never)
  private static func executable(ofLink address: UInt64, in directory: UInt64) -> UInt64? {
    guard let guest = guest(ofLink: address, in: directory) else { return nil }
    if (try? Host.call(.getpid)) == Int64(guest) { return executableAddress }
    return ExecutableLink.path(ofProcess: guest)
  }

  /// The process of a path `/proc/{self,thread-self,ID}[/task/ID]/exe`.
  @inline(never)
  private static func guest(ofLink address: UInt64, in directory: UInt64) -> UInt64? {
    guard let given = PathWords(at: address),
      var words = given.isAbsolute ? given : given.below(folder(directory)),
      words.next(is: "proc"), let own = try? Host.call(.getpid)
    else { return nil }
    var process = UInt64(own)
    if !words.next(is: "self") && !words.next(is: "thread-self") && !words.nextIsOwnThread() {
      guard let other = words.nextNumber() else { return nil }
      process = other
    }
    if words.next(is: "task") && words.nextNumber() == nil { return nil }
    if !words.next(is: "exe") || !words.isAtEnd { return nil }
    return process == UInt64(own) || ExecutableLink.isResident(process: process) ? process : nil
  }

  /// The link that names the folder behind a descriptor.
  private static func folder(_ descriptor: UInt64) -> MessageLine {
    var link = MessageLine()
    let number = Int32(truncatingIfNeeded: descriptor)
    if number == Int32(truncatingIfNeeded: CurrentFolder.descriptor) {
      link.add("/proc/self/cwd")
    } else {
      link.add("/proc/self/fd/")
      link.add(decimal: Int64(number))
    }
    return link
  }
}
