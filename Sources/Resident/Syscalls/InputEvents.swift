import ResidentSupport

/// Descriptors of input devices, whose events have two longs in them.
///
/// The host takes the guest for a 64-bit program, and its events have 24 bytes. Which descriptors give events is known
/// from their names when they are opened, and from commands that only input devices answer: a descriptor may have come
/// from another process. The first one sends the reads of descriptors with a note through dispatch.
enum InputEvents {
  /// Most events that are moved at once.
  private static var most: UInt64 { 512 }
  private typealias Room = InlineArray<512, HostInputEvent>
  /// `struct uinput_user_dev`, which is written in place of events to make a device.
  private static var setupSize: UInt64 { 1116 }
  nonisolated(unsafe) private static var areWatched = false

  /// Takes notice of an open input device.
  static func note(_ descriptor: Int32) {
    if !areWatched {
      areWatched = true
      gateway_watch_passthrough(HostNumber.read.rawValue)
      gateway_watch_passthrough(HostNumber.write.rawValue)
      gateway_watch_passthrough(HostNumber.close.rawValue)
    }
    DescriptorNotes[descriptor] |= DescriptorNotes.inputEvents
  }

  /// Whether the path begins as those of input devices do.
  static func mayBeNamed(by address: UInt64) -> Bool {
    let (dev, input): (UInt64, UInt64) = (0x706e_692f_7665_642f, 0x746e_6576_652f_7475)  // /dev/inp, ut/event
    guard (try? GuestPointer<UInt64>(address).read()) == dev else { return false }
    return (try? GuestPointer<UInt64>(address &+ 8).read()) == input
  }

  /// Reads events as the kernel's `evdev_read` does for a 32-bit program.
  static func read<A: ABI>(_ abi: A.Type, _ descriptor: UInt64, _ buffer: UInt64, _ size: UInt64) throws(Errno) -> Int64
  {
    let (guestStride, hostStride) = strides(abi)
    let count = size / guestStride
    if count == 0 { return try Host.guestCall(.read, descriptor, buffer, size) }
    let hostSize = min(count, most) &* hostStride
    var events = Room(repeating: HostInputEvent())
    let result = try Host.lending(&events) { room throws(Errno) in try Host.guestCall(.read, descriptor, room, hostSize)
    }
    let filled = Int(result) / Int(hostStride)
    let place = GuestPointer<InputEvent<A>>(buffer)
    for index in 0..<filled { try place.advanced(by: index).write(InputEvent(events[index])) }
    return Int64(filled) &* Int64(guestStride)
  }

  /// Writes events as `evdev_write` and `uinput_inject_events` take them from a 32-bit program.
  static func write<A: ABI>(
    _ abi: A.Type, _ descriptor: UInt64, _ buffer: UInt64, _ size: UInt64
  ) throws(Errno) -> Int64 {
    let (guestStride, hostStride) = strides(abi)
    let count = min(size / guestStride, most)
    if count == 0 || size == setupSize { return try Host.guestCall(.write, descriptor, buffer, size) }
    var events = Room(repeating: HostInputEvent())
    let place = GuestPointer<InputEvent<A>>(buffer)
    for index in 0..<Int(count) { events[index] = try place.advanced(by: index).read().host }
    let result = try Host.lending(&events) { room throws(Errno) in
      try Host.guestCall(.write, descriptor, room, count &* hostStride)
    }
    return result / Int64(hostStride) &* Int64(guestStride)
  }

  private static func strides<A: ABI>(_ abi: A.Type) -> (guest: UInt64, host: UInt64) {
    (UInt64(MemoryLayout<InputEvent<A>>.stride), UInt64(MemoryLayout<HostInputEvent>.stride))
  }
}
