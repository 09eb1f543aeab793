/// A program or interpreter that has been mapped into the guest.
///
/// Addresses are final.
struct ProgramImage {
  var entry: UInt64 = 0
  /// What was added to the file's addresses.
  var bias: UInt64 = 0
  /// Where the guest looks for its program headers: AT_PHDR.
  var programHeaders: UInt64 = 0
  var programHeaderCount: UInt64 = 0
  /// The end of the highest segment: where the heap begins.
  var end: UInt64 = 0
  var codeStart: UInt64 = 0
  var codeEnd: UInt64 = 0
  var dataStart: UInt64 = 0
  var dataEnd: UInt64 = 0
}

/// What decides where a position-independent image goes.
enum ImagePlacement {
  /// A program with an interpreter: near this address, and nothing may be there.
  case program(UInt64)
  /// A program without one: among the mappings.
  case loader
  /// An interpreter, whose program got this bias.
  case interpreter(UInt64)
}

/// Maps the segments of an image as the kernel's `load_elf_binary`, `load_elf_interp` and `elf_load` do.
///
/// Sums wrap in 64 bits, as there; what comes out of range is refused where it is mapped.
struct ImageMapper {
  let descriptor: Int32
  let tid: Int32

  /// Maps every segment.
  func map(_ image: borrowing ImageHeaders, _ placement: ImagePlacement) throws(Errno) -> ProgramImage {
    var bias: UInt64 = 0
    var isFirst = true
    for index in 0..<image.header.programHeaderCount {
      let segment = image.segment(index)
      guard segment.kind == .load else { continue }
      var request = Request(flags: GuestSpace.MapFlag.private | GuestSpace.MapFlag.fixed)
      if isFirst { request = try place(segment, of: image, placement, &bias) }
      let address = try load(segment, at: bias &+ segment.address, request)
      if isFirst && image.header.kind == .relocatable { bias = address &- segment.firstPage }
      isFirst = false
    }
    return ProgramImage(image, bias: bias)
  }

  /// How the first segment is mapped, for which it may need room for the whole image.
  private struct Request {
    var flags: UInt64
    var total: UInt64 = 0
  }

  private func place(
    _ first: ProgramHeader, of image: borrowing ImageHeaders, _ placement: ImagePlacement, _ bias: inout UInt64
  ) throws(Errno) -> Request {
    let plan = image.plan
    let isFixed = image.header.kind == .fixed
    let `private` = GuestSpace.MapFlag.private
    let alignment = plan.alignment
    var request = Request(flags: `private`, total: plan.span)
    switch placement {
    case .interpreter(let programBias):
      if isFixed {
        request.flags |= GuestSpace.MapFlag.fixed
      } else if programBias != 0 {
        bias = 0 &- first.address
      }
    case _ where isFixed: request = Request(flags: `private` | GuestSpace.MapFlag.fixedNoReplace)
    case .program(let base):
      bias = GuestSpace.roundDown((base & ~(alignment &- 1)) &- first.address)
      request.flags |= GuestSpace.MapFlag.fixedNoReplace
    case .loader:
      if alignment > GuestMap.pageSize {
        // The kernel finds out where there is room, and goes down from there to a multiple.
        bias = try load(first, at: 0, request)
        try GuestSpace.munmap(bias, request.total, tid: tid)
        bias &= ~(alignment &- 1)
        request.flags |= GuestSpace.MapFlag.fixedNoReplace
      }
      bias = GuestSpace.roundDown(bias &- first.address)
    }
    return request
  }

  /// The kernel's `elf_load`; gives the address of the segment's first page.
  private func load(_ segment: ProgramHeader, at wish: UInt64, _ request: Request) throws(Errno) -> UInt64 {
    var start = GuestSpace.roundDown(wish)
    if segment.fileSize != 0 { start = try mapFile(segment, at: start, request) }
    if start >= GuestSpace.bounds.limit { throw .invalid }
    if segment.memorySize <= segment.fileSize { return start }
    let first = start &+ segment.pageOffset
    let fileEnd = first &+ segment.fileSize
    let zeroStart = segment.fileSize == 0 ? start : GuestSpace.roundUp(fileEnd)
    let zeroEnd = GuestSpace.roundUp(first &+ segment.memorySize)
    // Like the kernel, which cannot clear the rest of a page that may not be written, and goes on.
    if segment.fileSize != 0 && segment.isWritable && fileEnd < zeroStart {
      try GuestMemory.zero(fileEnd, count: zeroStart &- fileEnd)
    }
    if zeroEnd > zeroStart {
      // The kernel's `vm_brk_flags`: heap pages, whatever the segment asks for, but for execution.
      let protection: UInt64 = segment.isExecutable ? 7 : 3
      _ = try GuestSpace.mmap(
        zeroStart, zeroEnd &- zeroStart, protection: protection,
        flags: GuestSpace.MapFlag.private | GuestSpace.MapFlag.fixed | GuestSpace.MapFlag.anonymous, descriptor: -1,
        offset: 0, tid: tid)
    }
    return start
  }

  /// The kernel's `elf_map`: maps the file, with room for the rest of the image behind it.
  private func mapFile(_ segment: ProgramHeader, at start: UInt64, _ request: Request) throws(Errno) -> UInt64 {
    let size = segment.mappingLength
    let total = max(size, request.total)
    let address = try GuestSpace.mmap(
      start, total, protection: segment.protection, flags: request.flags, descriptor: descriptor,
      offset: segment.mappingOffset, tid: tid)
    if total > size { try GuestSpace.munmap(address &+ size, total &- size, tid: tid) }
    return address
  }
}

extension ProgramImage {
  /// The addresses of an image that has been mapped.
  init(_ image: borrowing ImageHeaders, bias: UInt64) {
    let plan = image.plan
    entry = image.header.entry &+ bias
    self.bias = bias
    programHeaders = plan.programHeaders &+ bias
    programHeaderCount = UInt64(image.header.programHeaderCount)
    end = plan.end &+ bias
    // Without code the kernel's numbers are no range, and it does not take them back.
    codeStart = min(plan.codeStart, plan.codeEnd) &+ bias
    codeEnd = plan.codeEnd &+ bias
    dataStart = plan.dataStart &+ bias
    dataEnd = plan.dataEnd &+ bias
  }
}
