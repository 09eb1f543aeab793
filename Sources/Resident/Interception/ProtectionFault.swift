import ResidentSupport

/// Protection faults that no 32-bit kernel would raise: loads of thread-local selectors, which a 64-bit task has not in its
/// descriptor table, and `int $0x80` on a kernel without 32-bit support.
enum ProtectionFault {
  enum Judgement {
    /// The guest's own fault.
    case guests
    /// Put right; goes on behind an instruction of this length.
    case mended(UInt64)
    /// A call by an instruction of this length.
    case call(UInt64)
  }

  private static var protection: UInt64 { 13 }

  static func judge(_ thread: ThreadPointer, _ frame: register_frame, _ context: HostContext) -> Judgement {
    if frame.cs & 0xffff == UInt64(SELECTOR_CODE64) { return .guests }
    if hasLostBase(thread) { return .mended(0) }
    if context.trap != protection { return .guests }
    var reader = InstructionReader(frame.ip & 0xffff_ffff)
    do throws(Errno) {
      return try judge(&reader, thread, frame)
    } catch {
      return .guests
    }
  }

  private static func judge(
    _ reader: inout InstructionReader, _ thread: ThreadPointer, _ frame: register_frame
  ) throws(Errno) -> Judgement {
    try reader.skipPrefixes()
    let opcode = try reader.byte()
    if opcode == 0xcd {
      return try reader.byte() == 0x80 ? .call(reader.length) : .guests
    }
    if opcode == 0x8e {
      let operand = try Operand(&reader, frame, thread)
      return try load(register: operand.register, operand.word(), thread) ? .mended(reader.length) : .guests
    }
    return .guests
  }

  /// Loads a segment register with a thread-local selector. False for any other load.
  private static func load(register: UInt8, _ selector: UInt16, _ thread: ThreadPointer) -> Bool {
    let selector = UInt32(selector)
    guard let base = ThreadLocalStorage.base(of: selector, in: thread) else { return false }
    switch register {
    case 5:
      return ThreadLocalStorage.loadGS(thread, selector)
    case 4:
      unsafe thread.pointee.virtualFS = selector
      _ = segment_load_fs(UInt32(SELECTOR_DATA))
      segment_write_fs_base(UInt64(base))
      return true
    default:
      return false
    }
  }

  /// The guest may have put back what it read from %gs, the flat selector, and with it lost the base.
  private static func hasLostBase(_ thread: ThreadPointer) -> Bool {
    let selector = unsafe thread.pointee.virtualGS
    if selector == 0 || segment_read_gs() != UInt32(SELECTOR_DATA) { return false }
    let base = unsafe UInt64(thread.pointee.virtualGSBase)
    if base == 0 || segment_read_gs_base() == base { return false }
    segment_write_gs_base(base)
    return true
  }
}

/// Reads an instruction's bytes out of the guest.
struct InstructionReader {
  private let start: UInt64
  private(set) var length: UInt64 = 0

  init(_ start: UInt64) { self.start = start }

  mutating func byte() throws(Errno) -> UInt8 {
    let value = try GuestPointer<UInt8>(start &+ length).read()
    length &+= 1
    return value
  }

  mutating func signedByte() throws(Errno) -> UInt64 {
    UInt64(bitPattern: Int64(Int8(bitPattern: try byte())))
  }

  mutating func word32() throws(Errno) -> UInt64 {
    let value = try GuestPointer<UInt32>(start &+ length).read()
    length &+= 4
    return UInt64(value)
  }

  /// Operand size and segment overrides change nothing about a segment load's selector.
  mutating func skipPrefixes() throws(Errno) {
    while length < 14 {
      let next = try GuestPointer<UInt8>(start &+ length).read()
      switch next {
      case 0x66, 0x2e, 0x36, 0x3e, 0x26: length &+= 1
      default: return
      }
    }
  }
}

/// The operand of an instruction with a ModRM byte, in 32-bit addressing.
private struct Operand {
  let register: UInt8
  private let value: UInt16?
  private let address: UInt64

  init(_ reader: inout InstructionReader, _ frame: register_frame, _ thread: ThreadPointer) throws(Errno) {
    let mode = try reader.byte()
    register = mode >> 3 & 7
    let low = mode & 7
    if mode >> 6 == 3 {
      value = UInt16(truncatingIfNeeded: Operand.register(low, frame))
      address = 0
      return
    }
    value = nil
    var sum: UInt64 = 0
    let displacement = mode >> 6
    if low == 4 {
      let scaled = try reader.byte()
      let index = scaled >> 3 & 7
      if index != 4 { sum = Operand.register(index, frame) << UInt64(scaled >> 6) }
      if scaled & 7 == 5 && displacement == 0 {
        sum &+= try reader.word32()
      } else {
        sum &+= Operand.register(scaled & 7, frame)
      }
    } else if low == 5 && displacement == 0 {
      sum = try reader.word32()
    } else {
      sum = Operand.register(low, frame)
    }
    if displacement == 1 { sum &+= try reader.signedByte() }
    if displacement == 2 { sum &+= try reader.word32() }
    address = sum & 0xffff_ffff
  }

  func word() throws(Errno) -> UInt16 {
    if let value { return value }
    return try GuestPointer<UInt16>(address).read()
  }

  private static func register(_ number: UInt8, _ frame: register_frame) -> UInt64 {
    switch number {
    case 0: return frame.ax & 0xffff_ffff
    case 1: return frame.cx & 0xffff_ffff
    case 2: return frame.dx & 0xffff_ffff
    case 3: return frame.bx & 0xffff_ffff
    case 4: return frame.sp & 0xffff_ffff
    case 5: return frame.bp & 0xffff_ffff
    case 6: return frame.si & 0xffff_ffff
    default: return frame.di & 0xffff_ffff
    }
  }
}
