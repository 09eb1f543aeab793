import ResidentSupport

/// How the host's kernel has laid out the resident's own process: what `kernel.randomize_va_space` and
/// `vm.legacy_va_layout` say shows there, and reading them would take longer.
enum HostLayout {
  /// Whether stacks and mappings get addresses by chance.
  ///
  /// If not, the program's name is the last thing below the end of the addresses, but for one word: the kernel's
  /// `bprm_mm_init`.
  static func isRandom(_ host: AuxiliaryVector) -> Bool {
    guard let name = unsafe UnsafePointer<UInt8>(bitPattern: UInt(host.value(.executedName))) else { return true }
    return unsafe UInt64(UInt(bitPattern: name + Strings.length(name))) &+ 9 != X86_64.addressLimit
  }

  /// Whether heaps do as well: the host's own then does not begin where the resident's data end.
  static var hasRandomHeap: Bool {
    let heap = UInt64(bitPattern: (try? Host.call(.brk, 0)) ?? 0)
    return heap != OwnMemory.end
  }

  /// Whether mappings are put one above the other from a third of the space on, and not one below the other.
  static var isLegacy: Bool {
    let privateAnonymous: UInt64 = 0x22
    guard let place = try? Host.call(.mmap, 0, GuestMap.pageSize, 0, privateAnonymous, ~0, 0) else { return false }
    let address = UInt64(bitPattern: place)
    _ = try? Host.call(.munmap, address, GuestMap.pageSize)
    // By chance up to 2^28 pages above a third; a stack without limit leaves a sixth for mappings.
    let third = X86_64.addressLimit / 3
    return address >= third && address &- third < 1 << 41
  }
}
