import ArgumentParser
import FoundationEssentials

/// Shows what this machine offers to guests, and what Dragoman makes of it.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Show what this machine offers to guests, and what is missing.",
    discussion: """
      Everything is tried, not guessed: a probe that may be killed runs in a child process. The exit status is 0 if \
      guests can run here, and 1 if they cannot.
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
    if !advice.isEmpty {
      lines += [""] + advice.map { "- \($0)" }
    }
    return lines.joined(separator: "\n")
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
