import ResidentSupport

/// The seccomp filters that stand in for Syscall User Dispatch.
///
/// A filter is inherited by threads, children and whatever they execute, and is never taken off again.
enum CallFilter {
  /// Traps every call whose architecture is not x86-64.
  ///
  /// The kernel knows the answer by the architecture alone, so it costs others' calls as little as dispatch. Native
  /// programs make no such calls.
  static func installByArchitecture() -> Bool {
    install(
      [
        load(architectureOffset),
        unless(architecture, skip: 1),
        allow,
        trap,
      ] as InlineArray<_, UInt64>)
  }

  /// Traps every call but those of the resident's own code and of its trampolines, which lie right below.
  ///
  /// It would kill a native program: where it is installed, every program has to be a guest. The resident is linked to
  /// a fixed place, so the filter is right for each that comes after.
  static func installByPlace() -> Bool {
    let (start, end) = (UInt64(TRAMPOLINES), etext_address())
    // The image begins where the upper half of an address changes.
    if start >> 32 &+ 1 != end >> 32 { return false }
    return install(
      [
        load(architectureOffset),
        unless(architecture, skip: 8),
        load(instructionOffset &+ 4),
        unless(UInt32(truncatingIfNeeded: start >> 32), skip: 2),
        load(instructionOffset),
        below(UInt32(truncatingIfNeeded: start), jump: (3, 4)),
        unless(UInt32(truncatingIfNeeded: end >> 32), skip: 3),
        load(instructionOffset),
        below(UInt32(truncatingIfNeeded: end), jump: (1, 0)),
        allow,
        trap,
      ] as InlineArray<_, UInt64>)
  }

  // The fields of struct seccomp_data.
  private static var architectureOffset: UInt32 { 4 }
  private static var instructionOffset: UInt32 { 8 }
  /// AUDIT_ARCH_X86_64.
  static var architecture: UInt32 { 0xc000_003e }

  /// What a signal of these filters has for its error number: other filters may be there.
  static var mark: Int32 { 0x4447 }

  // struct sock_filter: operation, how many to skip if so and if not, value.
  private static func statement(_ operation: UInt16, _ ifSo: UInt8, _ ifNot: UInt8, _ value: UInt32) -> UInt64 {
    UInt64(operation) | UInt64(ifSo) << 16 | UInt64(ifNot) << 24 | UInt64(value) << 32
  }
  private static func load(_ offset: UInt32) -> UInt64 { statement(0x20, 0, 0, offset) }
  private static func unless(_ value: UInt32, skip: UInt8) -> UInt64 { statement(0x15, 0, skip, value) }
  /// Skips as many as the first of the two says from `value` on, and as the second says below it.
  private static func below(_ value: UInt32, jump: (from: UInt8, below: UInt8)) -> UInt64 {
    statement(0x35, jump.from, jump.below, value)
  }
  private static var allow: UInt64 { statement(0x06, 0, 0, 0x7fff_0000) }
  private static var trap: UInt64 { statement(0x06, 0, 0, 0x0003_0000 | UInt32(bitPattern: mark)) }

  private static func install<let count: Int>(_ code: InlineArray<count, UInt64>) -> Bool {
    var code = code
    return unsafe withUnsafeMutablePointer(to: &code) { code -> Bool in
      var header: InlineArray<2, UInt64> = [UInt64(count), UInt64(UInt(bitPattern: code))]
      return unsafe withUnsafeMutablePointer(to: &header) { filter -> Bool in
        let program = UInt64(UInt(bitPattern: filter))
        // Only a process without the right to filter has to give up set-user-ID programs for it.
        if (try? Host.call(.seccomp, 1, 0, program)) == nil {
          let noNewPrivileges: UInt64 = 38
          if (try? Host.call(.prctl, noNewPrivileges, 1, 0, 0, 0)) == nil { return false }
          if (try? Host.call(.seccomp, 1, 0, program)) == nil { return false }
        }
        return true
      }
    }
  }
}
