import ArgumentParser
import FoundationEssentials

/// Shows what this machine offers to guests, and what Dragoman makes of it.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Show what this machine offers to guests, and what is missing.",
    discussion: """
      Everything is tried, not guessed: a probe that may be killed runs in a child process. It ends with what traps the \
      calls of i386, x32 and x86-64 programs here, and which modes of interception there are for each. The exit status is \
      0 if i386 programs can run here, and 1 if they cannot.
      """)

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let report = DoctorReport(HostCapabilities())
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(report), as: UTF8.self))
    } else {
      print(report.text)
    }
    if !report.canRunGuests { throw ExitCode(1) }
  }
}

extension DoctorReport {
  /// The report as aligned lines.
  var text: String {
    var lines = ["Dragoman \(version) on Linux \(kernel)", ""]
    let titleWidth = findings.map(\.title.count).max() ?? 0
    let valueWidth = findings.map(\.value.count).max() ?? 0
    for finding in findings {
      lines.append("  \(pad(finding.title, titleWidth))  \(pad(finding.value, valueWidth))  \(finding.note)")
    }
    lines += ["", canRunGuests ? "i386 programs run here. Dragoman uses:" : "i386 programs do not run here."]
    if canRunGuests {
      let purposeWidth = decisions.map(\.purpose.count).max() ?? 0
      let meansWidth = decisions.map(\.means.count).max() ?? 0
      lines.append("")
      for decision in decisions {
        lines.append("  \(pad(decision.purpose, purposeWidth))  \(pad(decision.means, meansWidth))  \(decision.reason)")
      }
    }
    lines += [
      "", "Calls of programs by their ABI; `run` takes the mode auto unless --intercept=MODE says another:", "",
    ]
    var rows = [["ABI", "runs", "traps by", "modes", "why"]]
    for abi in interception {
      let possible = abi.modes.filter(\.isPossible).map(\.mode).joined(separator: ", ")
      rows.append([
        abi.abi, abi.canRun ? "yes" : "no", abi.mechanism ?? "nothing", possible.isEmpty ? "none" : possible,
        abi.reason,
      ])
    }
    lines += table(rows)
    let notes = interception.flatMap { abi in
      abi.canRun ? abi.modes.filter { !$0.isPossible }.map { "  \(abi.abi), mode \($0.mode): \($0.reason)" } : []
    }
    if !notes.isEmpty { lines += [""] + notes }
    if !advice.isEmpty {
      lines += [""] + advice.map { "- \($0)" }
    }
    return lines.joined(separator: "\n")
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
