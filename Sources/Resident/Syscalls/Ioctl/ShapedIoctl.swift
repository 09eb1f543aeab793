/// Room for one struct of an `ioctl`.
private typealias StructRoom = InlineArray<128, UInt64>

extension Ioctl {
  /// A command whose struct has longs, pointers or 64-bit numbers, and no more than that is different.
  ///
  /// It is given back where the command says so by its number, or says nothing: an error may come with an answer.
  func shaped(_ text: StaticString, isUpdated: Bool = false) throws(Errno) -> Int64 {
    let shape = FieldShape(text: text)
    let size = shape.sizes.guest
    var (guest, host) = (StructRoom(repeating: 0), StructRoom(repeating: 0))
    return try withUnsafeMutableBytes(of: &guest) { guest throws(Errno) -> Int64 in
      try withUnsafeMutableBytes(of: &host) { host throws(Errno) -> Int64 in
        let (guest, host) = unsafe (guest.baseAddress!, host.baseAddress!)
        try unsafe GuestMemory.read(argument, into: guest, count: size)
        unsafe shape.fill(host: host, from: guest)
        let room = UInt64(UInt(bitPattern: host))
        do throws(Errno) {
          let result = try pass(room)
          if givesBack || isUpdated {
            try unsafe shape.fill(guest: guest, from: host)
            try unsafe giveBack(guest, count: size)
          }
          return result
        } catch {
          let isAnswered = givesBack && error.rawValue < Errno.restartSystem.rawValue
          if isAnswered, (try? unsafe shape.fill(guest: guest, from: host)) != nil {
            _ = try? unsafe GuestMemory.write(guest, to: argument, count: size)
          }
          throw error
        }
      }
    }
  }

  /// Writes an answer to the guest.
  ///
  /// Where the command's number does not say that there is one, what is the same already needs no memory for writing.
  private func giveBack(_ answer: UnsafeRawPointer, count: Int) throws(Errno) {
    do throws(Errno) {
      try unsafe GuestMemory.write(answer, to: argument, count: count)
    } catch {
      if command >> 30 & 2 != 0 { throw error }
      for index in 0..<count {
        let byte = try GuestPointer<UInt8>(argument &+ UInt64(index)).read()
        if unsafe byte != answer.load(fromByteOffset: index, as: UInt8.self) { throw error }
      }
    }
  }

  /// Whether the command's number says that the kernel writes the struct, or does not say what it does.
  private var givesBack: Bool {
    let direction = command >> 30 & 3
    return direction == 0 || direction & 2 != 0
  }

  /// Asks for bits of which there are no more than 32: the kernel gives a 32-bit program one word of its own.
  func fewBits() throws(Errno) -> Int64 {
    let (size, word): (UInt64, UInt64) = (command >> 16 & 0x3fff, 4)
    let shorter = command & ~(0x3fff << 16) | min(size, word) << 16
    return try Host.guestCall(.ioctl, descriptor, shorter, argument)
  }
}
