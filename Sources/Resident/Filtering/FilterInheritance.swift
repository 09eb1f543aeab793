import ResidentSupport

/// How filters come to the next program: in an unnamed file, from the oldest to the newest, each behind its length.
enum FilterInheritance {
  private static var header: UInt64 { 8 }

  /// Writes the filters of `thread` down; nil where it has none.
  static func write(_ thread: ThreadPointer) throws(Errno) -> HostFile? {
    let newest = unsafe thread.pointee.filter
    if newest == 0 { return nil }
    let file = HostFile(adopting: Int32(truncatingIfNeeded: try Host.call(.memfdCreate, Text.address("filters"), 0)))
    var (node, end): (UInt64, UInt64) = (newest, 0)
    while node != 0 {
      let filter = FilterNode(at: node)
      end &+= header &+ UInt64(filter.size)
      node = filter.parent
    }
    node = newest
    while node != 0 {
      let filter = FilterNode(at: node)
      end &-= header &+ UInt64(filter.size)
      var count = UInt64(filter.count)
      let place = end
      try Host.lending(&count) { room throws(Errno) in try write(room, header, to: file, at: place) }
      try write(filter.instructions, UInt64(filter.size), to: file, at: place &+ header)
      node = filter.parent
    }
    return file
  }

  @discardableResult
  private static func write(
    _ source: UInt64, _ size: UInt64, to file: borrowing HostFile, at place: UInt64
  ) throws(Errno) -> Int64 {
    let written = try Host.call(.pwrite64, UInt64(UInt32(bitPattern: file.descriptor)), source, size, place)
    if UInt64(bitPattern: written) != size { throw .noMemory }
    return written
  }

  /// Gives `thread`, the new program's first one, the filters that are in `file`.
  static func read(_ file: borrowing HostFile, for thread: ThreadPointer) throws(Errno) {
    var (place, newest): (UInt64, UInt64) = (0, 0)
    while let count = try? file.value(at: place, as: UInt64.self) {
      if count == 0 || count > UInt64(FilterCode.most) { throw .invalid }
      let filter = try FilterNode(count: Int(count))
      filter.parent = newest
      let room = unsafe UnsafeMutableRawPointer(bitPattern: UInt(filter.instructions))!
      let size = try unsafe file.read(at: place &+ header, into: room, count: filter.size)
      if size != filter.size || !filter.isValid { throw .invalid }
      newest = filter.address
      place &+= header &+ UInt64(size)
    }
    if newest == 0 { throw .invalid }
    try GuestFilters.turnOn()
    unsafe thread.pointee.filter = newest
  }
}
