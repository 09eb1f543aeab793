/// The host's vDSO, as the kernel mapped it into this process: an ELF64 object whose functions are found by name.
struct HostVirtualObject {
  private let base: UnsafeRawPointer
  private let symbols: UnsafeRawPointer
  private let names: UnsafePointer<UInt8>
  private let count: Int
  /// Bytes of its one loaded segment.
  let size: UInt64

  private enum Tag {
    static var hash: UInt64 { 4 }
    static var strings: UInt64 { 5 }
    static var symbols: UInt64 { 6 }
    static var gnuHash: UInt64 { 0x6fff_fef5 }
  }

  /// The object at `base`; nil where it has no symbols that can be walked.
  init?(base address: UInt64) {
    guard let base = unsafe UnsafeRawPointer(bitPattern: UInt(address)) else { return nil }
    let programHeaders = unsafe base + base.load(fromByteOffset: 32, as: Int.self)
    var dynamic: UnsafeRawPointer? = nil
    var size: UInt64 = 0
    for index in 0..<Int(unsafe base.load(fromByteOffset: 56, as: UInt16.self)) {
      let header = unsafe programHeaders + index * 56
      if unsafe header.load(as: UInt32.self) == 2 {
        unsafe dynamic = unsafe base + header.load(fromByteOffset: 16, as: Int.self)
      }
      if unsafe header.load(as: UInt32.self) == 1 { size = unsafe header.load(fromByteOffset: 40, as: UInt64.self) }
    }
    guard var entry = unsafe dynamic else { return nil }
    self.size = size
    var symbols = 0
    var names = 0
    var hash = 0
    var gnuHash = 0
    while true {
      let tag = unsafe entry.load(as: UInt64.self)
      let value = unsafe entry.load(fromByteOffset: 8, as: Int.self)
      if tag == 0 { break }
      if tag == Tag.symbols { symbols = value }
      if tag == Tag.strings { names = value }
      if tag == Tag.hash { hash = value }
      if tag == Tag.gnuHash { gnuHash = value }
      unsafe entry += 16
    }
    if symbols == 0 || names == 0 || hash == 0 && gnuHash == 0 { return nil }
    unsafe self.base = base
    unsafe self.symbols = unsafe base + symbols
    unsafe self.names = unsafe (base + names).assumingMemoryBound(to: UInt8.self)
    count =
      hash != 0
      ? Int(unsafe base.load(fromByteOffset: hash + 4, as: UInt32.self))
      : unsafe HostVirtualObject.symbolCount(gnuHash: base + gnuHash)
  }

  /// The highest symbol that a bucket's chain reaches, and one.
  private static func symbolCount(gnuHash table: UnsafeRawPointer) -> Int {
    let buckets = Int(unsafe table.load(as: UInt32.self))
    let first = Int(unsafe table.load(fromByteOffset: 4, as: UInt32.self))
    let filter = Int(unsafe table.load(fromByteOffset: 8, as: UInt32.self))
    let bucketTable = unsafe table + 16 + filter * 8
    let chains = unsafe bucketTable + buckets * 4
    var last = 0
    for index in 0..<buckets {
      last = max(last, Int(unsafe bucketTable.load(fromByteOffset: index * 4, as: UInt32.self)))
    }
    if last < first { return 0 }
    while unsafe chains.load(fromByteOffset: (last - first) * 4, as: UInt32.self) & 1 == 0 { last += 1 }
    return last + 1
  }

  /// The address of the function `name`; 0 where there is none.
  func function(_ name: StaticString) -> UInt {
    for index in 0..<count {
      let symbol = unsafe symbols + index * 24
      let isDefined = unsafe symbol.load(fromByteOffset: 6, as: UInt16.self) != 0
      let text = unsafe names + Int(symbol.load(as: UInt32.self))
      if isDefined, unsafe HostVirtualObject.equal(text, name) {
        return unsafe UInt(bitPattern: base) &+ symbol.load(fromByteOffset: 8, as: UInt.self)
      }
    }
    return 0
  }

  private static func equal(_ text: UnsafePointer<UInt8>, _ name: StaticString) -> Bool {
    let count = name.utf8CodeUnitCount
    for index in 0..<count where unsafe text[index] != name.utf8Start[index] { return false }
    return unsafe text[count] == 0
  }
}
