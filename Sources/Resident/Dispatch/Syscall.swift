/// What a word of a call means: decides how it is extended when the call is passed on, and how a trace prints it.
public enum ArgumentKind: UInt8, Sendable {
  case none
  case int, unsigned, long, size, flags, mode
  case descriptor, path, string, process, user, group, signal, clock
  case input, output, update, address
  case wideLow, wideHigh
}

/// One call of the kernel's tables: its name, its number in each ABI, what its words mean and what to do.
struct Syscall<A: ABI> {
  typealias Handler = (borrowing Call<A>) throws(Errno) -> Int64

  let name: StaticString
  /// Numbers by ABI; −1 where the ABI does not have the call.
  let i386: Int16
  let x86_64: Int16
  let kinds: InlineArray<6, ArgumentKind>
  /// `nil` hands the call on to the host as it is.
  let handler: Handler?

  /// A call that a handler answers.
  init(
    _ name: StaticString, i386: Int16 = -1, x86_64: Int16 = -1, _ a: ArgumentKind = .none, _ b: ArgumentKind = .none,
    _ c: ArgumentKind = .none, _ d: ArgumentKind = .none, _ e: ArgumentKind = .none, _ f: ArgumentKind = .none,
    do handler: @escaping Handler
  ) {
    self.name = name
    self.i386 = i386
    self.x86_64 = x86_64
    self.kinds = [a, b, c, d, e, f]
    self.handler = handler
  }

  private init(pass name: StaticString, i386: Int16, x86_64: Int16, kinds: InlineArray<6, ArgumentKind>) {
    self.name = name
    self.i386 = i386
    self.x86_64 = x86_64
    self.kinds = kinds
    self.handler = nil
  }

  /// A call that means the same to the host: its words are handed on, extended as their kinds say.
  static func pass(
    _ name: StaticString, i386: Int16 = -1, x86_64: Int16, _ a: ArgumentKind = .none, _ b: ArgumentKind = .none,
    _ c: ArgumentKind = .none, _ d: ArgumentKind = .none, _ e: ArgumentKind = .none, _ f: ArgumentKind = .none
  ) -> Syscall {
    Syscall(pass: name, i386: i386, x86_64: x86_64, kinds: [a, b, c, d, e, f])
  }

  /// Its number in the ABI that this table is for.
  var number: Int16 { A.identifier == .i386 ? i386 : x86_64 }
}
