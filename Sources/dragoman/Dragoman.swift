import ArgumentParser

@main
struct Dragoman: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "dragoman",
    abstract: "Runs 32-bit Linux programs on a 64-bit kernel, at native speed.",
    discussion: """
      A program for i386 runs in an ordinary 64-bit process: its instructions on the processor itself, its system \
      calls made for it as 64-bit calls. The kernel needs no 32-bit support.
      """,
    version: "dragoman \(version)",
    subcommands: [RunCommand.self, DoctorCommand.self])
}
