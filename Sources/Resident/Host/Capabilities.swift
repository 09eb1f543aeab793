/// The calling thread's rights.
enum Capabilities {
  /// Whether the right with this number, below 32, is in force.
  static func hasEffective(_ number: Int) -> Bool {
    let version3: UInt64 = 0x2008_0522
    var header = version3
    var sets = InlineArray<3, UInt64>(repeating: 0)
    _ = try? Host.lending(&header) { place throws(Errno) in
      try Host.lending(&sets) { room throws(Errno) in try Host.call(.capget, place, room) }
    }
    // The effective set's lower half comes first.
    return sets[0] >> UInt64(number) & 1 != 0
  }
}
