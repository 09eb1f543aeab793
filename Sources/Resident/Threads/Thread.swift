import ResidentSupport

/// The state of one guest thread.
///
/// It lies at a fixed place in the thread's slot, and `%fs` points to it while the thread is in the resident.
struct Thread {
  /// What the gateway's assembly knows; must stay first.
  var gateway = gateway_block()

  /// The ABI of the call in the frame, where it came by a trap.
  var trappedABI = ABIIdentifier.i386

  // Signals
  /// The guest's signal mask.
  ///
  /// The host's is the same less what the resident itself cannot do without.
  var signalMask = SignalSet()
  /// The mask that `sigsuspend`, `ppoll` and the like put in force during the call in progress.
  var temporaryMask = SignalSet()
  var hasTemporaryMask = false
  var noted = NotedSignals()
  var alternateStack = AlternateStack()
  var lastFault = FaultInformation()
  /// The guest steps through its own code: the trap flag was taken off for the resident and comes back on the way out.
  var isStepping = false
  /// Dispatch is in force for the thread.
  var isArmed = false
  /// A new process whose host handlers the kernel has put back, as CLONE_CLEAR_SIGHAND asks.
  var hasLostHandlers = false
  /// The actions this thread's process has installed; shared by its threads.
  var actions: UnsafeMutablePointer<SignalActions>

  /// The change of code after which this thread last went back to an instruction that had been a barrier.
  var codeChangeSeen: UInt64 = 0

  // Thread-local storage
  var tlsDescriptors = InlineArray<3, UserDescriptor>(repeating: UserDescriptor())
  /// The selector that the guest believes to be in %gs where %gs really holds the flat one and a base; otherwise 0.
  var virtualGS: UInt32 = 0
  var virtualGSBase: UInt32 = 0
  /// The same for %fs.
  var virtualFS: UInt32 = 0

  // Filters of calls
  /// The newest ``FilterNode``; 0 for none.
  var filter: UInt64 = 0
  /// Another thread gave it a filter together with PR_SET_NO_NEW_PRIVS, which only the thread itself can set.
  var givesUpPrivileges = false
  /// Seccomp's first kind is in force.
  var isStrict = false

  // Ends
  /// Guest address that is cleared and woken when the thread ends; 0 for none.
  var clearChildTID: UInt64 = 0
  /// Guest address that a new thread writes its id to before anything else; 0 for none.
  var tellChildTID: UInt64 = 0
  var robustList: UInt32 = 0
  /// The list of its 64-bit code, which the host's kernel knows too.
  var wideRobustList: UInt64 = 0
  /// The host knows of it, and walks it even if the thread is killed.
  var robustListIsHosts = false
  var restartableSequences = RestartableSequences()
  /// A mapping that only an `execve` in progress needs; freed with the slot where the `execve` succeeded.
  var scratch: UInt64 = 0
  var scratchSize: UInt64 = 0
}

/// A thread's state, as everything on its way passes it along.
typealias ThreadPointer = UnsafeMutablePointer<Thread>

extension UnsafeMutablePointer<Thread> {
  /// The thread whose slot holds `address`.
  @inline(__always)
  static func owning(stackAddress address: UInt64) -> ThreadPointer {
    unsafe ThreadPointer(bitPattern: UInt((address & ~UInt64(SLOT_SIZE - 1)) + UInt64(SLOT_BLOCK)))!
  }

  var address: UInt64 { UInt64(UInt(bitPattern: self)) }
  var slot: UInt64 { address &- UInt64(SLOT_BLOCK) }
  var tid: Int32 { unsafe pointee.gateway.tid }
  var stackTop: UInt64 { slot &+ UInt64(SLOT_STACK_TOP) }
  /// 64-byte aligned room for one XSAVE image.
  var vectorState: UInt64 { slot &+ UInt64(SLOT_VECTOR_STATE) }

  /// Sets attention bits, so that the thread does not go back to the guest the short way.
  @inline(__always)
  func demand(_ attention: Int32) { unsafe attention_add(gateway, UInt32(attention)) }

  /// Takes attention bits back.
  @inline(__always)
  func waive(_ attention: Int32) { unsafe attention_remove(gateway, UInt32(attention)) }

