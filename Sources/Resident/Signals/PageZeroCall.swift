import ResidentSupport

/// Calls by number through the page at address 0, as a signal finds them, and what comes there by mistake.
enum PageZeroCall {
  /// What a fault that has to do with the page is.
  enum Judgement {
    /// A site's call that the page could not take: it is made as one that traps.
    case call(register_frame)
    /// What would have been a fault without the page.
    case guests(HostSignalInfo, HostContext)
  }

  /// The guest's registers, where the interrupted code is on the way from a site to the gateway or trampoline; nil elsewhere.
  ///
  /// A call from elsewhere counts as being at the number that it called.
  static func interrupted(_ context: HostContext, _ thread: ThreadPointer) -> register_frame? {
    if !PageZero.isUsed { return nil }
    guard let behind = returnAddress(context) else { return nil }
    var frame = context.registers
    let ip = context.ip
    let isSite = PageZero.isSite(behind: behind)
    // 64-bit code that calls NULL in a 32-bit program stays what it is.
    if !PageZero.isWide && (isSite || ip >= PageZero.size) {
      if ip >= page_zero_narrow_saved_address() && ip < page_zero_narrow_restored_address() { frame.cx = context.r8 }
      frame.narrow()
      frame.cs = UInt64(SELECTOR_CODE32)
      frame.ss = UInt64(SELECTOR_DATA)
    }
    if isSite {
      frame.ip = behind &- PatchedSite.callLength
      if !hasPopped(context) { frame.sp &+= slotSize }
    } else if ip >= PageZero.size {
      let number = PageZero.isWide ? frame.ax : frame.ax & 0xffff_ffff
      frame.ip = number < PageZero.numberEnd ? number : 0
      if hasPopped(context) { frame.sp &-= slotSize }
    }
    thread.resumeStepping(&frame)
    return frame
  }

  /// Whether a thread at the address of `context` is on such a way, for the guest's single steps.
  static func isOnItsWay(_ context: HostContext) -> Bool {
    if !PageZero.isMapped { return false }
    if context.ip < PageZero.size { return PageZero.isWide || context.cs == UInt16(SELECTOR_CODE32) }
    return PageZero.isWide && context.ip >= page_zero_wide_address() && context.ip < page_zero_wide_end_address()
  }

  /// Judges a memory fault, where the guest's registers are `frame`; nil where it has nothing to do with the page.
  static func judgeFault(
    _ info: HostSignalInfo, _ context: HostContext, _ frame: register_frame
  ) -> Judgement? {
    if !PageZero.isUsed { return nil }
    let (pageFault, isFetch): (UInt64, UInt64) = (14, 16)
    if returnAddress(context) != nil {
      // At a site by now, unless it is somebody else's call.
      if PageZero.isSite(behind: frame.ip &+ PatchedSite.callLength) { return .call(behindSite(frame)) }
      return .guests(missing(info, at: frame.ip), missing(context, at: frame.ip, error: isFetch | 4))
    }
    if isAtSite(frame) { return .call(behindSite(frame)) }
    // The site called an address that is none of the numbers.
    if context.trap == pageFault && context.error & isFetch != 0 && frame.ip == frame.ax
      && frame.isWide == PageZero.isWide,
      let behind = word(at: frame.sp), PageZero.isSite(behind: behind)
    {
      var frame = frame
      frame.ip = behind &- PatchedSite.callLength
      frame.sp &+= slotSize
      return .call(behindSite(frame))
    }
    if PageZero.isMapped && context.trap == pageFault && context.faultAddress < PageZero.size {
      // Neither that it is there, nor its key.
      return .guests(
        missing(info, at: context.faultAddress),
        missing(context, at: context.faultAddress, error: context.error & ~0x21))
    }
    return nil
  }

  /// Whether the instruction is a site's that calls its number.
  private static func isAtSite(_ frame: register_frame) -> Bool {
    let callThroughAX: UInt16 = 0xd0ff
    return PageZero.isSite(behind: frame.ip &+ PatchedSite.callLength) && frame.isWide == PageZero.isWide
      && (try? GuestPointer<UInt16>(frame.ip).read()) == callThroughAX
  }

  /// The registers as they are when the site's call enters the kernel.
  private static func behindSite(_ frame: register_frame) -> register_frame {
    var frame = frame
    frame.ip &+= PatchedSite.callLength
    if frame.isWide {
      frame.cx = frame.ip
      frame.r11 = frame.flags & ~Flags.resume
    }
    return frame
  }

  /// The return address of the call that came to the page, where the interrupted code is there or on the way from there.
  private static func returnAddress(_ context: HostContext) -> UInt64? {
    let ip = context.ip
    if ip < PageZero.size { return PageZero.isMapped ? word(at: context.sp) : known(word(at: context.sp)) }
    if !PageZero.isWide {
      if ip < page_zero_narrow_address() || ip >= page_zero_narrow_end_address() { return nil }
      return ip < page_zero_narrow_loaded_address() ? word(at: context.sp) : context.r12 & 0xffff_ffff
    }
    if ip >= page_zero_wide_address() && ip < page_zero_wide_end_address() {
      return hasPopped(context) ? context.r11 : word(at: context.sp)
    }
    return WideTrampolines.isNumbered(ip) ? context.r11 : nil
  }

  private static func known(_ behind: UInt64?) -> UInt64? {
    guard let behind, PageZero.isSite(behind: behind) else { return nil }
    return behind
  }

  private static func hasPopped(_ context: HostContext) -> Bool {
    let ip = context.ip
    if ip < PageZero.size { return false }
    return PageZero.isWide
      ? ip < page_zero_wide_address() || ip >= page_zero_wide_popped_address()
      : ip >= page_zero_narrow_popped_address()
  }

  private static var slotSize: UInt64 { PageZero.isWide ? 8 : 4 }

  private static func word(at address: UInt64) -> UInt64? {
    if PageZero.isWide { return try? GuestPointer<UInt64>(address).read() }
    return (try? GuestPointer<UInt32>(address & 0xffff_ffff).read()).map { UInt64($0) }
  }

  /// What the kernel says where nothing is mapped at `address`.
  private static func missing(_ info: HostSignalInfo, at address: UInt64) -> HostSignalInfo {
    let notMapped: UInt64 = 1
    var missing = info
    missing.words[1] = notMapped
    missing.words[2] = address
    missing.words[3] = 0
    return missing
  }

  private static func missing(_ context: HostContext, at address: UInt64, error: UInt64) -> HostContext {
    var missing = context
    (missing.trap, missing.error, missing.faultAddress) = (14, error, address)
    return missing
  }
}
