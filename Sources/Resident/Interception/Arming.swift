import ResidentSupport

/// How calls that do not come through the vDSO are caught.
///
/// Arming is per thread and is lost with every `clone` and `fork`.
enum Interception {
  /// The mechanisms, best first.
  enum Mechanism: UInt8 {
    /// Syscall User Dispatch of everything below 4 GiB.
    case dispatchInclusive
    /// Syscall User Dispatch of everything but the rest of the address space.
    case dispatchExclusive
    /// Syscall User Dispatch of everything but the resident's own code and trampolines: for 64-bit guests.
    case dispatchAll
    /// A seccomp filter that traps every call whose architecture is not x86-64.
    case filter
    /// Nothing to arm: this kernel answers `int $0x80` with a protection fault.
    case fault
  }

  /// What becomes of a site that has trapped.
  enum Mode: UInt8 {
    /// It is patched where that is safe.
    case automatic
    /// It goes on trapping.
    case trap
    /// As `automatic`: what traps stays armed.
    case patch

    /// As the user writes it.
    var name: StaticString {
      switch self {
      case .automatic: "auto"
      case .trap: "trap"
      case .patch: "patch"
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
    // No filter tells a guest's 64-bit calls from the resident's at a bearable price.
    if GuestSpace.isHosts { return arm(.dispatchAll) }
    if arm(.dispatchInclusive) { return true }
    if arm(.dispatchExclusive) { return true }
    if format.hasWideCode { return false }
    if armFilter() { return true }
    // Nothing traps calls here; but where the kernel has no 32-bit entry each of them is a fault.
    if probe_interrupt_entry() == 0 { return false }
    mechanism = .fault
    return true
  }

  /// Arms the calling thread, which is new, as the first one was.
  static func armThread() {
    switch mechanism {
    case .dispatchInclusive, .dispatchExclusive, .dispatchAll:
      if arm(mechanism) { return }
      // It was there for the first thread; a thread whose calls would pass us by must not start.
      Host.complain("dragoman: the host refuses a new thread Syscall User Dispatch, which the first one had\n")
      Host.exit(134)
    case .filter, .fault: break
    }
  }

  private static func arm(_ wish: Mechanism) -> Bool {
    let setDispatch: UInt64 = 59
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
    case .filter, .fault:
      done = false
    }
    if done { mechanism = wish }
    return done
  }

  /// `SECCOMP_RET_TRAP` for every architecture but x86-64.
  ///
  /// Inherited by threads and children, and never taken off again.
  private static func armFilter() -> Bool {
    var program: InlineArray<4, UInt64> = [
      0x0000_0004_0000_0020,  // load arch
      0xc000_003e_0001_0015,  // x86-64: one further
      0x0003_0000_0000_0006,  // trap
      0x7fff_0000_0000_0006,  // allow
    ]
    return unsafe withUnsafeMutablePointer(to: &program) { code -> Bool in
      var header: InlineArray<2, UInt64> = [4, UInt64(UInt(bitPattern: code))]
      return unsafe withUnsafeMutablePointer(to: &header) { filter -> Bool in
        let program = UInt64(UInt(bitPattern: filter))
        // Only a process without the right to filter has to give up set-user-ID programs for it.
        if (try? Host.call(.seccomp, 1, 0, program)) == nil {
          let noNewPrivileges: UInt64 = 38
          if (try? Host.call(.prctl, noNewPrivileges, 1, 0, 0, 0)) == nil { return false }
          if (try? Host.call(.seccomp, 1, 0, program)) == nil { return false }
        }
        mechanism = .filter
        return true
      }
    }
  }
}
