import Glibc
import ResidentSupport

/// A probe that may end its process: it runs in a child of its own.
enum ProbeProcess {
  /// How the child ended.
  enum Outcome: Equatable {
    case exited(Int32)
    case killed(Int32)
    case failed
  }

  /// Runs a body in a forked child and waits for it.
  ///
  /// The body makes bare host calls only, and its result is the child's status.
  static func run(_ body: () -> Int32) -> Outcome {
    let child = Host.call(.fork)
    if child == 0 {
      // A probe that is killed is no crash to keep a core of, and one that hangs ends.
      _ = Host.call(.prctl, Host.setDumpable, 0)
      _ = Host.call(.alarm, 5)
      let status = body()
      while true { _ = Host.call(.exitGroup, UInt64(bitPattern: Int64(status))) }
    }
    guard child > 0 else { return .failed }
    var status: Int32 = 0
    while waitpid(pid_t(child), &status, 0) < 0 {
      if errno != EINTR { return .failed }
    }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
  }
}

/// Bare calls into the kernel, by the numbers of x86-64.
enum Host {
  enum Number: UInt64 {
    case alarm = 37
    case fork = 57
    case modifyLDT = 154
    case prctl = 157
    case exitGroup = 231
    case seccomp = 317
    case memfdCreate = 319
    case execveat = 322
    case membarrier = 324
  }

  // Controls of prctl, which the C library's module does not give.
  static let setDumpable: UInt64 = 4
  static let setMemoryMap: UInt64 = 35
  static let memoryMapSize: UInt64 = 15
  static let setNoNewPrivileges: UInt64 = 38
  static let setSyscallUserDispatch: UInt64 = 59

  static func call(
    _ number: Number, _ a: UInt64 = 0, _ b: UInt64 = 0, _ c: UInt64 = 0, _ d: UInt64 = 0, _ e: UInt64 = 0
  ) -> Int64 {
    host_call(number.rawValue, a, b, c, d, e, 0)
  }

  static func address(_ pointer: UnsafeRawPointer) -> UInt64 {
    UInt64(UInt(bitPattern: pointer))
  }
}

/// Machine code in the first 4 GiB, where a guest's code lies: one page of code, one page of data behind it.
struct LowCode {
  static let base = 0x2000_0000
  let entry: @convention(c) () -> Int32

  /// Maps the code, or gives nothing where the kernel does not allow it.
  init?(_ code: [UInt8]) {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | 0x10_0000  // MAP_FIXED_NOREPLACE
    let wanted = UnsafeMutableRawPointer(bitPattern: LowCode.base)
    guard let page = mmap(wanted, 8192, PROT_READ | PROT_WRITE, flags, -1, 0), page == wanted else { return nil }
    page.copyMemory(from: code, byteCount: code.count)
    guard mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0 else { return nil }
    entry = unsafeBitCast(page, to: (@convention(c) () -> Int32).self)
  }

  static func unmap() {
    munmap(UnsafeMutableRawPointer(bitPattern: base), 8192)
  }

  /// Goes to 32-bit code by a far jump and comes back with 42, if the code in between was read as 32-bit code.
  static let modeSwitch: [UInt8] = {
    var code = [UInt8](repeating: 0x90, count: 0x80)
    func put(_ bytes: [UInt8], at offset: Int) { code.replaceSubrange(offset..<offset + bytes.count, with: bytes) }
    put([0x48, 0x89, 0x25, 0xF9, 0x0F, 0, 0], at: 0x00)  // mov %rsp, saved(%rip)
    put([0xFF, 0x2D, 0x53, 0, 0, 0], at: 0x07)  // ljmp *0x60(%rip)
    put([0xB8, 43, 0, 0, 0, 0x48], at: 0x20)  // mov $43, %eax; dec %eax (a mere prefix in 64-bit code)
    put([0xEA, 0x40, 0, 0, 0x20, 0x33, 0], at: 0x26)  // ljmp $0x33, $0x20000040
    put([0x48, 0x8B, 0x25, 0xB9, 0x0F, 0, 0, 0xC3], at: 0x40)  // mov saved(%rip), %rsp; ret
    put([0x20, 0, 0, 0x20, 0x23, 0], at: 0x60)  // 0x23:0x20000020
    return code
  }()

  /// Calls `getpid` by its i386 number through `int $0x80`.
  static let interruptCall: [UInt8] = [0xB8, 20, 0, 0, 0, 0xCD, 0x80, 0xC3]

  /// Calls `getpid` by its x86-64 number through `syscall`.
  static let systemCall: [UInt8] = [0xB8, 39, 0, 0, 0, 0x0F, 0x05, 0xC3]
}
