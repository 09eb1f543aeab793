/// One run of fields of a struct: where the guest has it and where the host.
struct FieldRun {
  var guest = 0
  var host = 0
  var guestSize = 0
  var hostSize = 0
  var kind = FieldKind.same

  /// What has to be done with the field.
  enum FieldKind: UInt8 {
    /// The same bytes.
    case same
    /// A pointer or an unsigned number.
    case unsigned
    /// A signed number.
    case signed
    /// An unsigned number that has to fit into the guest's field.
    case fitting
  }
}

/// Walks over the fields of a struct that the guest lays out as i386 does and the host as x86-64.
///
/// The text has a letter for each field, with a count in front where there are several, and parentheses around what is
/// repeated. Fields lie at their natural alignment; that of a struct inside has to be its first field's.
///
/// | letter | field | guest | host |
/// |---|---|---|---|
/// | `b` `s` `i` | number of 1, 2, 4 bytes | the same | the same |
/// | `q` | number of 8 bytes | aligned to 4 | aligned to 8 |
/// | `l` `u` | `long`, `unsigned long` | 4 | 8 |
/// | `p` | pointer | 4 | 8 |
/// | `P` | pointer in the room of a 64-bit number | 4 of 8 | 8 |
/// | `U` | `unsigned long` that must fit, else `EOVERFLOW` | 4 | 8 |
/// | `d` | device number of old, which must fit | 2 | 8 |
/// | `a` | nothing | | aligned to 8 |
struct FieldWalk {
  private let text: UnsafePointer<UInt8>
  private let end: Int
  private var index = 0
  private var letter: UInt8 = 0
  private var repeats = 0
  private var groupStart = 0
  private var groupRepeats = 0
  private var guest = 0
  private var host = 0
  private var hostAlignment = 1
  private var guestAlignment = 1

  init(_ shape: StaticString) {
    unsafe text = shape.utf8Start
    end = shape.utf8CodeUnitCount
  }

  /// The guest's size and the host's, after the last run.
  var guestSize: Int { FieldWalk.aligned(guest, to: guestAlignment) }
  var hostSize: Int { FieldWalk.aligned(host, to: hostAlignment) }

  mutating func next() -> FieldRun? {
    if repeats == 0 && !readLetter() { return nil }
    switch letter {
    case UInt8(ascii: "b"): return sameRun(1)
    case UInt8(ascii: "s"): return sameRun(2)
    case UInt8(ascii: "i"): return sameRun(4)
    case UInt8(ascii: "q"): return run(count: all(), 8, 8, guestAlignment: 4, .same)
    case UInt8(ascii: "l"): return run(count: one(), 4, 8, guestAlignment: 4, .signed)
    case UInt8(ascii: "U"): return run(count: one(), 4, 8, guestAlignment: 4, .fitting)
    case UInt8(ascii: "d"): return run(count: one(), 2, 8, guestAlignment: 2, .fitting)
    case UInt8(ascii: "P"):
      let run = run(count: one(), 4, 8, guestAlignment: 4, .unsigned)
      guest &+= 4
      return run
    case UInt8(ascii: "a"): return run(count: 0 &* one(), 1, 8, guestAlignment: 1, .same)
    default: return run(count: one(), 4, 8, guestAlignment: 4, .unsigned)
    }
  }

  private mutating func readLetter() -> Bool {
    var count = 0
    while index < end {
      let character = unsafe text[index]
      index &+= 1
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): count = count &* 10 &+ Int(character &- UInt8(ascii: "0"))
      case UInt8(ascii: "("):
        (groupStart, groupRepeats) = (index, max(count, 1) &- 1)
        count = 0
      case UInt8(ascii: ")"):
        if groupRepeats > 0 {
          groupRepeats &-= 1
          index = groupStart
        }
      default:
        (letter, repeats) = (character, max(count, 1))
        return true
      }
    }
    return false
  }

  private mutating func all() -> Int {
    let count = repeats
    repeats = 0
    return count
  }

  private mutating func one() -> Int {
    repeats &-= 1
    return 1
  }

  private mutating func sameRun(_ size: Int) -> FieldRun {
    let count = all()
    guest = FieldWalk.aligned(guest, to: size)
    host = FieldWalk.aligned(host, to: size)
    guestAlignment = max(guestAlignment, size)
    hostAlignment = max(hostAlignment, size)
    return take(count &* size, count &* size, .same)
  }

  /// Fields that have eight bytes in the host.
  private mutating func run(
    count: Int, _ guestSize: Int, _ hostSize: Int, guestAlignment alignment: Int, _ kind: FieldRun.FieldKind
  ) -> FieldRun {
    guest = FieldWalk.aligned(guest, to: alignment)
    host = FieldWalk.aligned(host, to: hostSize)
    guestAlignment = max(guestAlignment, alignment)
    hostAlignment = max(hostAlignment, hostSize)
    return take(count &* guestSize, count &* hostSize, kind)
  }

  private mutating func take(_ guestSize: Int, _ hostSize: Int, _ kind: FieldRun.FieldKind) -> FieldRun {
    let run = FieldRun(guest: guest, host: host, guestSize: guestSize, hostSize: hostSize, kind: kind)
    guest &+= guestSize
    host &+= hostSize
    return run
  }

  private static func aligned(_ offset: Int, to alignment: Int) -> Int {
    (offset &+ alignment &- 1) & ~(alignment &- 1)
  }
}

/// A struct whose fields a text names: see `FieldWalk`.
struct FieldShape {
  let text: StaticString

  /// Most bytes that a struct may have, for the guest and for the host.
  static var largest: Int { 1024 }

  /// How many bytes the guest's struct and the host's have.
  var sizes: (guest: Int, host: Int) {
    var walk = FieldWalk(text)
    while walk.next() != nil {}
    return (walk.guestSize, walk.hostSize)
  }

  /// Fills the host's struct from the guest's.
  func fill(host: UnsafeMutableRawPointer, from guest: UnsafeRawPointer) {
    var walk = FieldWalk(text)
    while let run = walk.next() {
      let (source, place) = unsafe (guest + run.guest, host + run.host)
      switch run.kind {
      case .same: unsafe place.copyMemory(from: source, byteCount: run.guestSize)
      case .signed:
        unsafe place.storeBytes(of: Int64(source.loadUnaligned(as: Int32.self)), as: Int64.self)
      case .unsigned, .fitting:
        let value =
          unsafe run.guestSize == 2
          ? UInt64(source.loadUnaligned(as: UInt16.self)) : UInt64(source.loadUnaligned(as: UInt32.self))
        unsafe place.storeBytes(of: value, as: UInt64.self)
      }
    }
  }

  /// Fills the guest's struct from the host's.
  func fill(guest: UnsafeMutableRawPointer, from host: UnsafeRawPointer) throws(Errno) {
    var walk = FieldWalk(text)
    while let run = walk.next() {
      let (source, place) = unsafe (host + run.host, guest + run.guest)
      if run.kind == .same {
        unsafe place.copyMemory(from: source, byteCount: run.guestSize)
        continue
      }
      let value = unsafe source.loadUnaligned(as: UInt64.self)
      if run.kind == .fitting && value >> UInt64(run.guestSize &* 8) != 0 { throw .overflow }
      if run.guestSize == 2 {
        unsafe place.storeBytes(of: UInt16(truncatingIfNeeded: value), as: UInt16.self)
      } else {
        unsafe place.storeBytes(of: UInt32(truncatingIfNeeded: value), as: UInt32.self)
      }
    }
  }
}
