import ArgumentParser

@main
enum Main {
  static func main() {
    // Without options there is nothing to parse, and the parser alone takes longer than the start of a guest.
    let words = ProgramStart.commandLine
    if words.count > 2, String(cString: words[1]) == "run" {
      let start = String(cString: words[2]) == "--" ? 3 : 2
      if start == 3 ? words.count > 3 : words[2].pointee != CChar(UInt8(ascii: "-")) {
        ProgramStart(arguments: Array(words[start...])).run()
      }
    }
    Dragoman.main(RunCommand.parsable())
  }
}

/// The command line tool.
struct Dragoman: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "dragoman",
    abstract: "Runs 32-bit Linux programs on a 64-bit kernel, at native speed.",
    discussion: """
      A program for i386 or x32 runs in an ordinary 64-bit process: its instructions on the processor itself, its system \
      calls made for it as 64-bit calls. The kernel needs no 32-bit support.
      """,
    version: "dragoman \(version)",
    subcommands: [RunCommand.self, InspectCommand.self, DoctorCommand.self])
}
