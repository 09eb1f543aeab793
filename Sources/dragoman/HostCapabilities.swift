import Glibc
import ResidentHosted

/// What this machine offers to guests, found out by trying.
struct HostCapabilities {
  /// How far the kernel's own i386 entries go.
  struct Emulation {
    let answersInterrupts: Bool
    /// The kernel has no entry for them at all.
    let faultsAtInterrupts: Bool
    let executesPrograms: Bool
  }

  let kernel = HostCapabilities.kernelRelease()
  let codeSegment = HostCapabilities.probeCodeSegment()
  let dispatchByRange = HostCapabilities.probeDispatch(mode: 1, start: 1 << 32, length: (1 << 47) - (1 << 32))
  let dispatchInclusive = HostCapabilities.probeDispatch(mode: 2, start: 0, length: 1 << 32)
  let seccomp = HostCapabilities.probeSeccomp()
  let fsgsbase = auxiliaryValue(26) & 2 != 0
  let modifyLDT = HostCapabilities.probeModifyLDT()
  let emulation = HostCapabilities.probeEmulation()
  let minimumAddress = HostCapabilities.number(in: "/proc/sys/vm/mmap_min_addr")
  let ptraceScope = HostCapabilities.number(in: "/proc/sys/kernel/yama/ptrace_scope")
  let binaryFormats = HostCapabilities.probeBinaryFormats()
  let codeWriting = HostCapabilities.probeCodeWriting()
  let memoryMapControl = HostCapabilities.probeMemoryMapControl()
  let resident = Resident.candidates.first { $0.isExecutable }

