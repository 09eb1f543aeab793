import ResidentSupport

/// `ucontext_t` as the host's kernel puts it on the signal stack of a 64-bit task.
struct HostContext {
  var flags: UInt64
  var link: UInt64
  var stackBase: UInt64
  var stackFlags: UInt64
  var stackSize: UInt64
  var r8: UInt64
  var r9: UInt64
  var r10: UInt64
  var r11: UInt64
  var r12: UInt64
  var r13: UInt64
  var r14: UInt64
  var r15: UInt64
  var di: UInt64
  var si: UInt64
  var bp: UInt64
  var bx: UInt64
  var dx: UInt64
  var ax: UInt64
  var cx: UInt64
  var sp: UInt64
  var ip: UInt64
  var eflags: UInt64
  var cs: UInt16
  var gs: UInt16
  var fs: UInt16
  var ss: UInt16
  var error: UInt64
  var trap: UInt64
  var oldMask: UInt64
  var faultAddress: UInt64
  /// Address of the XSAVE image.
  var vectorState: UInt64
  var reserved: InlineArray<8, UInt64>
  var mask: SignalSet

  /// The guest's registers, where the interrupted code was the guest's.
  var registers: register_frame {
    var frame = register_frame()
    frame.ax = ax
    frame.bx = bx
    frame.cx = cx
    frame.dx = dx
    frame.si = si
    frame.di = di
    frame.bp = bp
    frame.sp = sp
    frame.r8 = r8
    frame.r9 = r9
    frame.r10 = r10
    frame.r11 = r11
    frame.r12 = r12
    frame.r13 = r13
    frame.r14 = r14
    frame.r15 = r15
    frame.ip = ip
    frame.flags = eflags
    frame.cs = UInt64(cs)
    frame.ss = UInt64(ss)
    return frame
  }

  /// Makes the return from the handler enter the guest with `frame`.
  mutating func resume(_ frame: register_frame) {
    ax = frame.ax
    bx = frame.bx
    cx = frame.cx
    dx = frame.dx
    si = frame.si
    di = frame.di
    bp = frame.bp
    sp = frame.sp
    r8 = frame.r8
    r9 = frame.r9
    r10 = frame.r10
    r11 = frame.r11
    r12 = frame.r12
    r13 = frame.r13
    r14 = frame.r14
    r15 = frame.r15
    ip = frame.ip
    eflags = frame.flags
    cs = UInt16(truncatingIfNeeded: frame.cs)
    ss = UInt16(truncatingIfNeeded: frame.ss)
  }

  /// Makes the return from the handler go on at `label` in the resident, on the stack that ends at `stackTop`, with
  /// `block` in %rbx.
  mutating func enterResident(at label: UInt64, stackTop: UInt64, block: UInt64) {
    ip = label
    cs = UInt16(SELECTOR_CODE64)
    ss = UInt16(SELECTOR_DATA)
    sp = stackTop
    bx = block
    eflags = 0x202
  }
}
