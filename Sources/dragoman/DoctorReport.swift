import ResidentHosted

/// What the doctor says, for people and for programs.
struct DoctorReport: Codable {
  /// One thing that was tried.
  struct Finding: Codable {
    enum State: String, Codable {
      case yes
      case no
      case info
    }

    let key: String
    let title: String
    let state: State
    let value: String
    let note: String
  }

  /// One thing that Dragoman will do here, and why.
  struct Decision: Codable {
    let purpose: String
    let means: String
    let reason: String
  }

  /// How the calls of one ABI's programs are caught here.
  struct Interception: Codable {
    /// One of the modes of `run --intercept-mode`.
    struct Mode: Codable {
      let mode: String
      let isPossible: Bool
      let reason: String
    }

    let abi: String
    let canRun: Bool
    /// What traps their calls; nil where nothing does.
    let mechanism: String?
    /// The mode that `run` takes without being told.
    let mode: String
    let modes: [Mode]
    let reason: String
  }

  let version: String
  let kernel: String
  /// Whether i386 programs run.
  let canRunGuests: Bool
  let findings: [Finding]
  let decisions: [Decision]
  let interception: [Interception]
  /// What stands in the way, or would be better, each with its remedy.
  let advice: [String]
}

extension DoctorReport {
  init(_ host: HostCapabilities) {
    version = Dragoman.version
    kernel = host.kernel
    findings = DoctorReport.findings(host)
    decisions = DoctorReport.decisions(host)
    interception = DoctorReport.interception(host)
    canRunGuests = interception.first { $0.abi == "i386" }?.canRun ?? false
    advice = DoctorReport.advice(host)
  }

  private static func findings(_ host: HostCapabilities) -> [Finding] {
    func test(_ key: String, _ title: String, _ isThere: Bool, _ note: String) -> Finding {
      Finding(key: key, title: title, state: isThere ? .yes : .no, value: isThere ? "yes" : "no", note: note)
    }
    func info(_ key: String, _ title: String, _ value: String, _ note: String) -> Finding {
      Finding(key: key, title: title, state: .info, value: value, note: note)
    }
    let emulation = host.emulation
    return [
      test("codeSegment", "32-bit code segment", host.codeSegment, "32-bit code in a 64-bit process"),
      test("fsgsbase", "FSGSBASE", host.fsgsbase, "thread-local storage without a call"),
      test("dispatch", "dispatch by range", host.dispatchByRange, "Syscall User Dispatch, calls outside a range trap"),
      test("dispatchInclusive", "dispatch, inclusive", host.dispatchInclusive, "the same, calls inside a range trap"),
      test("seccomp", "seccomp filter", host.seccomp, "calls of another architecture trap"),
      test("modifyLDT", "modify_ldt", host.modifyLDT, "guests that make segments of their own, as Wine does"),
      test(
        "kernelInterrupts", "kernel's int $0x80", emulation.answersInterrupts, "the kernel's own i386 calls; not needed"
      ),
      test(
        "kernelPrograms", "kernel's i386 execve", emulation.executesPrograms,
        "the kernel's own i386 programs; not needed"
      ),
      test(
        "codeWriting", "code can be patched", host.codeWriting,
        "by /proc/self/mem and membarrier: sites that trap often"
      ),
      test(
        "memoryMapControl", "PR_SET_MM_MAP", host.memoryMapControl,
        "the guest's own command line and program in /proc"),
      info(
        "minimumAddress", "mmap_min_addr", host.minimumAddress.map(String.init) ?? "unknown",
        "lowest address that a program may map"),
      info("ptraceScope", "ptrace scope", host.ptraceScope.map(String.init) ?? "none", ptraceNote(host.ptraceScope)),
      info("binaryFormats", "binfmt_misc", host.binaryFormats.word, "lets the kernel start guests by itself"),
      test("resident", "resident", host.resident != nil, host.resident?.description ?? "the program that runs guests"),
    ]
  }

  private static func ptraceNote(_ scope: Int?) -> String {
    switch scope {
    case nil, 0: "debuggers may attach to any process of the same user"
    case 1: "debuggers may attach to their children only"
    case 2: "only administrators may attach a debugger"
    default: "nobody may attach a debugger"
    }
  }

  private static func decisions(_ host: HostCapabilities) -> [Decision] {
    let usual = Decision(
      purpose: "calls through the vDSO", means: "gateway",
      reason: "C libraries enter by AT_SYSINFO, which is ours: no trap")
    let caught = host.trap(of: .i386)
    let traps = Decision(purpose: "a bare int $0x80", means: caught.mechanism?.name ?? "nothing", reason: caught.reason)
    let wide = [(ABIIdentifier.x32, "an x32 syscall"), (.x86_64, "an x86-64 syscall")].map { abi, purpose in
      let caught = host.trap(of: abi)
      return Decision(purpose: purpose, means: caught.mechanism?.name ?? "nothing", reason: caught.reason)
    }
    return [usual, traps] + wide + [storage(host)]
  }

  private static func storage(_ host: HostCapabilities) -> Decision {
    let (means, reason) =
      if host.fsgsbase {
        ("wrgsbase", "one instruction, and it survives signals and context switches")
      } else if host.modifyLDT {
        ("descriptor table", "FSGSBASE is missing: entries of the local table, 4096 threads, and slower calls")
      } else {
        ("nothing", "neither FSGSBASE nor modify_ldt is there")
      }
    return Decision(purpose: "thread-local storage", means: means, reason: reason)
  }

