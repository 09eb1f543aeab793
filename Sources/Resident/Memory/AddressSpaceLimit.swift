/// RLIMIT_AS, which counts the resident as well: the host's limit is higher than the guest's by the resident's share.
///
/// The hard limit is higher by more, so that there is room for threads to come. Where the host's hard limit may not be
/// raised the guest has less than its limit says.
struct AddressSpaceLimit: GuestValue {
  /// What the guest set, and what the host was given for it.
  ///
  /// What the host has now may be from somebody else: then it is what the guest has.
  private(set) var guest = HostResourceLimit()
  private(set) var host = HostResourceLimit()
  /// Whose limits these are: a `vfork` child, too, sees them.
  var owner: UInt64 = 0

  static var resource: UInt64 { 9 }
  static var hardExcess: UInt64 { 64 << 20 }

  /// What belongs to the calling process; changed under the lock of the slots, which are a part of the share.
  nonisolated(unsafe) static var own = AddressSpaceLimit()
  /// What the resident has mapped below 4 GiB.
  nonisolated(unsafe) static var shareInGuestRange: UInt64 = 0

  init() {}

  /// What the guest is told where the host has `limit`.
  func shown(_ limit: HostResourceLimit) -> HostResourceLimit {
    var shown = limit
    if limit.current == host.current { shown.current = guest.current }
    if limit.maximum == host.maximum { shown.maximum = guest.maximum }
    return shown
  }

  /// What the host is to have for the guest's `wish`, with its hard limit raised or not.
  private static func raised(_ wish: HostResourceLimit, share: UInt64, raisesHard: Bool) -> HostResourceLimit {
    var limit = wish
    if raisesHard && wish.maximum < ~0 &- hardExcess { limit.maximum = wish.maximum &+ hardExcess }
    if wish.current != ~0 { limit.current = min(wish.current &+ min(share, ~wish.current), limit.maximum) }
    return limit
  }

  /// `prlimit64` of process `id`, whose present limits these are: gives what the guest is told of the old ones.
  mutating func exchange(_ wish: HostResourceLimit?, process id: UInt64) throws(Errno) -> HostResourceLimit {
    let present = try AddressSpaceLimit.exchange(nil, of: id)
    let old = shown(present)
    guard let wish else { return old }
    if wish.current > wish.maximum { throw .invalid }
    let share = wish.current == ~0 ? 0 : AddressSpaceLimit.share(of: id)
    var limit = AddressSpaceLimit.raised(wish, share: share, raisesHard: true)
    do throws(Errno) {
      _ = try AddressSpaceLimit.exchange(limit, of: id)
    } catch {
      // Only somebody with the privilege may raise the guest's own hard limit.
      if error != .notPermitted || wish.maximum > old.maximum { throw error }
      limit = AddressSpaceLimit.raised(wish, share: share, raisesHard: false)
      _ = try AddressSpaceLimit.exchange(limit, of: id)
    }
    guest = wish
    host = limit
    return old
  }

  /// `prlimit64` by the host's rules.
  private static func exchange(_ wish: HostResourceLimit?, of id: UInt64) throws(Errno) -> HostResourceLimit {
    var wish = wish
    var old = HostResourceLimit()
    try Host.lending(optional: &wish) { new throws(Errno) in
      try Host.lending(&old) { room throws(Errno) in try Host.call(.prlimit64, id, resource, new, room) }
    }
    return old
  }

  // MARK: The life of a process

  /// Takes over the limit that a new guest is started with; `isRaised` says that another guest left the host's hard limit
  /// higher than it is.
  static func inherit(isRaised: Bool) {
    if GuestSpace.isHosts { return }
    guard var limit = try? exchange(nil, of: 0), limit.current != ~0 || isRaised else { return }
    if isRaised { limit.maximum &-= hardExcess }
    own.host.maximum = limit.maximum
    own.guest.maximum = limit.maximum
    if isRaised { own.host.maximum &+= hardExcess }
    _ = try? own.exchange(limit, process: 0)
  }

