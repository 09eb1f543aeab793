import ArgumentParser
import FoundationEssentials
import Glibc

/// Shows how the calls of a guest come in, or what in a program's file enters the kernel.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show how a running guest's calls come in, or what in a program would trap.",
    discussion: """
      Of a process: its ABIs, what traps its calls, how many calls came each way, and each site that has trapped, with \
      what became of it. Traps are always counted, other calls only if the guest was started with --stats.

      Of a file: the instructions that seem to enter the kernel, and what a patch of each would be.

      The exit status is 1 if there is nothing to show: no such process, not a guest, no permission to read its memory.
      """)

  @Flag(help: "Write JSON.")
  var json = false

  @Argument(
    help: ArgumentHelp("A process, by its number, or a program, by its path or name.", valueName: "PID|PROGRAM"))
  var subject: String

  func run() {
    do throws(Refusal) {
      if let process = Int(subject) {
        let report = try GuestReport(try GuestProcess(process))
        show(report, report.text)
      } else {
        let report = try ProgramReport(try path())
        show(report, report.text)
      }
    } catch {
      error.end()
    }
  }

  /// The file itself where there is one of this name, else what a shell would run.
  private func path() throws(Refusal) -> FilePath {
    let name = FilePath(subject)
    if case .success = name.status() { return name }
    let searchPath = Environment().value(of: "PATH") ?? Array(ProgramLookup.defaultPath.utf8)
    do {
      return try ProgramLookup(name: name, searchPath: searchPath).find()
    } catch {
      throw .notInspected(error.subject ?? subject, error.message)
    }
  }

  private func show(_ report: some Encodable, _ text: String) {
    if !json { return print(text) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    if let data = try? encoder.encode(report) { print(String(decoding: data, as: UTF8.self)) }
  }
}
