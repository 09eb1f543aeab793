import ResidentSupport

/// The program to be loaded, found at the end of its `#!` lines.
struct LaunchedProgram: ~Copyable {
  let file: HostFile
  let head: ExecutableHead

  /// Opens the program that `arguments` name, and follows `#!` lines.
  ///
  /// A program of this machine is started by the host's kernel in the resident's place.
  init(
    _ options: LaunchOptions, _ arguments: inout GuestArguments, environment: UnsafePointer<UnsafePointer<UInt8>?>
  ) throws(LaunchFailure) {
    var file =
      options.descriptor >= 0
      ? HostFile(adopting: options.descriptor) : try unsafe LaunchedProgram.open(arguments.file)
    var head = try LaunchedProgram.head(of: file)
    do throws(LaunchFailure) {
      while try unsafe !LaunchedProgram.isGuest(head, arguments, environment) {
        file = try LaunchedProgram.interpreter(of: head, &arguments)
        head = try LaunchedProgram.head(of: file)
      }
    } catch {
      if unsafe arguments.file == arguments.executedName { throw error }
      throw unsafe .script(arguments.file, error)
    }
    self.file = file
    self.head = head
  }

  /// True for a program that is to be a guest, false for a script.
  private static func isGuest(
    _ head: ExecutableHead, _ arguments: GuestArguments, _ environment: UnsafePointer<UnsafePointer<UInt8>?>
  ) throws(LaunchFailure) -> Bool {
    switch head.kind {
    case .i386, .x32: return true
    case .x86_64 where Interception.coversAll: return true
    case .script: return false
    case .x86_64:
      do throws(Errno) {
        try unsafe arguments.startNatively(environment: environment)
      } catch {
        throw .file(error)
      }
      throw .image(.notExecutable)
    case .x32: throw .image(.machine(.x86_64))
    case .foreign(let machine): throw .image(head.count < 20 ? .truncatedHeader : .machine(machine))
    case .unknown: throw .unknown(isEmpty: head.count == 0)
    }
  }

  private static func interpreter(
    of head: ExecutableHead, _ arguments: inout GuestArguments
  ) throws(LaunchFailure) -> HostFile {
    guard let line = head.scriptLine else { throw .nameless }
    do throws(Errno) { try ScriptLines.apply(line, of: head, to: &arguments) } catch { throw .file(error) }
    return try unsafe open(arguments.file)
  }

  private static func open(_ path: UnsafePointer<UInt8>) throws(LaunchFailure) -> HostFile {
    do throws(Errno) { return try ExecutableFile.open(UInt64(UInt(bitPattern: path))) } catch {
      throw .file(error)
    }
  }

  private static func head(of file: borrowing HostFile) throws(LaunchFailure) -> ExecutableHead {
    do throws(Errno) { return try ExecutableHead(file) } catch { throw .file(error) }
  }
}

/// Takes a new process from the program's file to the guest's first instruction.
enum Launch {
  typealias Text = UnsafePointer<UInt8>

  /// Loads `program` and leaves its first registers in the thread's frame.
  static func prepare(
    _ program: borrowing LaunchedProgram, _ options: LaunchOptions, _ arguments: GuestArguments,
    environment: UnsafePointer<Text?>, host: AuxiliaryVector, thread: ThreadPointer
  ) throws(LaunchFailure) {
    GuestIdentity.remember(program.file.descriptor)
    if options.isReadableExecutable { Personality.implyExecution(true) }
    let layout =
      program.head.kind.format == .x86_64 ? SpaceLayout.chooseHosts(host) : SpaceLayout.choose(host)
    AddressSpaceLimit.inherit(isRaised: options.hasRaisedLimit)
    do throws(LaunchFailure) {
      try unsafe build(program, layout, arguments, environment, host, thread)
    } catch {
      if unsafe arguments.file == arguments.executedName { throw error }
      throw unsafe .script(arguments.file, error)
    }
    if options.isNameless {
      GuestIdentity.nameProcessAfterExecutable()
    } else {
      GuestIdentity.nameProcess(after: unsafe arguments.executedName)
    }
  }

