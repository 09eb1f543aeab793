/// As much of JSON as the report needs.
enum JSON: CustomStringConvertible {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])

  var description: String { text(indent: "") }

  private func text(indent: String) -> String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let value): value == value.rounded() ? "\(Int(value))" : "\(value)"
    case .string(let value): Self.quoted(value)
    case .array(let items): "[" + items.map { $0.text(indent: indent) }.joined(separator: ", ") + "]"
    case .object(let members): Self.lines(members, indent: indent)
    }
  }

  private static func lines(_ members: [(String, JSON)], indent: String) -> String {
    let inner = indent + "  "
    let lines = members.map { "\(inner)\(quoted($0.0)): \($0.1.text(indent: inner))" }
    return lines.isEmpty ? "{}" : "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where scalar.value < 0x20: "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
      default: "\(scalar)"
      }
    }
    return "\"\(escaped.joined())\""
  }
}

extension Bench {
  /// The report for programs: every sample, medians, and Dragoman and qemu compared with native.
  func json(_ rows: [Row], kernel: String, processor: Int?) -> JSON {
    .object([
      ("kernel", .string(kernel)),
      ("processor", processor.map { .number(Double($0)) } ?? .null),
      ("rounds", .number(Double(rounds))),
      ("quick", .bool(quick)),
      (
        "absent",
        .object(
          Column.allCases.compactMap { column in
            machine.absent[column].map { (column.rawValue, .string($0)) }
          })
      ),
      ("figures", .array(rows.map(json))),
    ])
  }

  private func json(_ row: Row) -> JSON {
    let native = row.cells[.native]?.median
    var members: [(String, JSON)] = [
      ("name", .string(row.figure.name)),
      ("title", .string(row.figure.title)),
      ("unit", .string(row.figure.unit.rawValue)),
      ("goal", row.figure.goal.isEmpty ? .null : .string(row.figure.goal)),
    ]
    for column in Column.allCases {
      members.append((column.rawValue, row.cells[column].map { json($0, column, native: native) } ?? .null))
    }
    return .object(members)
  }

  private func json(_ cell: Cell, _ column: Column, native: Double?) -> JSON {
    if let failure = cell.failure { return .object([("failed", .string(failure))]) }
    var members: [(String, JSON)] = [
      ("median", cell.median.map { .number($0) } ?? .null),
      ("samples", .array(cell.samples.map { .number($0) })),
    ]
    if column != .native, let native, native > 0, let median = cell.median {
      members.append(("ratio", .number(median / native)))
      members.append(("difference", .number(median - native)))
    }
    return .object(members)
  }
}
