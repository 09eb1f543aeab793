/// What a word of a call means: decides how it is extended when the call is passed on, and how a trace prints it.
public enum ArgumentKind: UInt8, Sendable {
  case none
  case int, unsigned, long, size, flags, mode
  case descriptor, path, string, process, user, group, signal, clock
  case input, output, update, address
  case wideLow, wideHigh
}

/// A global function as two words.
///
/// A closure value would be counted by reference, which the resident cannot do.
struct HandlerCode {
  private var entry: UInt
  private var context: UInt

  init() {
    entry = 0
    context = 0
  }

  // Inlined, so that the function is a constant here and nothing has to be counted.
  @inline(__always)
  init<A: ABI>(_ handler: @escaping Syscall<A>.Handler) {
    self.init()
    unsafe withUnsafeMutablePointer(to: &self) { room in
      // Through the same type that `call` borrows, so that both mean the same calling convention.
      let place = unsafe UnsafeMutableRawPointer(room).assumingMemoryBound(to: LentHandler<A>.self)
      unsafe place.initialize(to: LentHandler(handler: handler))
    }
  }

  var isNone: Bool { entry == 0 }

  /// Calls the function whose words lie at `place`.
  @inline(__always)
  static func call<A: ABI>(at place: UnsafePointer<HandlerCode>, _ call: borrowing Call<A>) throws(Errno) -> Int64 {
    try unsafe UnsafeRawPointer(place).assumingMemoryBound(to: LentHandler<A>.self).pointee.call(call)
  }
}

/// The same words as a function that is only ever borrowed, so that no call counts references.
private struct LentHandler<A: ABI>: ~Copyable {
  let handler: Syscall<A>.Handler

  @inline(__always)
  borrowing func call(_ call: borrowing Call<A>) throws(Errno) -> Int64 { try handler(call) }
}

/// One call of the kernel's tables: its name, its number in each ABI, what its words mean and what to do.
struct Syscall<A: ABI> {
  typealias Handler = (borrowing Call<A>) throws(Errno) -> Int64

  /// What answers it; none hands the call on to the host as it is.
  ///
  /// Stays first: the table calls it where it lies.
  let code: HandlerCode
  let name: StaticString
  /// Numbers by ABI; −1 where the ABI does not have the call.
  let i386: Int16
  /// Without the bit that all x32 numbers have.
  let x32: Int16
  let x86_64: Int16
  let kinds: InlineArray<6, ArgumentKind>
  /// Whether the gateway hands it on by itself, and after `gateway_watch_passthrough` still does so for most
  /// descriptors.
  private(set) var isPassedAtFirst = false

  /// A call that a handler answers, because its words or structs mean something else to the host.
  ///
  /// For an x86-64 caller nothing does: there the call is passed on. So it is for an x32 caller, unless the row says
  /// `x32:`: then the call has a number of its own there and takes i386's kind of structs, or the handler is needed all
  /// the same.
  @inline(__always)
  init(
    _ name: StaticString, i386: Int16 = -1, x32: Int16? = nil, x86_64: Int16 = -1, _ a: ArgumentKind = .none,
    _ b: ArgumentKind = .none, _ c: ArgumentKind = .none, _ d: ArgumentKind = .none, _ e: ArgumentKind = .none,
    _ f: ArgumentKind = .none,
    do handler: @escaping Handler
  ) {
    self.name = name
    self.i386 = i386
    self.x32 = x32 ?? x86_64
    self.x86_64 = x86_64
    self.kinds = [a, b, c, d, e, f]
    let isPassed = A.identifier == .x86_64 || A.identifier == .x32 && x32 == nil
    self.code = isPassed ? HandlerCode() : HandlerCode(handler)
  }

  /// A call that the resident answers for callers of every ABI, because it is about what the resident keeps for the
  /// guest: signals, threads, programs, the address space.
  @inline(__always)
  static func kept(
    _ name: StaticString, i386: Int16 = -1, x32: Int16? = nil, x86_64: Int16 = -1, _ a: ArgumentKind = .none,
    _ b: ArgumentKind = .none, _ c: ArgumentKind = .none, _ d: ArgumentKind = .none, _ e: ArgumentKind = .none,
    _ f: ArgumentKind = .none,
    do handler: @escaping Handler
  ) -> Syscall {
    Syscall(
      name, i386: i386, x32: x32 ?? x86_64, x86_64: x86_64, kinds: [a, b, c, d, e, f], code: HandlerCode(handler))
  }

  /// An x86-64 call that goes straight on until the process has a descriptor that the handler looks for.
  @inline(__always)
  static func kept(
    _ name: StaticString, x86_64: Int16, _ a: ArgumentKind, _ b: ArgumentKind, _ c: ArgumentKind,
    _ d: ArgumentKind = .none, watchedBy handler: @escaping Handler
  ) -> Syscall {
    var row = Syscall(
      name, i386: -1, x32: -1, x86_64: x86_64, kinds: [a, b, c, d, .none, .none], code: HandlerCode(handler))
    row.isPassedAtFirst = true
    return row
  }

  @inline(__always)
  private init(
    _ name: StaticString, i386: Int16, x32: Int16, x86_64: Int16, kinds: InlineArray<6, ArgumentKind>, code: HandlerCode
  ) {
    self.name = name
    self.i386 = i386
    self.x32 = x32
    self.x86_64 = x86_64
    self.kinds = kinds
    self.code = code
  }

  /// A call that means the same to the host: its words are handed on, extended as their kinds say.
  static func pass(
    _ name: StaticString, i386: Int16 = -1, x32: Int16? = nil, x86_64: Int16, _ a: ArgumentKind = .none,
    _ b: ArgumentKind = .none, _ c: ArgumentKind = .none, _ d: ArgumentKind = .none, _ e: ArgumentKind = .none,
    _ f: ArgumentKind = .none
  ) -> Syscall {
    Syscall(
      name, i386: i386, x32: x32 ?? x86_64, x86_64: x86_64, kinds: [a, b, c, d, e, f], code: HandlerCode())
  }

  /// A call that means the same to the host until the process has something that only a handler knows of.
  @inline(__always)
  static func pass(
    _ name: StaticString, i386: Int16 = -1, x86_64: Int16, _ a: ArgumentKind = .none, _ b: ArgumentKind = .none,
    _ c: ArgumentKind = .none, watchedBy handler: @escaping Handler
  ) -> Syscall {
    var row = Syscall(name, i386: i386, x86_64: x86_64, a, b, c, do: handler)
    row.isPassedAtFirst = true
    return row
  }

  /// Its number in the ABI that this table is for.
  var number: Int16 {
    switch A.identifier {
    case .i386: i386
    case .x32: x32
    case .x86_64, .arm: x86_64
    }
  }
}

extension Syscall {
  /// Whether the host answers the call itself.
  var isPassedOn: Bool { code.isNone }
}
