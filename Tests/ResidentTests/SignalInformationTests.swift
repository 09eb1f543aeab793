import Testing

@testable import ResidentHosted

/// One way in which the kernel uses a `siginfo_t`.
struct InformationUse: CustomTestStringConvertible {
  let testDescription: String
  let signal: Int32
  let code: Int32
  /// Members of the union, and how many bytes of them a guest can have.
  let members: [(name: String, size: Int)]

  /// The fields of `siginfo_layout`'s kinds.
  static let all: [InformationUse] = {
    let kill = [("_kill._pid", 4), ("_kill._uid", 4)]
    let timer = [("_timer._tid", 4), ("_timer._overrun", 4), ("_timer._sigval", 4)]
    let queued = [("_rt._pid", 4), ("_rt._uid", 4), ("_rt._sigval", 4)]
    let child = [
      ("_sigchld._pid", 4), ("_sigchld._uid", 4), ("_sigchld._status", 4), ("_sigchld._utime", 4),
      ("_sigchld._stime", 4),
    ]
    let fault = [("_sigfault._addr", 4)]
    let memory = fault + [("_sigfault._addr_lsb", 2)]
    let bounds = fault + [("_sigfault._addr_bnd._lower", 4), ("_sigfault._addr_bnd._upper", 4)]
    let key = fault + [("_sigfault._addr_pkey._pkey", 4)]
    let event =
      fault + [("_sigfault._perf._data", 4), ("_sigfault._perf._type", 4), ("_sigfault._perf._flags", 4)]
    let poll = [("_sigpoll._band", 4), ("_sigpoll._fd", 4)]
    let system = [("_sigsys._call_addr", 4), ("_sigsys._syscall", 4), ("_sigsys._arch", 4)]
    func use(_ name: String, _ signal: Int32, _ code: Int32, _ members: [(String, Int)]) -> InformationUse {
      InformationUse(testDescription: name, signal: signal, code: code, members: members.map { ($0.0, $0.1) })
    }
    return [
      use("SI_USER", 10, 0, kill), use("SI_KERNEL", 15, 0x80, kill), use("SI_TKILL", 10, -6, queued),
      use("SI_QUEUE", 34, -1, queued), use("SI_MESGQ", 10, -3, queued), use("SI_ASYNCIO", 10, -4, queued),
      use("SI_TIMER", 14, -2, timer), use("SI_SIGIO", 29, -5, poll), use("POLL_IN", 29, 1, poll),
      use("POLL_HUP of a real-time signal", 40, 6, poll), use("an unknown code", 40, 7, kill),
      use("CLD_EXITED", 17, 1, child), use("CLD_CONTINUED", 17, 6, child), use("SEGV_MAPERR", 11, 1, fault),
      use("SEGV_ACCERR", 11, 2, fault), use("SEGV_BNDERR", 11, 3, bounds), use("SEGV_PKUERR", 11, 4, key),
      use("ILL_ILLOPN", 4, 2, fault), use("FPE_INTDIV", 8, 1, fault), use("TRAP_BRKPT", 5, 1, fault),
      use("TRAP_PERF", 5, 6, event), use("BUS_ADRALN", 7, 1, fault), use("BUS_MCEERR_AR", 7, 4, memory),
      use("BUS_MCEERR_AO", 7, 5, memory), use("SYS_SECCOMP", 31, 1, system),
    ]
  }()

  /// Where the members lie for a width, by their order in `all`.
  static func offsets(_ width: Width) throws -> [[Int]] {
    let names = all.flatMap { use in use.members.map { "offsetof(siginfo_t, _sifields.\($0.name))" } }
    var values = try CompilerOfC.values(of: names, after: LayoutHeaders.kernel, width)[...]
    return all.map { use in
      defer { values = values.dropFirst(use.members.count) }
      return Array(values.prefix(use.members.count))
    }
  }
}

@Suite("A signal's information")
struct SignalInformationTests {
  /// A recognisable value for the member at `index`.
  private static func value(_ index: Int) -> UInt32 { 0x4142_4340 + UInt32(index) * 0x0101_0101 }

  @Test func `is told to the guest and taken from it in every kind`() throws {
    let (host, guest) = (try InformationUse.offsets(.x86_64), try InformationUse.offsets(.i386))
    for (index, use) in InformationUse.all.enumerated() {
      var theirs = HostSignalInfo()
      var ours = SignalInformation32()
      ours.signal = use.signal
      ours.error = 5
      ours.code = use.code
      withUnsafeMutableBytes(of: &theirs) { bytes in
        bytes.storeBytes(of: use.signal, as: Int32.self)
        bytes.storeBytes(of: 5, toByteOffset: 4, as: Int32.self)
        bytes.storeBytes(of: use.code, toByteOffset: 8, as: Int32.self)
      }
      for (member, field) in use.members.enumerated() {
        withUnsafeMutableBytes(of: &theirs) {
          Self.store(Self.value(member), field.size, at: host[index][member], in: $0)
        }
        withUnsafeMutableBytes(of: &ours) {
          Self.store(Self.value(member), field.size, at: guest[index][member], in: $0)
        }
      }
      let told = withUnsafeBytes(of: SignalInformation32(theirs)) { Array($0) }
      let expected = withUnsafeBytes(of: ours) { Array($0) }
      #expect(told == expected, "\(use.testDescription) to the guest")
      let taken = withUnsafeBytes(of: ours.forHost(use.signal)) { Array($0) }
      let wanted = withUnsafeBytes(of: theirs) { Array($0) }
      #expect(taken == wanted, "\(use.testDescription) from the guest")
    }
  }

  private static func store(_ value: UInt32, _ size: Int, at offset: Int, in bytes: UnsafeMutableRawBufferPointer) {
    if size == 2 {
      bytes.storeBytes(of: UInt16(truncatingIfNeeded: value), toByteOffset: offset, as: UInt16.self)
    } else {
      bytes.storeBytes(of: value, toByteOffset: offset, as: UInt32.self)
    }
  }
}