  /// Lets the host's limit grow by `size` bytes that the resident is about to map.
  static func grow(by size: UInt64) {
    if own.host.current == own.guest.current || own.host.current == ~0 { return }
    guard var limit = try? exchange(nil, of: 0), limit.current == own.host.current else { return }
    limit.current = min(limit.current &+ size, limit.maximum)
    if (try? exchange(limit, of: 0)) != nil { own.host.current = limit.current }
  }

  /// Takes back what ``grow(by:)`` gave for a mapping that did not come about, or is gone.
  static func shrink(by size: UInt64) {
    if own.host.current == own.guest.current || own.host.current == ~0 { return }
    guard var limit = try? exchange(nil, of: 0), limit.current == own.host.current else { return }
    limit.current &-= min(size, limit.current &- own.guest.current)
    if (try? exchange(limit, of: 0)) != nil { own.host.current = limit.current }
  }

  /// Whether the host's hard limit is higher than the guest's by the usual.
  static var isHardRaised: Bool { own.host.maximum &- own.guest.maximum == hardExcess }

  /// Gives the host the guest's own limit, for a program that is about to be executed; gives what it had.
  ///
  /// Another guest gets the hard limit as it is, and is told so.
  static func lend(toGuest: Bool) -> HostResourceLimit? {
    if own.host.maximum == 0 && own.host.current == 0 { return nil }
    guard let present = try? exchange(nil, of: 0) else { return nil }
    var limit = own.shown(present)
    if toGuest && isHardRaised && present.maximum == own.host.maximum { limit.maximum = present.maximum }
    if limit.current == present.current && limit.maximum == present.maximum { return nil }
    _ = try? exchange(limit, of: 0)
    return present
  }

  /// Puts the host's limit back, as far as it can be.
  static func takeBack(_ limit: HostResourceLimit?) {
    guard var limit else { return }
    if (try? exchange(limit, of: 0)) != nil { return }
    guard let present = try? exchange(nil, of: 0) else { return }
    limit.current = min(limit.current, present.maximum)
    limit.maximum = present.maximum
    if (try? exchange(limit, of: 0)) != nil { own.host = limit }
  }

  // MARK: Other guests

  /// `prlimit64` of another guest, whose record lies where this process has its own; nil where it cannot be looked into.
  static func exchange(
    _ wish: HostResourceLimit?, otherGuest id: UInt64
  ) throws(Errno) -> HostResourceLimit? {
    var record = AddressSpaceLimit()
    let size = MemoryLayout<AddressSpaceLimit>.size
    let place = unsafe withUnsafeMutablePointer(to: &own) { UInt64(UInt(bitPattern: $0)) }
    let isRead = unsafe withUnsafeMutablePointer(to: &record) { room in
      OtherMemory.read(id, place, to: UInt64(UInt(bitPattern: room)), size: size)
    }
    if !isRead || record.owner == 0 { return nil }
    let old = try record.exchange(wish, process: id)
    if wish != nil {
      unsafe withUnsafeMutablePointer(to: &record) { room in
        _ = OtherMemory.write(id, place, from: UInt64(UInt(bitPattern: room)), size: size)
      }
    }
    return old
  }

  /// The limits of process `id` as its guest is told.
  static func shown(of id: UInt64) throws(Errno) -> HostResourceLimit {
    if id == own.owner { return own.shown(try exchange(nil, of: 0)) }
    if let limit = try exchange(nil, otherGuest: id) { return limit }
    return try exchange(nil, of: id)
  }

  // MARK: The share

  /// How many bytes process `id`, or the calling one, has mapped beyond what the guest can name.
  private static func share(of id: UInt64) -> UInt64 {
    var lines = ProcessFile(ProcessFile.path(of: id == 0 ? own.owner : id, "maps"))
    var share = shareInGuestRange
    var line = ProcessLine()
    while lines.next(&line) {
      // The kernel's own page for calls of old is nobody's.
      guard let range = line.addressRange, range.lowerBound < 1 << 63 else { continue }
      if range.lowerBound >= I386.addressLimit { share &+= range.upperBound &- range.lowerBound }
    }
    return share
  }
}
