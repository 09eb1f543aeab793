import ResidentSupport

/// The rows of one ABI by their numbers.
///
/// Filled once, before a call of the ABI is answered, and only read from then on.
struct SyscallTable<A: ABI>: ~Copyable {
  static var capacity: Int { 548 }

  /// Bytes of memory that a table needs.
  static var byteCount: Int { capacity * MemoryLayout<Syscall<A>?>.stride }

  private let rows: UnsafeMutablePointer<Syscall<A>?>

  /// A view of the table at `storage`.
  init(storage: UnsafeMutableRawPointer) {
    unsafe rows = storage.assumingMemoryBound(to: Syscall<A>?.self)
  }

  /// Empties the table.
  mutating func clear() {
    for index in 0..<SyscallTable.capacity { unsafe (rows + index).initialize(to: nil) }
  }

  /// Takes a domain's rows in.
  ///
  /// Rows without a number in this ABI are passed over.
  mutating func add<let count: Int>(_ domain: borrowing InlineArray<count, Syscall<A>>) {
    for index in 0..<count {
      let row = domain[index]
      let number = Int(row.number)
      if number < 0 || number >= SyscallTable.capacity { continue }
      // Calls of i386 that came in several generations are one to the host.
      if A.identifier != .i386, row.isPassedOn, unsafe rows[number] != nil { continue }
      unsafe rows[number] = row
      if A.identifier == .i386 && !Statistics.isOn && (row.isPassedOn && !row.extendsSigns || row.isPassedAtFirst) {
        gateway_set_passthrough(UInt32(number), UInt16(row.x86_64))
      }
    }
  }

  /// Lets the trampolines of 64-bit sites hand on what no row has a handler for.
  ///
  /// Called once the table of the x86-64 calls is whole.
  func passStraightOn() {
    if Statistics.isOn || GuestFilters.needsAll { return }
    for number in 0..<SyscallTable.capacity {
      let isHandled = unsafe rows[number].map { !$0.isPassedOn && !$0.isPassedAtFirst } ?? false
      if !isHandled { wide_set_passthrough(UInt32(number)) }
    }
    // Without it they come through dispatch, all the same.
    try? WideTrampolines.tellPassthrough()
  }

  /// Whether no handler is ever asked for the call `number`.
  func isHosts(_ number: Int) -> Bool {
    if number < 0 || number >= SyscallTable.capacity { return true }
    return unsafe rows[number].map { $0.isPassedOn } ?? true
  }

  /// Answers the call `number`.
  func answer(_ number: Int, thread: ThreadPointer, arguments: InlineArray<6, UInt64>) throws(Errno) -> Int64 {
    if number < 0 || number >= SyscallTable.capacity { throw .noCall }
    let row = unsafe rows + number
    guard unsafe row.pointee != nil else {
      if A.identifier != .x86_64 { throw .noCall }
      return try SyscallTable.pass(HostNumber(rawValue: UInt16(truncatingIfNeeded: number)), arguments)
    }
    let host = unsafe HostNumber(rawValue: UInt16(bitPattern: row.pointee!.x86_64))
    let call = Call<A>(thread: thread, host: host, arguments: arguments)
    if unsafe row.pointee!.isPassedOn { return try unsafe row.pointee!.pass(call) }
    let code = unsafe UnsafeRawPointer(row).assumingMemoryBound(to: HandlerCode.self)
    return try unsafe HandlerCode.call(at: code, call)
  }

  /// An x86-64 call that has no row is the host's, known or not.
  private static func pass(_ number: HostNumber, _ words: InlineArray<6, UInt64>) throws(Errno) -> Int64 {
    try Host.guestCall(number, words[0], words[1], words[2], words[3], words[4], words[5])
  }

  /// The name of the call `number`, where there is one.
  func name(of number: Int) -> StaticString? {
    if number < 0 || number >= SyscallTable.capacity { return nil }
    return unsafe rows[number]?.name
  }
}

extension Syscall {
  /// Whether a word has to be sign-extended, which the gateway's short way does not do.
  var extendsSigns: Bool {
    for index in 0..<6 where kinds[index] == .long { return true }
    return false
  }

  /// Hands the call on to the host.
  func pass(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
    var words = call.arguments
    for index in 0..<6 where kinds[index] == .long { words[index] = UInt64(bitPattern: call.long(index)) }
    return try Host.guestCall(call.host, words[0], words[1], words[2], words[3], words[4], words[5])
  }
}
