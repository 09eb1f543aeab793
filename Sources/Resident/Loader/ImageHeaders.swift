/// The headers of an image, read once, so that what is mapped is what was judged.
struct ImageHeaders: ~Copyable {
  let header: ELFHeader
  let plan: ImagePlan
  private let table: HostMemory

  /// Reads them from `file`, whose first bytes are `head`.
  init(_ file: borrowing HostFile, _ head: ExecutableHead, as role: ImageRole, format: ImageFormat) throws(ImageError) {
    let header = try head.header(as: role, format: format)
    let table = try ImageHeaders.readTable(file, header)
    plan = try unsafe ImagePlan(
      header, table: ImageHeaders.bytes(of: table, count: header.programHeaderTableSize).span, as: role,
      limit: GuestSpace.bounds.limit)
    self.header = header
    self.table = table
  }

  /// The program header at `index`.
  func segment(_ index: Int) -> ProgramHeader {
    unsafe ProgramHeader(
      ImageHeaders.bytes(of: table, count: header.programHeaderTableSize).span, index: index, format: header.format)
  }

  private static func readTable(
    _ file: borrowing HostFile, _ header: ELFHeader
  ) throws(ImageError) -> HostMemory {
    let size = header.programHeaderTableSize
    do throws(Errno) {
      let table = try HostMemory(size: UInt64(size))
      if try unsafe file.read(at: header.programHeaderOffset, into: table.pointer, count: size) == size {
        return table
      }
    } catch {
      throw .unreadable
    }
    throw .programHeadersBeyondEnd
  }

  private static func bytes(of table: borrowing HostMemory, count: Int) -> UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: UnsafePointer(table.pointer.assumingMemoryBound(to: UInt8.self)), count: count)
  }
}