  private static func advice(_ host: HostCapabilities) -> [String] {
    var advice: [String] = []
    if !host.codeSegment {
      advice.append(
        "32-bit code does not run here: this may be a paravirtualized or an emulated machine; use another one")
    }
    if !host.fsgsbase {
      advice.append(
        "FSGSBASE is missing, and calls are slower: use Linux 5.9 or later on a processor that has it, without nofsgsbase"
      )
    }
    if !host.canCatchInterrupts {
      advice.append("calls by int $0x80 cannot be caught: use Linux 5.11 or later, or one with CONFIG_SECCOMP_FILTER")
    }
    if !host.modifyLDT {
      let losers = host.fsgsbase ? "guests that need it (Wine)" : "i386 programs"
      advice.append("modify_ldt is missing: \(losers) will not run; it is CONFIG_MODIFY_LDT_SYSCALL")
    }
    if !host.memoryMapControl {
      advice.append("PR_SET_MM_MAP is missing: ps shows the resident's command line; it is CONFIG_CHECKPOINT_RESTORE")
    }
    if let minimum = host.minimumAddress, minimum > 65536 {
      advice.append("mmap_min_addr is above 65536: programs linked low will not load; see sysctl vm.mmap_min_addr")
    }
    if host.resident == nil {
      let places = Resident.candidates.map(\.description).joined(separator: " or ")
      advice.append("the resident is missing: install \(Resident.name) as \(places)")
    }
    return advice
  }
}

extension DoctorReport {
  private static func interception(_ host: HostCapabilities) -> [Interception] {
    [ABIIdentifier.i386, .x32, .x86_64].map { abi in
      let caught = host.trap(of: abi)
      // 64-bit code has its bases set by `arch_prctl` where there is nothing better.
      let hasBases = host.fsgsbase || host.modifyLDT || abi != .i386
      let runs = caught.mechanism != nil && (host.codeSegment || abi != .i386) && hasBases && host.resident != nil
      let patches = host.patches(abi)
      let modes = [
        mode(.auto, runs, patches.isPossible ? InterceptionMode.auto.explanation : "as trap: \(patches.reason)"),
        mode(.trap, runs, InterceptionMode.trap.explanation),
        mode(
          .patch, runs && patches.isPossible, patches.isPossible ? InterceptionMode.patch.explanation : patches.reason),
      ]
      return Interception(
        abi: abi.name.description, canRun: runs, mechanism: caught.mechanism?.name,
        mode: InterceptionMode.auto.rawValue,
        modes: modes, reason: caught.reason)
    }
  }

  private static func mode(_ mode: InterceptionMode, _ isPossible: Bool, _ reason: String) -> Interception.Mode {
    Interception.Mode(mode: mode.rawValue, isPossible: isPossible, reason: reason)
  }
}

extension HostCapabilities {
  /// What traps the calls of an ABI's programs here, as `Interception.armFirst` finds it, and why.
  func trap(of abi: ABIIdentifier) -> (mechanism: ResidentHosted.Interception.Mechanism?, reason: String) {
    let byPlace: ResidentHosted.Interception.Mechanism? = seccomp ? .filterAll : nil
    let isFiltered =
      seccomp
      ? "traps all but the resident's own; what is started there runs under Dragoman as well"
      : "neither dispatch nor seccomp is there: refused"
    if abi == .x86_64 {
      return dispatchByRange
        ? (.dispatchAll, "only with --intercept: traps all but the resident's own") : (byPlace, isFiltered)
    }
    // Before dispatch would see such a call.
    if abi == .i386 && emulation.faultsAtInterrupts {
      return (.fault, "the kernel has no i386 entry: it faults by itself")
    }
    if dispatchInclusive { return (.dispatchInclusive, "traps what is called below 4 GiB") }
    if dispatchByRange { return (.dispatchExclusive, "the kernel lacks the inclusive form") }
    if abi == .x32 { return (byPlace, isFiltered) }
    return seccomp
      ? (.filter, "the kernel lacks dispatch (5.11)") : (nil, "neither dispatch nor seccomp is there")
  }

  /// Whether sites of an ABI's code become jumps, and if not, why.
  func patches(_ abi: ABIIdentifier) -> (isPossible: Bool, reason: String) {
    if abi != .i386 && !fsgsbase { return (false, "without FSGSBASE sites in 64-bit code are not patched") }
    // The call, and an instruction behind it that can be moved.
    let code: [UInt8] = (abi == .i386 ? [0xCD, 0x80] : [0x0F, 0x05]) + [0x48, 0x3D, 0x01, 0xF0, 0xFF, 0xFF]
    if let site = CandidateSite.read(code.span, at: 0, isWide: abi != .i386).site, case .unpatched = site.outlook {
      return (false, "sites in \(abi.name) code are not patched")
    }
    return codeWriting ? (true, "") : (false, "code cannot be patched here")
  }

  /// Whether a call by `int $0x80` reaches the resident: it traps, or the kernel does not answer it and it faults.
  var canCatchInterrupts: Bool {
    dispatchByRange || dispatchInclusive || seccomp || emulation.faultsAtInterrupts
  }
}

extension HostCapabilities.BinaryFormats {
  var word: String {
    switch self {
    case .enabled: "enabled"
    case .disabled: "disabled"
    case .notMounted: "not mounted"
    case .absent: "absent"
    }
  }
}
