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

  let version: String
  let kernel: String
  let canRunGuests: Bool
  let findings: [Finding]
  let decisions: [Decision]
  /// What stands in the way, or would be better, each with its remedy.
  let advice: [String]
}

extension DoctorReport {
  init(_ host: HostCapabilities) {
    version = Dragoman.version
    kernel = host.kernel
    findings = DoctorReport.findings(host)
    decisions = DoctorReport.decisions(host)
    advice = DoctorReport.advice(host)
    canRunGuests = host.codeSegment && host.fsgsbase && host.canCatchInterrupts && host.resident != nil
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
    let traps =
      if host.emulation.faultsAtInterrupts {
        Decision(
          purpose: "a bare int $0x80", means: "protection fault",
          reason: "the kernel has no i386 entry: it faults by itself")
      } else if host.dispatchInclusive {
        Decision(purpose: "a bare int $0x80", means: "dispatch, inclusive", reason: "traps what is called below 4 GiB")
      } else if host.dispatchByRange {
        Decision(purpose: "a bare int $0x80", means: "dispatch by range", reason: "the kernel lacks the inclusive form")
      } else if host.seccomp {
        Decision(purpose: "a bare int $0x80", means: "seccomp filter", reason: "the kernel lacks dispatch (5.11)")
      } else {
        Decision(purpose: "a bare int $0x80", means: "nothing", reason: "neither dispatch nor seccomp is there")
      }
    let storage = Decision(
      purpose: "thread-local storage", means: host.fsgsbase ? "wrgsbase" : "nothing",
      reason: host.fsgsbase ? "one instruction, and it survives signals and context switches" : "FSGSBASE is missing")
    return [usual, traps] + wideCalls(host) + [storage]
  }

  /// How `syscall` in 64-bit code is caught: an x32 program's, and an x86-64 program's under `--intercept`.
  private static func wideCalls(_ host: HostCapabilities) -> [Decision] {
    func decide(_ purpose: String, _ dispatch: Decision?) -> Decision {
      if let dispatch { return dispatch }
      return host.seccomp
        ? Decision(
          purpose: purpose, means: "seccomp filter",
          reason: "traps all but the resident's own; what is started there runs under Dragoman as well")
        : Decision(purpose: purpose, means: "nothing", reason: "neither dispatch nor seccomp is there: refused")
    }
    let x32 = "an x32 syscall"
    let wide = "an x86-64 syscall"
    let inclusive = Decision(purpose: x32, means: "dispatch, inclusive", reason: "traps what is called below 4 GiB")
    let byRange = Decision(purpose: x32, means: "dispatch by range", reason: "the kernel lacks the inclusive form")
    let all = Decision(
      purpose: wide, means: "dispatch by range", reason: "only with --intercept: traps all but the resident's own")
    return [
      decide(x32, host.dispatchInclusive ? inclusive : host.dispatchByRange ? byRange : nil),
      decide(wide, host.dispatchByRange ? all : nil),
    ]
  }

  private static func advice(_ host: HostCapabilities) -> [String] {
    var advice: [String] = []
    if !host.codeSegment {
      advice.append(
        "32-bit code does not run here: this may be a paravirtualized or an emulated machine; use another one")
    }
    if !host.fsgsbase {
      advice.append(
        "FSGSBASE is missing: use Linux 5.9 or later on a processor that has it, without the option nofsgsbase")
    }
    if !host.canCatchInterrupts {
      advice.append("calls by int $0x80 cannot be caught: use Linux 5.11 or later, or one with CONFIG_SECCOMP_FILTER")
    }
    if !host.modifyLDT {
      advice.append("modify_ldt is missing: guests that need it (Wine) will not run; it is CONFIG_MODIFY_LDT_SYSCALL")
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

extension HostCapabilities {
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
