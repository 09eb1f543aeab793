/// Calls on the kernel's key rings.
func addKeyCalls<A: ABI>(to table: inout SyscallTable<A>) {
  table.add(
    [
      .pass("add_key", i386: 286, x86_64: 248, .string, .string, .input, .size, .int),
      .pass("request_key", i386: 287, x86_64: 249, .string, .string, .string, .int),
      Syscall("keyctl", i386: 288, x32: 250, x86_64: 250, .int, .address, .address, .address, .address, do: keyctl),
    ] as InlineArray<_, Syscall<A>>)
}

/// Two of its operations take structs with pointers: the kernel's `compat_sys_keyctl`.
private func keyctl<A: ABI>(_ call: borrowing Call<A>) throws(Errno) -> Int64 {
  let instantiateVectors: UInt32 = 20
  let computeSecret: UInt32 = 23
  let call = copy call
  if call.unsigned(0) == instantiateVectors && call.word(2) != 0 && call.word(3) != 0 {
    return try IOVectors.with(A.self, call.word(2), count: call.word(3)) { vectors throws(Errno) in
      try Host.guestCall(.keyctl, call.word(0), call.word(1), vectors, call.word(3), call.word(4))
    }
  }
  if call.unsigned(0) == computeSecret && call.word(4) != 0 {
    // A kernel without this operation does not look at what it is given, and says so.
    guard let given = try? call.pointer(4, to: KeyDerivation<A>.self).read() else {
      return try Host.guestCall(.keyctl, call.word(0), call.word(1), call.word(2), call.word(3), call.word(4))
    }
    var derivation = HostKeyDerivation(given)
    return try Host.lending(&derivation) { room throws(Errno) in
      try Host.guestCall(.keyctl, call.word(0), call.word(1), call.word(2), call.word(3), room)
    }
  }
  return try Host.guestCall(.keyctl, call.word(0), call.word(1), call.word(2), call.word(3), call.word(4))
}

/// `struct keyctl_kdf_params`.
struct KeyDerivation<A: ABI>: GuestValue {
  var hashName = A.Address()
  var otherInformation = A.Address()
  var otherLength: UInt32 = 0
  var spare = InlineArray<8, UInt32>(repeating: 0)
}

/// `struct keyctl_kdf_params` of the host.
struct HostKeyDerivation: BitwiseCopyable {
  var hashName: UInt64
  var otherInformation: UInt64
  var otherLength: UInt32
  var spare: InlineArray<8, UInt32>
  var pad: UInt32 = 0

  init<A: ABI>(_ guest: KeyDerivation<A>) {
    hashName = UInt64(guest.hashName)
    otherInformation = UInt64(guest.otherInformation)
    otherLength = guest.otherLength
    spare = guest.spare
  }
}
