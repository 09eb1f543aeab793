import ResidentSupport

/// The host kernel's 64-bit calls.
///
/// Nothing else in the resident enters the kernel.
public enum Host {
  /// A call for the resident's own needs, which no signal may interrupt.
  ///
  /// Throws the kernel's error.
  @inline(__always) @discardableResult
  public static func call(
    _ number: HostNumber, _ a: UInt64 = 0, _ b: UInt64 = 0, _ c: UInt64 = 0, _ d: UInt64 = 0, _ e: UInt64 = 0,
    _ f: UInt64 = 0
  ) throws(Errno) -> Int64 {
    try value(host_call(UInt64(number.rawValue), a, b, c, d, e, f))
  }

  /// A call made for the guest: a signal interrupts it, or keeps it from starting (`Errno.notStarted`).
  @inline(__always) @discardableResult
  public static func guestCall(
    _ number: HostNumber, _ a: UInt64 = 0, _ b: UInt64 = 0, _ c: UInt64 = 0, _ d: UInt64 = 0, _ e: UInt64 = 0,
    _ f: UInt64 = 0
  ) throws(Errno) -> Int64 {
    try value(host_call_interruptible(UInt64(number.rawValue), a, b, c, d, e, f))
  }

  /// Splits the kernel's raw result into a value and an error.
  @inline(__always)
  public static func value(_ raw: Int64) throws(Errno) -> Int64 {
    if raw < 0 && raw >= -4095 { throw Errno(rawValue: Int32(truncatingIfNeeded: 0 &- raw)) }
    return raw
  }

  /// Writes to standard error; for messages that end the process or that the user asked for.
  public static func complain(_ text: StaticString) {
    _ = host_call(
      UInt64(HostNumber.write.rawValue), 2, UInt64(UInt(bitPattern: text.utf8Start)),
      UInt64(truncatingIfNeeded: text.utf8CodeUnitCount), 0, 0, 0)
  }

  /// Ends the whole process.
  public static func exit(_ status: Int32) -> Never {
    while true {
      _ = host_call(UInt64(HostNumber.exitGroup.rawValue), UInt64(UInt32(bitPattern: status)), 0, 0, 0, 0, 0)
    }
  }
}
