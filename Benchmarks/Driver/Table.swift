/// The report for people: a line a figure.
struct Table {
  let machine: Machine
  private let titleWidth: Int

  init(of figures: [Figure], machine: Machine) {
    self.machine = machine
    titleWidth = figures.map { $0.title.count }.max() ?? 0
  }

  /// The line above the figures of a unit.
  func heading(_ unit: Unit) -> String {
    let comparison = unit == .nanoseconds ? "ratio" : "difference"
    return line(
      unit == .nanoseconds ? "time" : "memory",
      ["native", "dragoman", comparison, "qemu-i386", comparison], goal: "goal")
  }

  /// The line of a figure; `~` says that rounds differed by more than a fifth.
  func line(_ row: Row) -> String {
    let native = row.cells[.native]?.median
    var cells = [value(.native, of: row)]
    for column in [Column.dragoman, .qemu] {
      cells.append(value(column, of: row))
      if let native, native > 0, let median = row.cells[column]?.median {
        cells.append(row.figure.unit.compare(median, with: native))
      } else {
        cells.append("")
      }
    }
    return line(row.figure.title, cells, goal: row.figure.goal)
  }

  /// What the table cannot hold: reasons of empty columns and of failures.
  func notes(_ rows: [Row]) -> [String] {
    let reasons = Column.allCases.compactMap { column in machine.absent[column].map { "\(column.rawValue): \($0)" } }
    let failures = rows.flatMap { row in
      Column.allCases.compactMap { column in
        row.cells[column]?.failure.map { "\(row.figure.name), \(column.rawValue): \($0)" }
      }
    }
    let isNoisy = rows.contains { row in row.cells.values.contains(where: \.isNoisy) }
    return reasons + failures + (isNoisy ? ["~ the rounds differ by more than a fifth of their median"] : [])
  }

  private func value(_ column: Column, of row: Row) -> String {
    guard let cell = row.cells[column] else { return "" }
    guard let median = cell.median else { return "failed" }
    return (cell.isNoisy ? "~ " : "") + row.figure.unit.format(median)
  }

  private func line(_ title: String, _ cells: [String], goal: String) -> String {
    var line = title + padding(title, to: titleWidth)
    for cell in cells { line += " " + padding(cell, to: 11) + cell }
    if !goal.isEmpty { line += "   " + goal }
    while line.last == " " { line.removeLast() }
    return line
  }

  private func padding(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count))
  }
}
