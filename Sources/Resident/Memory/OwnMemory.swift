import ResidentSupport

/// The resident's own writable memory, kept out of what RLIMIT_DATA counts.
///
/// The kernel counts private writable mappings, but not those that grow downwards: they are stacks to it
/// (`is_data_mapping`). So all that the resident maps for itself is marked as growing, and what the kernel's loader
/// mapped is mapped once more.
enum OwnMemory {
  /// MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN.
  static var flags: UInt64 { 0x122 }

  /// Replaces the linked data of the resident, which has to be as its file has it still, and takes the right to write
  /// from what only the linker writes.
  static func settle(_ host: AuxiliaryVector) {
    guard let headers = unsafe UnsafePointer<LinkedHeader>(bitPattern: UInt(host.value(.programHeaders))) else {
      return
    }
    var constants: UInt64 = 0
    for index in 0..<Int(host.value(.programHeaderCount)) where unsafe headers[index].isConstant {
      unsafe constants = headers[index].start
      unsafe _ = try? Host.call(.mprotect, constants, headers[index].end &- constants, 1)
    }
    for index in 0..<Int(host.value(.programHeaderCount)) {
      let header = unsafe headers[index]
      if header.isWritable && header.start != constants {
        replace(header)
        end = header.end
      }
    }
  }

  /// Where the linked data end.
  nonisolated(unsafe) private(set) static var end: UInt64 = 0

  private static func replace(_ segment: LinkedHeader) {
    let filled = segment.address &+ segment.fileSize &- segment.start
    var first = InlineArray<512, UInt64>(repeating: 0)
    if filled > GuestMap.pageSize { return }
    let page = unsafe UnsafeMutablePointer<UInt64>(bitPattern: UInt(segment.start))!
    for index in 0..<512 { first[index] = unsafe page[index] }
    let fixed: UInt64 = 0x10
    _ = try? Host.call(.mmap, segment.start, segment.end &- segment.start, 3, flags | fixed, ~0, 0)
    for index in 0..<512 where first[index] != 0 { unsafe page[index] = first[index] }
  }
}

/// A program header of the resident itself.
private struct LinkedHeader {
  let kind: UInt32
  let flags: UInt32
  let offset: UInt64
  let address: UInt64
  let physicalAddress: UInt64
  let fileSize: UInt64
  let memorySize: UInt64
  let alignment: UInt64

  var isWritable: Bool { kind == 1 && flags & 2 != 0 }
  /// PT_GNU_RELRO.
  var isConstant: Bool { kind == 0x6474_e552 }
  var start: UInt64 { GuestSpace.roundDown(address) }
  var end: UInt64 { GuestSpace.roundUp(address &+ memorySize) }
}
