import ResidentSupport
import Synchronization

/// Where calls arrive from the gateway and find their rows: one table for each ABI.
enum Dispatch {
  /// Fills a table that is made when it is needed.
  typealias Filler = @convention(c) (UnsafeMutableRawPointer) -> Void

  private static let i386 = TablePlace()
  private static let x86_64 = TablePlace()
  private static let x32 = TablePlace()
  /// Whether each call that has no row is named once on standard error.
  nonisolated(unsafe) static var reportsUnknownCalls = false
  nonisolated(unsafe) private static var reported = InlineArray<8, UInt64>(repeating: 0)
  nonisolated(unsafe) private static var fillX86_64: Filler? = nil
  nonisolated(unsafe) private static var fillX32: Filler? = nil
  /// What all numbers of x32 calls have in them: __X32_SYSCALL_BIT.
  private static var bitOfX32: UInt64 { 0x4000_0000 }

  /// Makes the table of the i386 calls; `fill` puts the rows in.
  ///
  /// `fillX86_64` and `fillX32` do so for calls that many a guest never makes.
  static func start(
    _ fill: (inout SyscallTable<I386>) -> Void, fillX86_64: @escaping Filler, fillX32: @escaping Filler
  ) throws(Errno) {
    unsafe Dispatch.fillX86_64 = fillX86_64
    unsafe Dispatch.fillX32 = fillX32
    let storage = try unsafe allocate(SyscallTable<I386>.byteCount, place: 0)
    var table = unsafe SyscallTable<I386>(storage: storage)
    table.clear()
    fill(&table)
    i386.publish(unsafe UInt(bitPattern: storage))
  }

  /// Answers the call whose registers are in the thread's frame, and leaves its result there.
  static func answer(_ thread: ThreadPointer) {
    switch thread.callABI {
    case .i386: answerI386(thread)
    case .x86_64: answerX86_64(thread)
    case .x32: answerX32(thread)
    case .arm: unsafe thread.pointee.gateway.frame.ax = UInt64(bitPattern: 0 &- Int64(Errno.noCall.rawValue))
    }
  }

  @inline(__always)
  private static func answerI386(_ thread: ThreadPointer) {
    let frame = unsafe thread.pointee.gateway.frame
    let number = unsafe Int(Int32(truncatingIfNeeded: thread.pointee.gateway.original_ax))
    let low: UInt64 = 0xffff_ffff
    let result: Int64
    do throws(Errno) {
      result = try unsafe SyscallTable<I386>(storage: i386.storage).answer(
        number, thread: thread,
        arguments: [
          frame.bx & low, frame.cx & low, frame.dx & low, frame.si & low, frame.di & low, frame.bp & low,
        ])
    } catch {
      if error == .noCall && reportsUnknownCalls { report(number) }
      result = 0 &- Int64(error.rawValue)
    }
    // From 64-bit code the whole register is seen.
    let isWide = thread.isWide
    unsafe thread.pointee.gateway.frame.ax =
      isWide ? UInt64(bitPattern: result) : UInt64(UInt32(truncatingIfNeeded: result))
  }

  private static func answerX86_64(_ thread: ThreadPointer) {
    let frame = unsafe thread.pointee.gateway.frame
    let number = unsafe Int(Int32(truncatingIfNeeded: thread.pointee.gateway.original_ax))
    let result: Int64
    do throws(Errno) {
      result = try unsafe SyscallTable<X86_64>(
        storage: storage(x86_64, SyscallTable<X86_64>.byteCount, place: 1, fillX86_64!)
      )
      .answer(
        number, thread: thread, arguments: [frame.di, frame.si, frame.dx, frame.r10, frame.r8, frame.r9])
    } catch {
      result = 0 &- Int64(error.rawValue)
    }
    unsafe thread.pointee.gateway.frame.ax = UInt64(bitPattern: result)
  }

