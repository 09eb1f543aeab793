/// The code around a site, as far as it can be read: what loads its number, and whether a jump leads to it.
struct SiteSurroundings {
  private static var reach: Int { 2048 }
  private let site: PatchedSite
  private var bytes = InlineArray<4096, UInt8>(repeating: 0)

  init(_ site: PatchedSite) {
    self.site = site
    let block: UInt64 = 64
    let start = site.address &- UInt64(SiteSurroundings.reach)
    // What cannot be read stays 0.
    for offset in stride(from: UInt64(0), to: 4096, by: Int(block)) {
      _ = unsafe withUnsafeMutablePointer(to: &bytes) { room in
        try? unsafe GuestMemory.read(
          start &+ offset, into: UnsafeMutableRawPointer(room) + Int(offset), count: Int(block))
      }
    }
  }

  /// Whether the bytes before the site are those of `mov $number, %eax`.
  ///
  /// They may be the end of another instruction; but then the call that trapped would hardly have had that number.
  func loadNumber(_ number: UInt64) -> Bool {
    let start = SiteSurroundings.reach &- 5
    if bytes[start] != 0xb8 || word(at: start &+ 1) != UInt32(truncatingIfNeeded: number) { return false }
    let before = bytes[start &- 1]
    return before != 0x66 && !(site.isWide && before & 0xf0 == 0x40)
  }

  /// Whether anything that looks like a jump leads to the site.
  var mayBeTarget: Bool {
    let target = SiteSurroundings.reach
    for index in 0..<4096 &- 6 {
      switch bytes[index] {
      case 0x70...0x7f, 0xe0...0xe3, 0xeb:
        if index &+ 2 &+ Int(Int8(bitPattern: bytes[index &+ 1])) == target { return true }
      case 0xe8, 0xe9:
        if index &+ 5 &+ Int(Int32(bitPattern: word(at: index &+ 1))) == target { return true }
      case 0x0f where bytes[index &+ 1] & 0xf0 == 0x80:
        if index &+ 6 &+ Int(Int32(bitPattern: word(at: index &+ 2))) == target { return true }
      default: break
      }
    }
    return false
  }

  private func word(at offset: Int) -> UInt32 {
    var word: UInt32 = 0
    for byte in 0..<4 { word |= UInt32(bytes[offset &+ byte]) << UInt32(byte &* 8) }
    return word
  }
}
