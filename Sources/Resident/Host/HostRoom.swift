/// Zeroed memory from the host for an array that may be too long for the stack; given back when the value ends.
struct HostRoom: ~Copyable {
  let address: UInt64
  private let size: UInt64

  /// Room for `count` elements.
  init<Element>(for count: UInt64, of type: Element.Type) throws(Errno) {
    size = max(count &* UInt64(MemoryLayout<Element>.stride), 1)
    let readWrite: UInt64 = 3
    let privateAnonymous: UInt64 = 0x22
    address = UInt64(bitPattern: try Host.call(.mmap, 0, size, readWrite, privateAnonymous, ~0, 0))
  }

  deinit { _ = try? Host.call(.munmap, address, size) }

  /// Puts `value` into the element at `index`.
  func store<Element: BitwiseCopyable>(_ value: Element, at index: Int) {
    unsafe UnsafeMutablePointer<Element>(bitPattern: UInt(address))![index] = value
  }

  /// The element at `index`.
  func load<Element: BitwiseCopyable>(at index: Int, as type: Element.Type = Element.self) -> Element {
    unsafe UnsafePointer<Element>(bitPattern: UInt(address))![index]
  }
}