  /// Whether any of the attention bits is set.
  @inline(__always)
  func owes(_ attention: Int32) -> Bool { unsafe attention_read(gateway) & UInt32(attention) != 0 }

  /// The part of the block that the assembly knows.
  var gateway: UnsafeMutablePointer<gateway_block> {
    unsafe UnsafeMutableRawPointer(self).assumingMemoryBound(to: gateway_block.self)
  }

  /// Whether a signal waits for the way out.
  var hasNotedSignal: Bool { owes(ATTENTION_SIGNAL) }

  /// Makes the thread look at its noted signals on the way out.
  func demandSignals() { demand(ATTENTION_SIGNAL) }

  /// Makes the saved frame hold every register, whichever way the guest came in, and go back in full.
  func completeFrame() {
    if unsafe pointee.gateway.entry == UInt32(ENTRY_VSYSCALL) {
      // The gateway fills the lower halves only.
      unsafe pointee.gateway.frame.narrow()
      unsafe pointee.trappedABI = .i386
      unsafe pointee.gateway.frame.flags =
        Flags.merging(arithmetic: pointee.gateway.arithmetic_flags, into: pointee.gateway.frame.flags)
      unsafe pointee.gateway.frame.cs = UInt64(SELECTOR_CODE32)
      unsafe pointee.gateway.frame.ss = UInt64(SELECTOR_DATA)
      unsafe pointee.gateway.entry = UInt32(ENTRY_TRAP)
      let ip = unsafe pointee.gateway.frame.ip
      if SitePool.contains(ip) { unsafe pointee.gateway.frame.ip = SitePool.original(ip) }
    }
    if unsafe pointee.gateway.entry == UInt32(ENTRY_WIDE_SITE) {
      unsafe pointee.gateway.frame.ip = WideTrampolines.original(pointee.gateway.frame.ip)
      unsafe pointee.gateway.entry = UInt32(ENTRY_TRAP)
    }
    unsafe resumeStepping(&pointee.gateway.frame)
    demand(ATTENTION_FULL_EXIT)
  }

  /// The ABI of the call in the frame.
  var callABI: ABIIdentifier {
    unsafe pointee.gateway.entry == UInt32(ENTRY_VSYSCALL) ? .i386 : pointee.trappedABI
  }

  /// Whether the guest came in from 64-bit code.
  var isWide: Bool {
    unsafe pointee.gateway.entry != UInt32(ENTRY_VSYSCALL) && pointee.gateway.frame.isWide
  }

  /// The guest's stack pointer.
  var stackPointer: UInt64 {
    let pointer = unsafe pointee.gateway.frame.sp
    return isWide ? pointer : pointer & 0xffff_ffff
  }

  /// Gives a guest that steps through its code the trap flag back.
  func resumeStepping(_ frame: inout register_frame) {
    if unsafe !pointee.isStepping { return }
    unsafe pointee.isStepping = false
    frame.flags |= Flags.trap
  }
}

extension register_frame {
  /// Whether the code is 64-bit code.
  var isWide: Bool { cs & 0xffff == UInt64(SELECTOR_CODE64) }

  /// Leaves what 32-bit code knows of the registers.
  mutating func narrow() {
    let low: UInt64 = 0xffff_ffff
    ax &= low
    bx &= low
    cx &= low
    dx &= low
    si &= low
    di &= low
    bp &= low
    sp &= low
  }
}

/// Bits of the flags register.
enum Flags {
  static var trap: UInt64 { 0x100 }
  static var direction: UInt64 { 0x400 }
  static var resume: UInt64 { 0x1_0000 }
  static var alignment: UInt64 { 0x4_0000 }
  static var overflow: UInt64 { 0x800 }
  static var arithmetic: UInt64 { 0x8d5 }
  /// What a signal frame may change: the kernel's FIX_EFLAGS.
  static var changeable: UInt64 { 0x5_0dd5 | 0x1_0000 }

  /// `flags` with the arithmetic ones from what `lahf` and `seto` gave.
  static func merging(arithmetic: UInt32, into flags: UInt64) -> UInt64 {
    let low = UInt64(arithmetic >> 8) & 0xd5
    let overflow = arithmetic & 0xff != 0 ? Flags.overflow : 0
    return flags & ~Flags.arithmetic | low | overflow
  }
}
