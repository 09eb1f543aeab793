import ResidentSupport

/// Where a guest's process has what its patched sites lead to: entries near its code, and the pool of trampolines.
///
/// They are not the guest's, but in its reach.
struct HiddenStretches: ~Copyable {
  private var stretches = InlineArray<512, UInt64>(repeating: 0)
  private var count = 0

  /// None, where the process cannot be looked into or has patched nothing.
  init(of process: UInt64) {
    var path = ProcessFile.path(of: process, "mem")
    guard let file = path.withText({ text in try? HostFile(path: text) }) else { return }
    _ = unsafe withUnsafeMutablePointer(to: &stretches) { room in
      try? unsafe file.read(
        at: UInt64(SITE_STRETCHES), into: UnsafeMutableRawPointer(room), count: SiteEntries.most &* 16)
    }
    for index in 0..<SiteEntries.most where stretches[2 * index + 1] != 0 { count = index &+ 1 }
  }

  func contain(_ address: UInt64) -> Bool {
    for index in 0..<count where address >= stretches[2 * index] && address < stretches[2 * index + 1] {
      return true
    }
    return false
  }
}
