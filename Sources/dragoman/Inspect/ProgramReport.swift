import Glibc
import ResidentHosted

/// What can be said of a program's file before it runs.
struct ProgramReport: Codable {
  /// An instruction that looks as if it enters the kernel.
  struct Candidate: Codable {
    let address: UInt64
    let instruction: String
    let section: String
    let symbol: String?
    /// What a patch of it would be.
    let outlook: String
    /// The bytes of the instruction that a jump takes along.
    let covered: String?
  }

  let program: String
  let abi: String
  let isRelocatable: Bool
  let interpreter: String?
  let candidates: [Candidate]
}

extension ProgramReport {
  init(_ path: FilePath) throws(Refusal) {
    let name = path.description
    let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw .notInspected(name, describe(errno)) }
    defer { close(descriptor) }
    guard let image = ELFImage(descriptor) else {
      throw .notInspected(
        name, "not an ELF file for i386, x32 or x86-64 with program headers; of a script, inspect the interpreter")
    }
    program = name
    abi = image.kind.format.abi.name.description
    isRelocatable = image.isRelocatable
    interpreter = image.interpreter
    candidates = image.code.flatMap { ProgramReport.candidates(in: $0, of: image) }
  }

  /// Reads the code instruction by instruction, and begins anew at each function.
  private static func candidates(in code: ELFImage.Code, of image: ELFImage) -> [Candidate] {
    let isWide = image.kind != .i386
    let starts = image.functions.lazy.map(\.address)
      .filter { $0 >= code.address && $0 - code.address < UInt64(code.range.count) }.map { Int($0 - code.address) }
    return image.withBytes(code.range) { bytes in
      var found: [Candidate] = []
      var next = Array(starts)[...]
      var offset = 0
      while offset < bytes.count {
        while let start = next.first, start <= offset { next.removeFirst() }
        let (length, site) = CandidateSite.read(bytes, at: offset, isWide: isWide)
        if let site {
          let address = code.address + UInt64(offset)
          var covered: String?
          if case .jump(let count) = site.outlook {
            covered = (0..<count).map { byte(bytes[offset + length + $0]) }.joined(separator: " ")
          }
          found.append(
            Candidate(
              address: address, instruction: site.instruction.name, section: code.name,
              symbol: image.function(at: address), outlook: site.outlook.name, covered: covered))
        }
        // What runs into a function was not code.
        offset = min(offset + max(length, 1), next.first ?? bytes.count)
      }
      return found
    }
  }

  private static func byte(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}

extension ProgramReport {
  /// The report as lines.
  var text: String {
    var lines = ["\(program): \(abi), \(isRelocatable ? "position-independent" : "at fixed addresses")"]
    lines.append("interpreter: \(interpreter ?? "none")")
    lines.append("")
    if candidates.isEmpty {
      lines.append("No instruction in it seems to enter the kernel.")
      return lines.joined(separator: "\n")
    }
    let count = candidates.count == 1 ? "1 instruction seems" : "\(candidates.count) instructions seem"
    lines.append("\(count) to enter the kernel. These are guesses, by reading the code from function to function;")
    lines.append("Dragoman itself patches only what has trapped.")
    lines.append("")
    var rows = [["address", "instruction", "where", "a patch would be"]]
    for one in candidates {
      let place = one.symbol.map { "\(one.section) \($0)" } ?? one.section
      rows.append([
        hexadecimal(one.address), one.instruction, place, one.outlook + (one.covered.map { " (\($0))" } ?? ""),
      ])
    }
    return (lines + table(rows)).joined(separator: "\n")
  }
}

extension ImageFormat {
  /// The ABI of a program of this format.
  var abi: ABIIdentifier {
    switch self {
    case .i386: .i386
    case .x32: .x32
    case .x86_64: .x86_64
    }
  }
}

extension CandidateSite.Instruction {
  var name: String {
    switch self {
    case .interrupt: "int $0x80"
    case .syscall: "syscall"
    case .sysenter: "sysenter"
    }
  }
}

extension CandidateSite.Outlook {
  var name: String {
    switch self {
    case .jump: "a jump that takes the next instruction along"
    case .refused(let refusal): "none: \(refusal.reason)"
    case .unpatched: "none: such instructions go on trapping"
    }
  }
}

extension SitePatches.Refusal {
  /// Why the site goes on trapping.
  var reason: String {
    switch self {
    case .neighbour: "the next instruction is too short, or cannot be moved"
    case .unsettled: "its code is writable or shared, or keeps changing"
    case .pool: "no trampoline in reach"
    case .kernel: "the kernel does not let the code be written"
    }
  }
}

extension Refusal {
  /// What is asked about cannot be looked at.
  static func notInspected(_ subject: String, _ message: String) -> Refusal {
    Refusal(status: 1, subject: subject, message: message)
  }
}

/// A number as people write addresses.
func hexadecimal(_ number: UInt64) -> String { "0x" + String(number, radix: 16) }

/// Rows as lines with aligned columns.
func table(_ rows: [[String]]) -> [String] {
  let columns = rows.map(\.count).max() ?? 0
  let widths = (0..<columns).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
  return rows.map { row in
    var line = ""
    for (index, cell) in row.enumerated() {
      line += index == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count + 2)
    }
    return "  " + line
  }
}
