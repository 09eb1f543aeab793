/// An error number of the Linux kernel; the same on every ABI that Dragoman knows.
public struct Errno: Error, RawRepresentable, Equatable, Sendable {
  public let rawValue: Int32
  @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }
}

extension Errno {
  public static var notPermitted: Errno { Errno(rawValue: 1) }  // EPERM
  public static var noEntry: Errno { Errno(rawValue: 2) }  // ENOENT
  public static var noProcess: Errno { Errno(rawValue: 3) }  // ESRCH
  public static var interrupted: Errno { Errno(rawValue: 4) }  // EINTR
  public static var inputOutput: Errno { Errno(rawValue: 5) }  // EIO
  public static var argumentsTooLong: Errno { Errno(rawValue: 7) }  // E2BIG
  public static var notExecutable: Errno { Errno(rawValue: 8) }  // ENOEXEC
  public static var badDescriptor: Errno { Errno(rawValue: 9) }  // EBADF
  public static var noChild: Errno { Errno(rawValue: 10) }  // ECHILD
  public static var tryAgain: Errno { Errno(rawValue: 11) }  // EAGAIN
  public static var noMemory: Errno { Errno(rawValue: 12) }  // ENOMEM
  public static var access: Errno { Errno(rawValue: 13) }  // EACCES
  public static var fault: Errno { Errno(rawValue: 14) }  // EFAULT
  public static var busy: Errno { Errno(rawValue: 16) }  // EBUSY
  public static var exists: Errno { Errno(rawValue: 17) }  // EEXIST
  public static var notDirectory: Errno { Errno(rawValue: 20) }  // ENOTDIR
  public static var isDirectory: Errno { Errno(rawValue: 21) }  // EISDIR
  public static var invalid: Errno { Errno(rawValue: 22) }  // EINVAL
  public static var tooManyDescriptors: Errno { Errno(rawValue: 24) }  // EMFILE
  public static var notTerminal: Errno { Errno(rawValue: 25) }  // ENOTTY
  public static var fileTooLarge: Errno { Errno(rawValue: 27) }  // EFBIG
  public static var range: Errno { Errno(rawValue: 34) }  // ERANGE
  public static var nameTooLong: Errno { Errno(rawValue: 36) }  // ENAMETOOLONG
  public static var noCall: Errno { Errno(rawValue: 38) }  // ENOSYS
  public static var tooManyLinks: Errno { Errno(rawValue: 40) }  // ELOOP
  public static var overflow: Errno { Errno(rawValue: 75) }  // EOVERFLOW
  public static var badLibrary: Errno { Errno(rawValue: 80) }  // ELIBBAD
  public static var notSocket: Errno { Errno(rawValue: 88) }  // ENOTSOCK
  public static var messageSize: Errno { Errno(rawValue: 90) }  // EMSGSIZE
  public static var noProtocolOption: Errno { Errno(rawValue: 92) }  // ENOPROTOOPT
  public static var notSupported: Errno { Errno(rawValue: 95) }  // EOPNOTSUPP
  public static var noBuffers: Errno { Errno(rawValue: 105) }  // ENOBUFS

  // What the kernel keeps to itself: a call that a signal stopped, and how it goes on. The gateway turns these into a
  // restart or into EINTR before the guest sees them.
  public static var restartSystem: Errno { Errno(rawValue: 512) }  // ERESTARTSYS
  public static var restartAlways: Errno { Errno(rawValue: 513) }  // ERESTARTNOINTR
  /// A signal came before the host call began.
  public static var notStarted: Errno { Errno(rawValue: 600) }
}
