import ResidentSupport

/// The three slots that a 32-bit kernel keeps in its descriptor table for each thread.
///
/// A 64-bit task cannot fill them, so a load of such a selector faults; the fault is answered with the flat selector
/// and the base that the slot asks for.
enum ThreadLocalStorage {
  static var firstEntry: UInt32 { 12 }
  static var entryCount: UInt32 { 3 }

  /// The slot that `entry` means.
  ///
  /// Guests work it out from what they read in %gs, and read the flat selector there.
  static func slotEntry(_ entry: UInt32, _ thread: ThreadPointer) -> UInt32 {
    let virtual = unsafe thread.pointee.virtualGS
    return entry == carrier(thread) >> 3 && virtual != 0 ? virtual >> 3 : entry
  }

  /// The selector that %gs, or %fs, really holds where the guest believes it to hold a slot's.
  private static func carrier(_ thread: ThreadPointer, isFS: Bool = false) -> UInt32 {
    SegmentBases.haveInstructions ? UInt32(SELECTOR_DATA) : SegmentBases.selector(thread, isFS: isFS)
  }

  /// `set_thread_area`: fills a slot, the first free one for entry −1, and writes back which.
  static func set(_ thread: ThreadPointer, _ pointer: GuestPointer<UserDescriptor>, mayChoose: Bool) throws(Errno) {
    var descriptor = try pointer.read()
    if !isAcceptable(descriptor) { throw .invalid }
    descriptor.entry = slotEntry(descriptor.entry, thread)
    if descriptor.entry == ~0 && mayChoose {
      guard let free = firstFree(thread) else { throw .noProcess }
      descriptor.entry = firstEntry + free
      try pointer.rebound(to: UInt32.self).write(descriptor.entry)
    }
    if descriptor.entry < firstEntry || descriptor.entry >= firstEntry + entryCount { throw .invalid }
    let slot = Int(descriptor.entry - firstEntry)
    if descriptor.isEmpty { descriptor.base = 0 }
    unsafe thread.pointee.tlsDescriptors[slot] = descriptor
    refresh(thread, selector: descriptor.entry << 3 | 3)
  }

  /// Whether CLONE_SETTLS may fill a slot with `descriptor`.
  static func isSlot(_ descriptor: UserDescriptor) -> Bool {
    isAcceptable(descriptor) && descriptor.entry >= firstEntry && descriptor.entry < firstEntry + entryCount
  }

  /// Fills a slot of the calling thread and takes its new base into use.
  static func adopt(_ thread: ThreadPointer, _ descriptor: UserDescriptor) {
    unsafe thread.pointee.tlsDescriptors[Int(descriptor.entry - firstEntry)] = descriptor
    refresh(thread, selector: descriptor.entry << 3 | 3)
  }

  /// `get_thread_area`.
  static func get(_ thread: ThreadPointer, _ pointer: GuestPointer<UserDescriptor>) throws(Errno) {
    let entry = slotEntry(try pointer.rebound(to: UInt32.self).read(), thread)
    if entry < firstEntry || entry >= firstEntry + entryCount { throw .invalid }
    var descriptor = unsafe thread.pointee.tlsDescriptors[Int(entry - firstEntry)]
    descriptor.entry = entry
    if descriptor.isEmpty { descriptor.attributes = 0x28 }
    try pointer.write(descriptor)
  }

  /// The base that `selector` stands for in this thread; nil where it is not one of the slots, or the slot is empty.
  static func base(of selector: UInt32, in thread: ThreadPointer) -> UInt32? {
    let entry = selector >> 3
    if selector & 4 != 0 || entry < firstEntry || entry >= firstEntry + entryCount { return nil }
    let descriptor = unsafe thread.pointee.tlsDescriptors[Int(entry - firstEntry)]
    return descriptor.isEmpty || descriptor.isAbsent ? nil : descriptor.base
  }

