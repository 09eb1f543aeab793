import ResidentSupport

/// What the resident remembers about the guest's descriptors because the host does not: one byte a descriptor, so that
/// threads that work on different descriptors do not disturb each other.
enum DescriptorNotes {
  private static var limit: Int { Int(DESCRIPTOR_NOTES_BYTES) }
  private static var notes: UnsafeMutablePointer<UInt8> { unsafe descriptor_notes_storage() }

  /// The guest opened it without O_LARGEFILE.
  static var small: UInt8 { 1 }
  /// It is such a file, a regular one, and may be written.
  static var limited: UInt8 { 4 }
  /// It is a directory whose positions were shown to the guest shortened.
  static var shortPositions: UInt8 { 2 }
  /// It is a copy of a list of mappings.
  static var listing: UInt8 { 8 }
  /// It gives or takes events of input devices.
  static var inputEvents: UInt8 { 16 }

  /// Whether `note` is set for the descriptor.
  @inline(__always)
  static func has(_ note: UInt8, _ descriptor: Int32) -> Bool { self[descriptor] & note != 0 }

  @inline(__always)
  static subscript(_ descriptor: Int32) -> UInt8 {
    get { UInt32(bitPattern: descriptor) < UInt32(limit) ? unsafe notes[Int(descriptor)] : 0 }
    set {
      if UInt32(bitPattern: descriptor) < UInt32(limit), unsafe notes[Int(descriptor)] != newValue {
        unsafe notes[Int(descriptor)] = newValue
      }
    }
  }

  /// Takes over what is known about a descriptor to its duplicate.
  static func copy(_ descriptor: Int32, to duplicate: Int64) {
    SmallFiles.forget(Int32(truncatingIfNeeded: duplicate))
    DescriptorNotes[Int32(truncatingIfNeeded: duplicate)] = DescriptorNotes[descriptor]
  }

  /// Forgets what is known about a range of descriptors.
  static func clear(_ range: ClosedRange<UInt32>) {
    let first = Int(range.lowerBound)
    let end = min(Int(range.upperBound) + 1, limit)
    if first >= end { return }
    for descriptor in first..<end where unsafe notes[descriptor] != 0 { unsafe notes[descriptor] = 0 }
  }
}
