import ResidentSupport

/// The i386 vDSO in an i386 guest: our own image, with the way into the resident.
struct VirtualObject: Sendable {
  /// Where it lies; 0 before it is mapped, and in an x32 guest, which has another.
  var base: UInt64 = 0

  /// How much room its mappings take, with the pages of data in front.
  private(set) var extent: Range<UInt64> = 0..<0

  /// Where its code's mapping lies.
  private var code: Range<UInt64> { base..<max(base, extent.upperBound) }

  nonisolated(unsafe) static var current = VirtualObject()

  var vsyscall: UInt64 { address(of: vdso32_vsyscall_address()) }
  var landing: UInt64 { address(of: vdso32_landing_address()) }
  /// Where a call through it is made once more.
  var restart: UInt64 { landing &- 2 }
  var sigreturn: UInt64 { address(of: vdso32_sigreturn_address()) }
  var realTimeSigreturn: UInt64 { address(of: vdso32_rt_sigreturn_address()) }
  var stub: UInt64 { address(of: vdso32_stub_address()) }
  var size: UInt64 { vdso32_end_address() &- vdso32_begin_address() }

  /// Whether `address` lies in it.
  func contains(_ address: UInt64) -> Bool { base != 0 && address >= base && address &- base < size }

  /// Throws as the kernel does for its own, which moves as a whole or not at all.
  func checkMove(of old: Range<UInt64>, newSize: UInt64, isKept: Bool) throws(Errno) {
    if base == 0 || !code.contains(old.lowerBound) { return }
    if isKept || old.isEmpty { throw .invalid }
    if old.upperBound > code.upperBound || newSize > UInt64(old.count) { throw .fault }
    if old != code || newSize != UInt64(old.count) { throw .invalid }
  }

  /// Follows its mapping, which has moved from `old` to `place`: as a program does that restores another.
  ///
  /// Needs the lock of the guest's space.
  static func follow(from old: UInt64, to place: UInt64) {
    if current.base == 0 || current.base != old { return }
    let size = UInt64(current.code.count)
    current.base = place
    current.extent = place..<place &+ size
    let target = current.address(of: vdso32_far_target_address())
    let (readWrite, readExecute): (UInt64, UInt64) = (3, 5)
    do throws(Errno) {
      try Host.call(.mprotect, place, size, readWrite)
      try GuestPointer<UInt32>(target).write(UInt32(truncatingIfNeeded: current.stub))
      try Host.call(.mprotect, place, size, readExecute)
    } catch {
      // There is nothing better than to leave it: calls through it fault, as they would at its old place.
    }
    gateway_set_landing(UInt32(truncatingIfNeeded: current.landing))
  }

  private func address(of label: UInt64) -> UInt64 { base &+ (label &- vdso32_begin_address()) }

  /// Maps it at a place that the guest's space has free, fills in its two addresses, and lets the gateway know where
  /// calls land.
  ///
  /// It takes as much room as the kernel's own would, with the pages of data in front: as much as the host's, whose
  /// vDSO lies at `host`.
  static func map(host: UInt64, tid: Int32) throws(Errno) {
    var object = VirtualObject()
    let privateAnonymous: UInt64 = 0x22
    let extent = HostExtent(of: host)
    let data = extent.dataPages &* GuestMap.pageSize
    // The kernel's own for 32-bit programs has two, also where the one for 64-bit programs has but one.
    let code = max(extent.codePages, GuestSpace.pageCount(object.size), 2) &* GuestMap.pageSize
    object.base =
      data
      &+ (try GuestSpace.mmap(
        0, data &+ code, protection: 3, flags: privateAnonymous, descriptor: -1, offset: 0, tid: tid))
    let image = unsafe UnsafeRawPointer(bitPattern: UInt(vdso32_begin_address()))!
    try unsafe GuestMemory.write(image, to: object.base, count: Int(object.size))
    try GuestPointer<UInt32>(object.address(of: vdso32_far_target_address()))
      .write(UInt32(truncatingIfNeeded: object.stub))
    try GuestPointer<UInt64>(object.address(of: vdso32_gateway_address())).write(gateway_i386_address())
    let readOnly: UInt64 = 1
    if data != 0 { try Host.call(.mprotect, object.base &- data, data, readOnly) }
    let readExecute: UInt64 = 5
    try Host.call(.mprotect, object.base, code, readExecute)
    gateway_set_landing(UInt32(truncatingIfNeeded: object.landing))
    object.extent = object.base &- data..<object.base &+ code
    current = object
  }
}

/// How many pages the host's vDSO has, and the data in front of it.
private struct HostExtent {
  private(set) var dataPages: UInt64 = 0
  private(set) var codePages: UInt64 = 0
  private static var most: UInt64 { 16 }

  init(of base: UInt64) {
    if base == 0 { return }
    // The kernel's pages of data are device memory to it, which cannot be told what becomes of it in a child.
    let inherit: UInt64 = 11
    while dataPages < HostExtent.most {
      let page = base &- (dataPages &+ 1) &* GuestMap.pageSize
      do throws(Errno) {
        try Host.call(.madvise, page, GuestMap.pageSize, inherit)
        break
      } catch {
        if error == .noMemory { break }
      }
      dataPages &+= 1
    }
    // The section headers end the image.
    guard let image = unsafe UnsafeRawPointer(bitPattern: UInt(base)) else { return }
    let headers = unsafe image.load(fromByteOffset: 40, as: UInt64.self)
    let size = unsafe UInt64(image.load(fromByteOffset: 58, as: UInt16.self))
    let count = unsafe UInt64(image.load(fromByteOffset: 60, as: UInt16.self))
    codePages = min(GuestSpace.pageCount(headers &+ size &* count), HostExtent.most)
  }
}
