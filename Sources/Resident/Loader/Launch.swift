import ResidentSupport

/// Takes a new process from the resident's own command line to the guest's first instruction.
enum Launch {
  typealias Text = UnsafePointer<UInt8>

  /// Loads the program that `arguments` name and leaves its first registers in the thread's frame.
  static func prepare(
    _ options: LaunchOptions, _ arguments: inout GuestArguments, environment: UnsafePointer<Text?>,
    host: AuxiliaryVector, thread: ThreadPointer
  ) throws(LaunchFailure) {
    let file: HostFile
    do throws(Errno) {
      if options.descriptor >= 0 {
        file = HostFile(adopting: options.descriptor)
      } else {
        file = try unsafe HostFile(path: UInt64(UInt(bitPattern: arguments.file)))
      }
    } catch {
      throw LaunchFailure(error)
    }
    try unsafe load(file, options, &arguments, environment, host, thread, depth: 0)
    if options.isNameless {
      GuestIdentity.nameProcessAfterExecutable()
    } else {
      GuestIdentity.nameProcess(after: unsafe arguments.executedName)
    }
  }

  private static func load(
    _ file: consuming HostFile, _ options: LaunchOptions, _ arguments: inout GuestArguments,
    _ environment: UnsafePointer<Text?>, _ host: AuxiliaryVector, _ thread: ThreadPointer, depth: Int
  ) throws(LaunchFailure) {
    do throws(Errno) {
      let head = try ExecutableHead(file)
      switch head.kind() {
      case .i386(let header):
        try unsafe build(file, header, arguments, environment, host, thread)
        return
      case .script:
        try ScriptLines.apply(head, to: &arguments)
      case .foreign:
        throw .notExecutable
      }
    } catch {
      if error == .notExecutable {
        throw .notRunnable("not an i386 program; the kernel itself runs those of this machine")
      }
      throw LaunchFailure(error)
    }
    let next: HostFile
    do throws(Errno) {
      next = try unsafe HostFile(path: UInt64(UInt(bitPattern: arguments.file)))
    } catch {
      throw .notFound("the interpreter named in its #! line cannot be opened")
    }
    try unsafe load(next, options, &arguments, environment, host, thread, depth: depth + 1)
  }

  /// Maps everything and writes the stack.
  private static func build(
    _ file: consuming HostFile, _ header: ELF32Header, _ arguments: GuestArguments,
    _ environment: UnsafePointer<Text?>, _ host: AuxiliaryVector, _ thread: ThreadPointer
  ) throws(Errno) {
    GuestIdentity.remember(file.descriptor)
    let layout = SpaceLayout.choose()
    let mapper = ImageMapper(file, header: header, tid: thread.tid)
    let facts = try ImageFacts(mapper, header)
    if facts.stack != .plain { Personality.implyExecution(facts.stack == .absent) }
    var stack = try GuestStack(
      layout, arguments: arguments, environment: environment, isExecutable: facts.stack != .plain, tid: thread.tid)
    let image = try mapper.map(facts.interpreter == nil ? .mapping : .program(layout.programBase))
    var entry = image.entry
    var interpreterBase: UInt64 = 0
    if let segment = facts.interpreter {
      let loaded = try Interpreter.load(named: segment, by: mapper, tid: thread.tid)
      entry = loaded.entry
      interpreterBase = loaded.bias
    }
    try VirtualObject.map(tid: thread.tid)
    let heap =
      (facts.interpreter == nil && image.isPositionIndependent
        ? layout.programBase & ~0xff_ffff | 0x55_5000 : GuestSpace.roundUp(image.end)) &+ layout.heapOffset
    GuestSpace.heapStart = heap
    GuestSpace.heapEnd = heap
    let places = try stack.finish(
      arguments: arguments, environment: environment, image: image, interpreterBase: interpreterBase, heap: heap,
      host: host, offset: layout.stackOffset)
    GuestIdentity.publish(places)
    Registers.startProgram(thread, entry: entry, stackPointer: places.stackPointer)
  }
}

/// What the program headers say about a program as a whole.
struct ImageFacts {
  /// What PT_GNU_STACK asks for.
  enum Stack { case absent, plain, executable }

  var interpreter: ELF32ProgramHeader? = nil
  var stack = Stack.absent

  init(_ mapper: borrowing ImageMapper, _ header: ELF32Header) throws(Errno) {
    for index in 0..<Int(header.programHeaderCount) {
      let entry = try mapper.programHeader(index)
      if entry.type == ELF32ProgramHeader.interpreter && interpreter == nil { interpreter = entry }
      if entry.type == ELF32ProgramHeader.stack { stack = entry.isExecutable ? .executable : .plain }
    }
  }
}

/// The registers that a program begins with.
enum Registers {
  /// As the kernel's `compat_start_thread` leaves them.
  static func startProgram(_ thread: ThreadPointer, entry: UInt64, stackPointer: UInt64) {
    var frame = register_frame()
    frame.ip = entry
    frame.sp = stackPointer
    frame.flags = 0x202
    frame.cs = UInt64(SELECTOR_CODE32)
    frame.ss = UInt64(SELECTOR_DATA)
    unsafe thread.pointee.gateway.frame = frame
    unsafe thread.pointee.gateway.entry = UInt32(ENTRY_TRAP)
    _ = segment_load_data(UInt32(SELECTOR_DATA), UInt32(SELECTOR_DATA))
    _ = segment_load_gs(0)
  }
}