  private static func kernelRelease() -> String {
    var name = utsname()
    uname(&name)
    return withUnsafeBytes(of: &name.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  private static func probeCodeSegment() -> Bool {
    guard let code = LowCode(LowCode.modeSwitch) else { return false }
    defer { LowCode.unmap() }
    return ProbeProcess.run { code.entry() } == .exited(42)
  }

  /// Arms dispatch and makes a call from the guest's range: where it works, the call becomes a `SIGSYS`.
  private static func probeDispatch(mode: UInt64, start: UInt64, length: UInt64) -> Bool {
    guard let code = LowCode(LowCode.systemCall) else { return false }
    defer { LowCode.unmap() }
    let outcome = ProbeProcess.run {
      if Host.call(.prctl, Host.setSyscallUserDispatch, mode, start, length, 0) != 0 { return 1 }
      return code.entry() > 0 ? 2 : 3
    }
    return outcome == .killed(SIGSYS)
  }

  /// Installs the filter that the trap path falls back to: an i386 call becomes a `SIGSYS`, any other goes on.
  private static func probeSeccomp() -> Bool {
    let filter: [UInt64] = [
      0x0000_0004_0000_0020,  // load the word at 4: the call's architecture
      0x4000_0003_0100_0015,  // skip one unless it is AUDIT_ARCH_I386
      0x0003_0000_0000_0006,  // SECCOMP_RET_TRAP
      0x7FFF_0000_0000_0006,  // SECCOMP_RET_ALLOW
    ]
    return filter.withUnsafeBytes { filter in
      let program: [UInt64] = [4, Host.address(filter.baseAddress!)]
      return program.withUnsafeBytes { program in
        let outcome = ProbeProcess.run {
          if Host.call(.prctl, Host.setNoNewPrivileges, 1) != 0 { return 1 }
          return Host.call(.seccomp, 1, 0, Host.address(program.baseAddress!)) == 0 ? 0 : 2
        }
        return outcome == .exited(0)
      }
    }
  }

  private static func probeModifyLDT() -> Bool {
    // struct user_desc: entry 0, base, limit, 32-bit | limit in pages | useable
    let description: [UInt32] = [0, 0x1000_0000, 0xF_FFFF, 0x51]
    return description.withUnsafeBytes { description in
      ProbeProcess.run {
        Host.call(.modifyLDT, 1, Host.address(description.baseAddress!), 16) == 0 ? 0 : 1
      } == .exited(0)
    }
  }

  private static func probeEmulation() -> Emulation {
    var outcome = ProbeProcess.Outcome.failed
    if let code = LowCode(LowCode.interruptCall) {
      defer { LowCode.unmap() }
      outcome = ProbeProcess.run { code.entry() > 0 ? 0 : 1 }
    }
    return Emulation(
      answersInterrupts: outcome == .exited(0), faultsAtInterrupts: outcome == .killed(SIGSEGV),
      executesPrograms: probeExecution())
  }

  /// Has the kernel execute an i386 program of 84 bytes and a few instructions.
  private static func probeExecution() -> Bool {
    let name: StaticString = "dragoman-probe"
    let descriptor = Int32(Host.call(.memfdCreate, Host.address(name.utf8Start), 1))
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let words: [UInt32] = [
      0x464C_457F, 0x0001_0101, 0, 0,  // magic, 32-bit, little-endian
      0x0003_0002, 1, 0x0804_8054, 52,  // ET_EXEC for i386, entry, program headers
      0, 0, 0x0020_0034, 1, 0,  // one of them
      1, 0, 0x0804_8000, 0x0804_8000, 0x60, 0x60, 5, 0x1000,  // PT_LOAD, readable and executable
      0xC031_2AB3, 0x0080_CD40, 0,  // mov $42, %bl; xor %eax, %eax; inc %eax; int $0x80
    ]
    guard words.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == words.count * 4 else {
      return false
    }
    let arguments: [UInt64] = [Host.address(name.utf8Start), 0]
    return arguments.withUnsafeBytes { arguments in
      let empty: StaticString = ""
      let outcome = ProbeProcess.run {
        let vector = Host.address(arguments.baseAddress!)
        _ = Host.call(.execveat, UInt64(descriptor), Host.address(empty.utf8Start), vector, vector + 8, 0x1000)
        return 1
      }
      return outcome == .exited(42)
    }
  }

  /// Writes a byte of code that is not writable, and has all threads take notice, as patching does.
  private static func probeCodeWriting() -> Bool {
    guard LowCode(LowCode.systemCall) != nil else { return false }
    defer { LowCode.unmap() }
    let descriptor = open("/proc/self/mem", O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let registerExpeditedSyncCore: UInt64 = 64
    var byte = LowCode.systemCall[0]
    return pwrite(descriptor, &byte, 1, off_t(LowCode.base)) == 1
      && Host.call(.membarrier, registerExpeditedSyncCore) == 0
  }

  /// Asks for the size of the structure that `PR_SET_MM_MAP` takes: only a kernel that has it answers.
  private static func probeMemoryMapControl() -> Bool {
    var size: UInt32 = 0
    return withUnsafeMutableBytes(of: &size) {
      Host.call(.prctl, Host.setMemoryMap, Host.memoryMapSize, Host.address($0.baseAddress!)) == 0
    }
  }

  /// The state of `binfmt_misc`, by which a kernel hands programs to an interpreter.
  enum BinaryFormats: Equatable {
    case enabled
    case disabled
    case notMounted
    case absent
  }

  private static func probeBinaryFormats() -> BinaryFormats {
    switch text(of: "/proc/sys/fs/binfmt_misc/status") {
    case "enabled": return .enabled
    case .some: return .disabled
    case nil:
      let known = text(of: "/proc/filesystems")?.contains("binfmt_misc") ?? false
      return known || FilePath("/proc/sys/fs/binfmt_misc").isExecutable ? .notMounted : .absent
    }
  }

  private static func number(in path: String) -> Int? {
    text(of: path).flatMap { Int($0) }
  }

  private static func text(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, initialized in
      initialized = max(0, read(descriptor, buffer.baseAddress, buffer.count))
    }
    guard !bytes.isEmpty else { return nil }
    return String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...], as: UTF8.self)
  }
}