  private static func build(
    _ program: borrowing LaunchedProgram, _ layout: SpaceLayout, _ arguments: GuestArguments,
    _ environment: UnsafePointer<Text?>, _ host: AuxiliaryVector, _ thread: ThreadPointer
  ) throws(LaunchFailure) {
    let headers: ImageHeaders
    do throws(ImageError) {
      headers = try ImageHeaders(program.file, program.head, as: .program, format: program.head.kind.format)
    } catch {
      throw .image(error)
    }
    let interpreter = try Interpreter.open(headers, of: program.file)
    do throws(ImageError) { try headers.plan.checkSegments() } catch { throw .image(error) }
    do throws(Errno) {
      try unsafe map(program.file, headers, interpreter, layout, arguments, environment, host, thread)
    } catch {
      throw .mapping(error)
    }
  }

  /// Maps everything and writes the stack, in the kernel's order.
  private static func map(
    _ file: borrowing HostFile, _ headers: borrowing ImageHeaders, _ interpreter: borrowing Interpreter?,
    _ layout: SpaceLayout, _ arguments: GuestArguments, _ environment: UnsafePointer<Text?>, _ host: AuxiliaryVector,
    _ thread: ThreadPointer
  ) throws(Errno) {
    let tid = thread.tid
    let stackRule = headers.plan.stack
    let format = headers.header.format
    // x32 too has i386's rule, which goes by the length of addresses.
    if !format.isWide { Personality.implyExecution(stackRule == .unspecified) }
    let isExecutable = stackRule == .executable || stackRule == .unspecified && !format.isWide
    var stack = try GuestStack(
      layout, format, arguments: arguments, environment: environment, isExecutable: isExecutable, tid: tid)
    let isLoader = headers.plan.interpreter == nil
    let image = try ImageMapper(descriptor: file.descriptor, tid: tid).map(
      headers, isLoader ? .loader : .program(layout.programBase &+ layout.programOffset))
    var entry = image.entry
    var interpreterBase: UInt64 = 0
    switch interpreter {
    case .some(let interpreter):
      if interpreter.headers.plan.lateError != nil { throw .invalid }
      let loaded = try ImageMapper(descriptor: interpreter.file.descriptor, tid: tid).map(
        interpreter.headers, .interpreter(image.bias))
      entry = loaded.entry
      interpreterBase = loaded.bias
    case .none: break
    }
    if entry >= GuestSpace.bounds.limit { throw .invalid }
    if format == .x32 && !Interception.hidesVirtualObject { try VirtualObjectX32.map(tid: tid) }
    if format == .i386 { try VirtualObject.map(host: host.value(.virtualObject), tid: tid) }
    let isMoved = isLoader && headers.header.kind == .relocatable
    let heap = layout.heapStart(after: isMoved ? layout.programBase : image.end, isMoved: isMoved)
    GuestSpace.heapStart = heap
    GuestSpace.heapEnd = heap
    let places = try stack.finish(
      arguments: arguments, environment: environment, image: image, interpreterBase: interpreterBase, heap: heap,
      host: host, offset: layout.stackOffset)
    GuestIdentity.publish(places)
    Registers.startProgram(thread, entry: entry, stackPointer: places.stackPointer, as: format)
  }
}

/// The registers that a program begins with.
enum Registers {
  /// As the kernel's `start_thread` and `compat_start_thread` leave them.
  static func startProgram(_ thread: ThreadPointer, entry: UInt64, stackPointer: UInt64, as format: ImageFormat) {
    let isWide = format.hasWideCode
    var frame = register_frame()
    frame.ip = entry
    frame.sp = stackPointer
    frame.flags = 0x202
    frame.cs = UInt64(isWide ? SELECTOR_CODE64 : SELECTOR_CODE32)
    frame.ss = UInt64(SELECTOR_DATA)
    unsafe thread.pointee.gateway.frame = frame
    unsafe thread.pointee.gateway.entry = UInt32(ENTRY_TRAP)
    let data = UInt32(format.isWide ? 0 : SELECTOR_DATA)
    _ = segment_load_data(data, data)
    _ = segment_load_gs(0)
    if isWide {
      ThreadLocalStorage.holdGS(thread)
      ThreadLocalStorage.setFSBase(thread, 0)
    }
  }
}
