/// Memory that the resident mapped for one call, zeroed; unmapped when the value ends.
struct HostMemory: ~Copyable {
  let address: UInt64
  private let size: UInt64

  init(size: UInt64) throws(Errno) {
    let readAndWrite: UInt64 = 3
    let ownFlags: UInt64 = 0x122  // as OwnMemory says
    self.size = max(size, 1)
    address = UInt64(bitPattern: try Host.call(.mmap, 0, self.size, readAndWrite, ownFlags, ~0, 0))
  }

  /// Room for `count` elements.
  init<Element>(for count: UInt64, of type: Element.Type) throws(Errno) {
    try self.init(size: count &* UInt64(MemoryLayout<Element>.stride))
  }

  deinit { _ = try? Host.call(.munmap, address, size) }

  var pointer: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(bitPattern: UInt(address))! }

  /// The element at `index`.
  func load<Element: BitwiseCopyable>(at index: Int, as type: Element.Type = Element.self) -> Element {
    unsafe UnsafePointer<Element>(bitPattern: UInt(address))![index]
  }

  /// Puts `value` into the element at `index`.
  func store<Element: BitwiseCopyable>(_ value: Element, at index: Int) {
    unsafe UnsafeMutablePointer<Element>(bitPattern: UInt(address))![index] = value
  }
}