  /// Loads %gs as the guest would see it loaded with `selector`.
  ///
  /// False where that is a fault.
  static func loadGS(_ thread: ThreadPointer, _ selector: UInt32) -> Bool {
    let selector = unsafe meant(by: selector, virtual: thread.pointee.virtualGS, carrier(thread))
    if let base = base(of: selector, in: thread) {
      if SegmentBases.haveInstructions {
        _ = segment_load_gs(UInt32(SELECTOR_DATA))
        segment_write_gs_base(UInt64(base))
      } else {
        let segment = unsafe thread.pointee.tlsDescriptors[Int(selector >> 3 &- firstEntry)]
        guard let own = SegmentBases.fill(thread, isFS: false, segment) else { return false }
        _ = segment_load_gs(own)
      }
      unsafe thread.pointee.virtualGS = selector
      unsafe thread.pointee.virtualGSBase = base
      return true
    }
    unsafe thread.pointee.virtualGS = 0
    return segment_load_gs(selector) == 0
  }

  /// Makes %fs what the guest would see loaded with `selector` from its next return on.
  static func loadFS(_ thread: ThreadPointer, _ selector: UInt32) {
    let selector = unsafe meant(by: selector, virtual: thread.pointee.virtualFS, carrier(thread, isFS: true))
    if !SegmentBases.haveInstructions {
      _ = loadFSNow(thread, selector)
      return
    }
    if selector == 0 {
      unsafe thread.pointee.gateway.frame.fs = 0
      thread.waive(ATTENTION_SEGMENTS)
      return
    }
    if let base = base(of: selector, in: thread) {
      unsafe thread.pointee.gateway.frame.fs = UInt32(SELECTOR_DATA)
      unsafe thread.pointee.gateway.frame.fs_base = UInt64(base)
      unsafe thread.pointee.virtualFS = selector
    } else {
      unsafe thread.pointee.gateway.frame.fs = selector
      unsafe thread.pointee.gateway.frame.fs_base = 0
      unsafe thread.pointee.virtualFS = 0
    }
    thread.demand(ATTENTION_SEGMENTS)
  }

  /// Loads %fs as the guest would see it loaded with `selector`, which it has while it runs.
  ///
  /// False where that is a fault.
  static func loadFSNow(_ thread: ThreadPointer, _ selector: UInt32) -> Bool {
    unsafe thread.pointee.virtualFS = 0
    guard let base = base(of: selector, in: thread) else { return segment_load_fs(selector) == 0 }
    if SegmentBases.haveInstructions {
      _ = segment_load_fs(UInt32(SELECTOR_DATA))
      segment_write_fs_base(UInt64(base))
    } else {
      let segment = unsafe thread.pointee.tlsDescriptors[Int(selector >> 3 &- firstEntry)]
      guard let own = SegmentBases.fill(thread, isFS: true, segment) else { return false }
      _ = segment_load_fs(own)
    }
    unsafe thread.pointee.virtualFS = selector
    return true
  }

  /// Brings a new thread's segments into use, on the thread itself.
  static func begin(_ thread: ThreadPointer) {
    let selector = unsafe thread.pointee.virtualGS
    if selector != 0 {
      _ = loadGS(thread, selector)
    } else if holdsGS {
      holdGS(thread)
    }
    if SegmentBases.haveInstructions { return }
    let other = unsafe thread.pointee.virtualFS
    if other != 0 { _ = loadFSNow(thread, other) }
  }

  /// Makes `base` the base of %fs for 64-bit code, on the thread itself.
  static func setFSBase(_ thread: ThreadPointer, _ base: UInt64) {
    giveFSBase(thread, base)
    if !SegmentBases.haveInstructions { SegmentBases.setFS(base) }
  }

  /// Notes that `base` is the base of %fs for 64-bit code from the next return on, or from a new thread's beginning.
  static func giveFSBase(_ thread: ThreadPointer, _ base: UInt64) {
    unsafe thread.pointee.gateway.frame.fs = 0
    unsafe thread.pointee.gateway.frame.fs_base = base
    unsafe thread.pointee.virtualFS = 0
    if SegmentBases.haveInstructions { thread.demand(ATTENTION_SEGMENTS) }
  }

  /// Gives 64-bit code that has not asked for %gs the base by which calls from patched sites find the thread's block.
  static func holdGS(_ thread: ThreadPointer) {
    if !SegmentBases.haveInstructions { return SegmentBases.setGS(0) }
    segment_write_gs_base(SitePatches.isOn ? thread.address &+ UInt64(GS_DISTANCE) : 0)
  }

