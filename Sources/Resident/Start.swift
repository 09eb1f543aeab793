import ResidentSupport

/// From the kernel's stack to the guest's first instruction.
@_cdecl("resident_main")
public func residentMain(_ stack: UnsafePointer<UInt64>) -> Never {
  typealias Text = UnsafePointer<UInt8>
  let count = unsafe Int(stack[0])
  let arguments = unsafe UnsafeRawPointer(stack + 1).assumingMemoryBound(to: Text?.self)
  let environment = unsafe arguments + count + 1
  var index = 0
  while unsafe environment[index] != nil { index += 1 }
  let host = unsafe AuxiliaryVector(
    entries: UnsafeRawPointer(environment + index + 1).assumingMemoryBound(to: UInt64.self),
    stack: UInt64(UInt(bitPattern: stack)))
  OwnMemory.settle(host)

  let options: LaunchOptions
  do throws(Errno) {
    options = try unsafe LaunchOptions(arguments, count: count)
  } catch {
    Host.complain("dragoman-resident: usage: [--root DIR] [--argv0 NAME] [--debug calls] [--intercept all] ")
    Host.complain("[--sites auto|trap|patch] [--stats exit] -- PROGRAM [ARGUMENTS…]\n")
    Host.exit(126)
  }
  unsafe GuestIdentity.root = options.root
  Interception.coversAll = unsafe options.interceptsAll
  Interception.hidesVirtualObject = unsafe options.hidesVirtualObject
  unsafe ResidentProgram.remember(arguments[0], executedName: host.value(.executedName))
  Dispatch.reportsUnknownCalls = unsafe options.reportsUnknownCalls || Debugging.isWanted(environment)
  RobustList.mayRegister = unsafe options.usesHostCompat
  Interception.mode = options.interception
  PageZero.isAllowed = unsafe options.allowsPageZero
  SitePatches.isOn = options.interception != .trap
  Statistics.isOn = options.tellsStatistics
  Statistics.start()
  let program = unsafe arguments + options.program
  var guest = unsafe GuestArguments(program, count: count - options.program, argument0: options.argument0)
  let launched: LaunchedProgram
  do throws(LaunchFailure) {
    launched = try unsafe LaunchedProgram(options, &guest, environment: environment)
  } catch {
    unsafe handBack(options, arguments, environment)
    unsafe refuse(program[0]!, error)
  }
  // Linux says so where it lets user code have them, and only there.
  let baseInstructions: UInt64 = 2
  let format = launched.head.kind.format
  let lacksInstructions = unsafe options.setsBasesByCalls || host.value(.capabilities2) & baseInstructions == 0
  do throws(Errno) {
    if lacksInstructions { try SegmentBases.leaveInstructions() }
    if lacksInstructions && format == .i386 && !SegmentBases.servesNarrowCode {
      Host.complain(
        "dragoman: neither FSGSBASE nor modify_ldt is there for thread-local storage; see `dragoman doctor`\n")
      Host.exit(126)
    }
    let thread = try ThreadStart.adoptFirst()
    AddressSpaceLimit.own.owner = UInt64(thread.tid)
    try unsafe Dispatch.start(
      { table in addAllCalls(to: &table) }, fillX86_64: TableFillers.x86_64, fillX32: TableFillers.x32)
    if options.filters >= 0 { try FilterInheritance.read(HostFile(adopting: options.filters), for: thread) }
    HostClock.start(virtualObject: host.value(.virtualObject))
    do throws(LaunchFailure) {
      try unsafe Launch.prepare(
        launched, options, guest, environment: environment, host: host, thread: thread)
    } catch {
      if error.isLate && options.isCalledByGuest { Delivery.die(of: Signal.segmentation) }
      unsafe handBack(options, arguments, environment)
      unsafe refuse(program[0]!, error)
    }
    if !Interception.armFirst(for: format) {
      if GuestSpace.isHosts {
        Host.complain(
          "dragoman: nothing here catches the calls of an x86-64 program: no Syscall User Dispatch, no seccomp filter; "
        )
        Host.complain(
          "leave --intercept away\n"
        )
        Host.exit(126)
      }
      if format == .x32 {
        Host.complain(
          "dragoman: nothing here catches the calls of an x32 program: no Syscall User Dispatch, no seccomp filter; ")
        Host.complain("see `dragoman doctor`\n")
        Host.exit(126)
      }
      Host.complain(
        "dragoman: nothing here catches int $0x80: no Syscall User Dispatch, no seccomp filter; see `dragoman doctor`\n"
      )
      Host.exit(126)
    }
    unsafe PageZero.map(for: format, isQuiet: options.isCalledByGuest)
    Inspection.publish(format)
    Disarming.start(thread)
    unsafe gateway_enter_guest(UnsafeMutableRawPointer(thread).assumingMemoryBound(to: gateway_block.self))
  } catch {
    Host.complain("dragoman: the resident cannot set up its own memory\n")
    Host.exit(126)
  }
}

/// Lets the tool say what is wrong, if it started the program unseen.
///
/// It becomes `run -- PROGRAM ARGUMENTS…`, in the places of the resident's own options. Returns if there is no tool.
private func handBack(
  _ options: LaunchOptions, _ arguments: UnsafePointer<UnsafePointer<UInt8>?>,
  _ environment: UnsafePointer<UnsafePointer<UInt8>?>
) {
  guard let tool = unsafe options.tool else { return }
  let command = unsafe UnsafeMutablePointer(mutating: arguments + options.program - 3)
  let verb: StaticString = "run"
  unsafe command[0] = tool
  unsafe command[1] = verb.utf8Start
  _ = try? unsafe Host.call(
    .execve, UInt64(UInt(bitPattern: tool)), UInt64(UInt(bitPattern: command)), UInt64(UInt(bitPattern: environment)))
}

private func refuse(_ program: UnsafePointer<UInt8>, _ failure: LaunchFailure) -> Never {
  var line = MessageLine()
  line.add("dragoman: ")
  unsafe line.add(string: program)
  line.add(": ")
  line.add(failure.text)
  line.add("\n")
  line.print()
  Host.exit(failure.status)
}

/// `DRAGOMAN_DEBUG` in the environment.
private enum Debugging {
  static func isWanted(_ environment: UnsafePointer<UnsafePointer<UInt8>?>) -> Bool {
    var index = 0
    while let text = unsafe environment[index] {
      if unsafe Strings.equal(text, "DRAGOMAN_DEBUG=calls") { return true }
      index += 1
    }
    return false
  }
}
