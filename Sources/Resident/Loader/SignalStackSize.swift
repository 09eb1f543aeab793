import ResidentSupport

/// How large a stack for signals has to be, as `AT_MINSIGSTKSZ` tells: the kernel's `init_sigframe_size`.
enum SignalStackSize {
  /// For an i386 guest of a kernel that says `host`.
  ///
  /// A kernel without 32-bit support reckons with its own frames only, which are smaller than i386's with the state of the
  /// x87 unit in front.
  static func forI386(host: UInt64, vectorSize: UInt64) -> UInt64 {
    let padding: UInt64 = 15 &+ 63
    let closingMagic: UInt64 = 4
    let wide: UInt64 = 440
    let narrow: UInt64 = 732 &+ 112
    let rest = padding &+ vectorSize &+ closingMagic
    return host == aligned(wide &+ rest) ? aligned(narrow &+ rest) : host
  }

  /// The size of the vector registers' image with everything that the kernel enabled.
  static var vectorSize: UInt64 { UInt64(fpu_cpuid(13, 0).b) }

  private static func aligned(_ size: UInt64) -> UInt64 { (size &+ 15) & ~15 }
}
