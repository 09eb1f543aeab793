import ResidentSupport

/// Protection faults that no 32-bit kernel would raise: loads of thread-local selectors, which a 64-bit task has not in its
/// descriptor table, and `int $0x80` on a kernel without 32-bit support.
enum ProtectionFault {
  enum Judgement {
    /// The guest's own fault.
    case guests
    /// Put right: the frame goes on behind the instruction.
    case mended
    /// An i386 call: the frame goes on behind the instruction.
    case call
    /// A call from a patched site of 64-bit code.
    case siteCall
  }

  private static var protection: UInt64 { 13 }

  static func judge(_ thread: ThreadPointer, _ frame: inout register_frame, _ context: HostContext) -> Judgement {
    if frame.isWide { return judgeWide(thread, &frame, context) }
    if ThreadLocalStorage.mendBases(thread) { return .mended }
    if context.trap != protection { return .guests }
    if let address = SitePatches.mend(frame.ip & 0xffff_ffff, thread) {
      frame.ip = address
      return .mended
    }
    do throws(Errno) {
      switch try FaultingInstruction(frame) {
      case .call(let length):
        frame.ip &+= length
        return .call
      case .segmentLoad(let instruction):
        if !load(register: instruction.segment, instruction.selector, thread) { return .guests }
        instruction.finish(&frame)
        return .mended
      case .other:
        return .guests
      }
    } catch {
      return .guests
    }
  }

  /// In 64-bit code beside the barriers of patched sites only `int $0x80` is a call that a kernel without 32-bit support does not know.
  private static func judgeWide(
    _ thread: ThreadPointer, _ frame: inout register_frame, _ context: HostContext
  ) -> Judgement {
    let interrupt80: UInt16 = 0x80cd
    if context.trap != protection { return .guests }
    if WideTrampolines.isFallback(context.ip) { return .siteCall }
    if let address = SitePatches.mend(frame.ip, thread) {
      frame.ip = address
      return .mended
    }
    if (try? GuestPointer<UInt16>(frame.ip).read()) != interrupt80 { return .guests }
    frame.ip &+= 2
    return .call
  }

  /// Loads a segment register with a thread-local selector.
  ///
  /// False for any other load.
  private static func load(register: UInt8, _ selector: UInt16, _ thread: ThreadPointer) -> Bool {
    let selector = UInt32(selector)
    if ThreadLocalStorage.base(of: selector, in: thread) == nil { return false }
    switch register {
    case 5:
      return ThreadLocalStorage.loadGS(thread, selector)
    case 4:
      return ThreadLocalStorage.loadFSNow(thread, selector)
    default:
      return false
    }
  }
}
