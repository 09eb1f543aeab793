/// One call of a guest, as its handler sees it: the arguments in the words of its ABI.
struct Call<A: ABI> {
  let thread: ThreadPointer
  /// The host's number of the same call; for calls that have none it is that of no call.
  let host: HostNumber
  /// The raw argument words, zero-extended.
  var arguments: InlineArray<6, UInt64>

  /// An `unsigned int` or a flag word.
  @inline(__always) func unsigned(_ index: Int) -> UInt32 { UInt32(truncatingIfNeeded: arguments[index]) }
  /// An `int`, a descriptor, a process id.
  @inline(__always) func int(_ index: Int) -> Int32 { Int32(truncatingIfNeeded: arguments[index]) }
  /// A `long` or `off_t`, sign-extended.
  @inline(__always) func long(_ index: Int) -> Int64 { Int64(A.Long(truncatingIfNeeded: arguments[index])) }
  /// A `size_t`, an `unsigned long` or an address.
  @inline(__always) func word(_ index: Int) -> UInt64 { arguments[index] }
  /// A pointer to something whose layout this resident knows.
  @inline(__always) func pointer<T: GuestValue>(_ index: Int, to type: T.Type = T.self) -> GuestPointer<T> {
    GuestPointer<T>(arguments[index])
  }
  /// A 64-bit argument whose low word is argument `index`; where it takes two registers the next one holds the rest.
  @inline(__always) func wide(_ index: Int) -> UInt64 {
    A.splitsWideArguments ? arguments[index] & 0xffff_ffff | arguments[index + 1] << 32 : arguments[index]
  }

  /// The same call with other arguments, as the multiplexing calls (`socketcall`, `ipc`) make it.
  func with(host: HostNumber, arguments: InlineArray<6, UInt64>) -> Call {
    Call(thread: thread, host: host, arguments: arguments)
  }
}
