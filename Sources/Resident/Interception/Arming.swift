import ResidentSupport

/// How calls that do not come through the vDSO are caught.
///
/// Arming is per thread and is lost with every `clone` and `fork`.
public enum Interception {
  /// The mechanisms, best first.
  public enum Mechanism: UInt8, Sendable {
    /// Syscall User Dispatch of everything below 4 GiB.
    case dispatchInclusive
    /// Syscall User Dispatch of everything but the rest of the address space.
    case dispatchExclusive
    /// Syscall User Dispatch of everything but the resident's own code and trampolines: for 64-bit guests.
    case dispatchAll
    /// A seccomp filter that traps every call whose architecture is not x86-64.
    case filter
    /// A seccomp filter that traps every call but the resident's own: for 64-bit code.
    case filterAll
    /// Nothing to arm: this kernel answers `int $0x80` with a protection fault.
    case fault

    var isFilter: Bool { self == .filter || self == .filterAll }
  }

  /// What becomes of a site that has trapped.
  public enum Mode: UInt8, Sendable {
    /// It is patched where that is safe.
    case automatic
    /// It goes on trapping.
    case trap
    /// As `automatic`, and nothing is armed where 32-bit code needs nothing, or once a 64-bit guest is warm.
    case patch
    /// The same after few calls already; for tests.
    case patchSoon

    var isPatch: Bool { self == .patch || self == .patchSoon }

    /// As the user writes it.
    public var name: StaticString {
      switch self {
      case .automatic: "auto"
      case .trap: "trap"
      case .patch: "patch"
      case .patchSoon: "patch-soon"
      }
    }
  }

  nonisolated(unsafe) static var mode = Mode.automatic
  nonisolated(unsafe) static var mechanism = Mechanism.dispatchInclusive
  /// Whether the programs of this machine are guests as well: `--intercept`.
  nonisolated(unsafe) static var coversAll = false
  /// Whether those are not told of the host's vDSO: `--no-vdso`.
  nonisolated(unsafe) static var hidesVirtualObject = false

  /// Finds the mechanism that this kernel has for a guest of `format` and arms the calling thread with it.
  static func armFirst(for format: ImageFormat) -> Bool {
    if mode.isPatch && format == .i386 && !coversAll && !HostEntries.has32Bit {
      // Calls by 32-bit code come anyway; that nothing watches for 64-bit code is what the user trusts the program with.
      mechanism = .fault
      return true
    }
    if GuestSpace.isHosts {
      if arm(.dispatchAll) { return true }
    } else {
      if arm(.dispatchInclusive) || arm(.dispatchExclusive) { return true }
    }
    // Where programs are guests for a filter's sake, it has been inherited and says more than the one by architecture.
    if format.hasWideCode || coversAll { return armFilter(.filterAll) }
    if HostEntries.has32Bit && armFilter(.filter) { return true }
    if HostEntries.has32Bit && probe_interrupt_entry() == 0 { return false }
    mechanism = .fault
    return true
  }

  /// Arms the calling thread as the first one was.
  static func armThread(_ thread: ThreadPointer) {
    switch mechanism {
    case .dispatchInclusive, .dispatchExclusive, .dispatchAll:
      if arm(mechanism) {
        unsafe thread.pointee.isArmed = true
        return
      }
      // It was there for the first thread; a thread whose calls would pass us by must not start.
      Host.complain("dragoman: the host refuses a new thread Syscall User Dispatch, which the first one had\n")
      Host.exit(134)
    case .filter, .filterAll, .fault: break
    }
  }

  /// Takes dispatch off the calling thread.
  static func disarmThread() { _ = try? Host.call(.prctl, setDispatch, 0, 0, 0, 0) }

  private static var setDispatch: UInt64 { 59 }

  private static func arm(_ wish: Mechanism) -> Bool {
    let guest: UInt64 = 0x1_0000_0000
    let done: Bool
    switch wish {
    case .dispatchInclusive:
      done = (try? Host.call(.prctl, setDispatch, 2, 0, guest, 0)) != nil
    case .dispatchExclusive:
      done = (try? Host.call(.prctl, setDispatch, 1, guest, 0x7fff_ffff_f000 &- guest, 0)) != nil
    case .dispatchAll:
      let start = UInt64(TRAMPOLINES)
      done = (try? Host.call(.prctl, setDispatch, 1, start, etext_address() &- start, 0)) != nil
    case .filter, .filterAll, .fault:
      done = false
    }
    if done { mechanism = wish }
    return done
  }

  private static func armFilter(_ wish: Mechanism) -> Bool {
    if wish == .filterAll {
      if !HostClock.isTrapped() && !CallFilter.installByPlace() { return false }
      // It stays for whatever is executed from now on, and only a resident can live with it.
      coversAll = true
    } else if !CallFilter.installByArchitecture() {
      return false
    }
    mechanism = wish
    return true
  }
}

/// What the host's kernel can be asked for.
enum HostEntries {
  /// Whether it has entries for i386 calls, or may have; without, each of them is a protection fault.
  ///
  /// An i386 call is not tried: sandboxes kill for it. A kernel without the entries has no vDSO for them either, and
  /// does not know the call that maps it, where it knows the one for its own.
  static var has32Bit: Bool { !hasVirtualObject(ofABI: 0x2003) || hasVirtualObject(ofABI: 0x2002) }

  /// `ARCH_MAP_VDSO_32` and `_64`, with a vDSO there already: EEXIST, or EINVAL where it is unknown.
  private static func hasVirtualObject(ofABI operation: UInt64) -> Bool {
    do throws(Errno) {
      try Host.call(.archPrctl, operation, 0)
      return true
    } catch {
      return error == .exists
    }
  }
}