  private static func answerX32(_ thread: ThreadPointer) {
    let frame = unsafe thread.pointee.gateway.frame
    let number = unsafe Int(thread.pointee.gateway.original_ax & ~bitOfX32 & 0xffff_ffff)
    let result: Int64
    do throws(Errno) {
      result = try unsafe SyscallTable<X32>(storage: storage(x32, SyscallTable<X32>.byteCount, place: 2, fillX32!))
        .answer(
          number, thread: thread, arguments: [frame.di, frame.si, frame.dx, frame.r10, frame.r8, frame.r9])
    } catch {
      if error == .noCall && reportsUnknownCalls { report(number) }
      result = 0 &- Int64(error.rawValue)
    }
    unsafe thread.pointee.gateway.frame.ax = UInt64(bitPattern: result)
  }

  /// Whether the x86-64 call `number` is answered by the host alone.
  static func isHosts(_ number: UInt32) -> Bool {
    if !x86_64.isReady { return false }
    return unsafe SyscallTable<X86_64>(storage: x86_64.storage).isHosts(Int(number))
  }

  /// Makes the i386 call `number` with other arguments, as the multiplexing calls do.
  static func answerI386(
    _ number: Int, thread: ThreadPointer, arguments: InlineArray<6, UInt64>
  ) throws(Errno) -> Int64 {
    try unsafe SyscallTable<I386>(storage: i386.storage).answer(number, thread: thread, arguments: arguments)
  }

  /// A table of calls, made by whoever is first to need it; `place` says where the resident's own range has room for
  /// it.
  private static func storage(
    _ table: borrowing TablePlace, _ size: Int, place: UInt64, _ fill: Filler
  ) throws(Errno) -> UnsafeMutableRawPointer {
    if table.isReady { return unsafe table.storage }
    let storage = try unsafe allocate(size, place: place)
    unsafe fill(storage)
    if !table.publish(unsafe UInt(bitPattern: storage)) {
      try unsafe Host.call(.munmap, UInt64(UInt(bitPattern: storage)), UInt64(size))
    }
    return unsafe table.storage
  }

  private static func allocate(_ size: Int, place: UInt64) throws(Errno) -> UnsafeMutableRawPointer {
    // Every page of it is going to be written, and a fault for each takes longer.
    let populated: UInt64 = 0x8000
    let storage = try Host.call(
      .mmap, UInt64(RESIDENT_TABLES) &+ place << 24, UInt64(size), 3, OwnMemory.flags | populated, ~0, 0)
    return unsafe UnsafeMutableRawPointer(bitPattern: Int(storage))!
  }

  private static func report(_ number: Int) {
    if number >= 0 && number < 512 {
      let bit: UInt64 = 1 << UInt64(number & 63)
      if reported[number >> 6] & bit != 0 { return }
      reported[number >> 6] |= bit
    }
    var line = MessageLine()
    line.add("dragoman: call ")
    line.add(decimal: Int64(number))
    if let name = unsafe SyscallTable<I386>(storage: i386.storage).name(of: number) {
      line.add(" (")
      line.add(name)
      line.add(")")
    }
    line.add(" is refused with ENOSYS: ")
    line.add(RefusedCall.reason(for: number) ?? "there is no such call")
    line.add("\n")
    line.print()
  }
}

/// Where a table lies, once it is whole.
private struct TablePlace: ~Copyable, Sendable {
  private let address = Atomic<UInt>(0)

  var isReady: Bool { address.load(ordering: .acquiring) != 0 }
  var storage: UnsafeMutableRawPointer {
    unsafe UnsafeMutableRawPointer(bitPattern: address.load(ordering: .acquiring))!
  }

  /// False where another thread's table is there already.
  @discardableResult
  func publish(_ table: UInt) -> Bool {
    address.compareExchange(expected: 0, desired: table, ordering: .acquiringAndReleasing).exchanged
  }
}

@_cdecl("resident_dispatch")
func residentDispatch(_ block: UnsafeMutableRawPointer) {
  let thread = unsafe block.assumingMemoryBound(to: Thread.self)
  if Statistics.isOn { Statistics.countCall(thread) }
  if Disarming.isOn { Disarming.note(thread) }
  if GuestFilters.isOn && !GuestFilters.admit(thread) { return }
  Dispatch.answer(thread)
}
