import ResidentSupport

/// `stack_t` of x86-64.
struct SignalStack64: GuestValue {
  var base: UInt64 = 0
  var flags: UInt32 = 0
  var padding: UInt32 = 0
  var size: UInt64 = 0
  init() {}
}

/// `struct sigcontext_64`: the registers in an x86-64 signal frame.
struct SignalContext64: GuestValue {
  var r8: UInt64 = 0
  var r9: UInt64 = 0
  var r10: UInt64 = 0
  var r11: UInt64 = 0
  var r12: UInt64 = 0
  var r13: UInt64 = 0
  var r14: UInt64 = 0
  var r15: UInt64 = 0
  var di: UInt64 = 0
  var si: UInt64 = 0
  var bp: UInt64 = 0
  var bx: UInt64 = 0
  var dx: UInt64 = 0
  var ax: UInt64 = 0
  var cx: UInt64 = 0
  var sp: UInt64 = 0
  var ip: UInt64 = 0
  var flags: UInt64 = 0
  var cs: UInt16 = 0
  var gs: UInt16 = 0
  var fs: UInt16 = 0
  var ss: UInt16 = 0
  var error: UInt64 = 0
  var trap: UInt64 = 0
  var oldMask: UInt64 = 0
  var faultAddress: UInt64 = 0
  var vectorState: UInt64 = 0
  var reserved = InlineArray<8, UInt64>(repeating: 0)
  init() {}

  /// As the kernel's `__unsafe_setup_sigcontext` fills it in.
  init(_ frame: register_frame) {
    r8 = frame.r8
    r9 = frame.r9
    r10 = frame.r10
    r11 = frame.r11
    r12 = frame.r12
    r13 = frame.r13
    r14 = frame.r14
    r15 = frame.r15
    di = frame.di
    si = frame.si
    bp = frame.bp
    bx = frame.bx
    dx = frame.dx
    ax = frame.ax
    cx = frame.cx
    sp = frame.sp
    ip = frame.ip
    flags = frame.flags
    cs = UInt16(truncatingIfNeeded: frame.cs)
    ss = UInt16(truncatingIfNeeded: frame.ss)
  }

  /// The registers as `restore_sigcontext` takes them; `old` has those that a frame does not hold.
  func registers(over old: register_frame) -> register_frame {
    var frame = old
    frame.r8 = r8
    frame.r9 = r9
    frame.r10 = r10
    frame.r11 = r11
    frame.r12 = r12
    frame.r13 = r13
    frame.r14 = r14
    frame.r15 = r15
    frame.di = di
    frame.si = si
    frame.bp = bp
    frame.bx = bx
    frame.dx = dx
    frame.ax = ax
    frame.cx = cx
    frame.sp = sp
    frame.ip = ip
    frame.flags = old.flags & ~Flags.changeable | flags & Flags.changeable | 0x202
    frame.cs = UInt64(cs | 3)
    frame.ss = UInt64(ss | 3)
    return frame
  }
}

/// `struct ucontext` of x86-64.
struct UserContext64: GuestValue {
  var flags: UInt64 = 0
  var link: UInt64 = 0
  var stack = SignalStack64()
  var registers = SignalContext64()
  var mask = SignalSet()
  init() {}

  /// The frame has an XSAVE image; it has %ss; %ss is put back as it is.
  static var hasExtendedState: UInt64 { 1 }
  static var hasStackSegment: UInt64 { 2 }
  static var isStrictAboutStackSegment: UInt64 { 4 }
}

/// `struct rt_sigframe` of x86-64: what its handlers are called with.
struct RealTimeFrame64: GuestValue {
  var returnAddress: UInt64 = 0
  var context = UserContext64()
  var information = HostSignalInfo()
  init() {}

  static var contextOffset: UInt64 { 8 }
  static var informationOffset: UInt64 { 312 }
}