  /// Whether %gs is the resident's: of this thread, or of the one that this one was copied from.
  static var holdsGS: Bool {
    SegmentBases.haveInstructions && segment_read_gs_base() >> 32 == UInt64(SLOT_REGION) >> 32
  }

  /// Makes %fs the resident's.
  static func holdFS(_ thread: ThreadPointer) {
    if !SegmentBases.haveInstructions { return }
    _ = segment_load_fs(0)
    segment_write_fs_base(thread.address)
  }

  /// The guest came in with %fs loaded: it becomes the resident's, and the guest's is loaded on the way out.
  static func takeFS(_ thread: ThreadPointer) {
    if !SegmentBases.haveInstructions || segment_read_fs_base() == thread.address { return }
    let selector = segment_read_fs()
    unsafe thread.pointee.gateway.frame.fs = selector
    if selector == UInt32(SELECTOR_DATA), let base = lostFSBase(thread) {
      unsafe thread.pointee.gateway.frame.fs_base = base
    } else if selector == UInt32(SELECTOR_DATA) || selector == 0 {
      unsafe thread.pointee.gateway.frame.fs_base = segment_read_fs_base()
    }
    holdFS(thread)
    thread.demand(ATTENTION_SEGMENTS)
  }

  /// Gives %gs or %fs its base again where the guest has put back what it read there, the flat selector, and with it lost
  /// the base; false where neither was lost.
  static func mendBases(_ thread: ThreadPointer) -> Bool {
    if !SegmentBases.haveInstructions { return false }
    if segment_read_gs() == UInt32(SELECTOR_DATA), unsafe thread.pointee.virtualGS != 0 {
      let base = unsafe UInt64(thread.pointee.virtualGSBase)
      if base != 0 && segment_read_gs_base() != base {
        segment_write_gs_base(base)
        return true
      }
    }
    guard segment_read_fs() == UInt32(SELECTOR_DATA), let base = lostFSBase(thread) else { return false }
    segment_write_fs_base(base)
    return true
  }

  /// The base of the slot that the guest believes to be in %fs, where the flat selector there has none.
  private static func lostFSBase(_ thread: ThreadPointer) -> UInt64? {
    if segment_read_fs_base() != 0 { return nil }
    let base = base(of: unsafe thread.pointee.virtualFS, in: thread) ?? 0
    return base == 0 ? nil : UInt64(base)
  }

  /// The selector that is meant where the guest names one for a register that it believes to hold `virtual`.
  private static func meant(by selector: UInt32, virtual: UInt32, _ carrier: UInt32) -> UInt32 {
    selector == carrier && virtual != 0 ? virtual : selector
  }

  /// The selector that the guest believes to be in %gs.
  static func visibleGS(_ thread: ThreadPointer) -> UInt32 {
    let actual = segment_read_gs()
    let virtual = unsafe thread.pointee.virtualGS
    return actual == carrier(thread) && virtual != 0 ? virtual : actual
  }

  /// The selector that the guest believes to be in %fs.
  static func visibleFS(_ thread: ThreadPointer) -> UInt32 {
    let isGuests = !SegmentBases.haveInstructions || segment_read_fs_base() != thread.address
    let actual = isGuests ? segment_read_fs() : unsafe thread.pointee.gateway.frame.fs
    let virtual = unsafe thread.pointee.virtualFS
    return actual == carrier(thread, isFS: true) && virtual != 0 ? virtual : actual
  }

  /// The kernel's `tls_desc_okay`.
  private static func isAcceptable(_ descriptor: UserDescriptor) -> Bool {
    if descriptor.isEmpty { return true }
    if !descriptor.is32Bit { return false }
    if descriptor.contents > 1 { return false }
    return !descriptor.isAbsent
  }

  private static func firstFree(_ thread: ThreadPointer) -> UInt32? {
    for slot in 0..<entryCount where unsafe thread.pointee.tlsDescriptors[Int(slot)].isEmpty { return slot }
    return nil
  }

  /// A register that holds the slot's selector takes the new base at once, as the kernel does for the caller.
  private static func refresh(_ thread: ThreadPointer, selector: UInt32) {
    if unsafe thread.pointee.virtualGS == selector && segment_read_gs() == carrier(thread) {
      _ = loadGS(thread, selector)
    }
  }
}
