import Glibc

/// What one column of one figure came to.
struct Cell {
  /// One value a round.
  private(set) var samples: [Double] = []
  private(set) var failure: String?

  /// Takes a round's value.
  ///
  /// After a failure the column is not tried again: it could cost a time limit each round.
  mutating func record(_ measure: () throws(Failure) -> Double) {
    guard failure == nil else { return }
    do throws(Failure) {
      samples.append(try measure())
    } catch {
      failure = error.description
    }
  }

  var median: Double? { failure == nil && !samples.isEmpty ? middle(samples) : nil }

  /// Whether the rounds differ so much that their median says little.
  var isNoisy: Bool {
    guard let median, let least = samples.min(), let greatest = samples.max() else { return false }
    return greatest - least > 0.2 * median
  }
}

/// A figure with its cells.
struct Row {
  let figure: Figure
  var cells: [Column: Cell] = [:]

  var hasFailure: Bool { cells.values.contains { $0.failure != nil } }
}

/// Runs figures in all columns.
struct Bench {
  let machine: Machine
  let programs: Programs
  let rounds: Int
  let quick: Bool
  let limit: Duration

  /// Measures one figure: native, Dragoman, qemu, native, … so that a slow minute of the machine hits all alike.
  func measure(_ figure: Figure) -> Row {
    var row = Row(figure: figure)
    for _ in 0..<rounds {
      for column in Column.allCases where machine.absent[column] == nil && figure.isMeasured(in: column) {
        row.cells[column, default: Cell()].record { () throws(Failure) in try sample(figure, in: column) }
      }
    }
    return row
  }

  private func sample(_ figure: Figure, in column: Column) throws(Failure) -> Double {
    let program = programs.path(of: figure.program)
    switch figure.method {
    case .loop(let batch):
      let command = machine.command([program, "\(quick ? batch / 4 : batch)"], in: column)
      return try nanosecondsPrinted(by: command, name: figure.name)
    case .wide(_, let mode):
      let command = machine.wideCommand([program, "\(quick ? 5 : 20)"], in: column, mode: mode)
      return try nanosecondsPrinted(by: command, name: figure.program)
    case .start(_, let byTool):
      return try startUp(machine.command([program], in: column, byTool: byTool))
    case .memory(_, let kind):
      return try memory(kind, of: machine.command([program], in: column))
    }
  }

  private func nanosecondsPrinted(by command: [String], name: String) throws(Failure) -> Double {
    let printed = try Child(command, limit: limit).finish()
    for line in printed.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 3, words[0] == name, let nanoseconds = Double(words[1]) { return nanoseconds }
    }
    throw Failure("printed no line `\(name) ns_per_op iterations`")
  }

  private func startUp(_ command: [String]) throws(Failure) -> Double {
    var times: [Double] = []
    for _ in 0..<(quick ? 10 : 40) {
      let start = ContinuousClock.now
      let printed = try Child(command, limit: limit).finish()
      times.append((ContinuousClock.now - start) / .nanoseconds(1))
      guard printed == "hello\n" else { throw Failure("printed \(printed.debugDescription) where hello was expected") }
    }
    return middle(times)
  }

  private func memory(_ kind: Figure.Memory, of command: [String]) throws(Failure) -> Double {
    let child = try Child(command, limit: limit)
    try child.awaitHello()
    return switch kind {
    case .private: try child.kibibytes(of: ["Private_Clean:", "Private_Dirty:"], in: "smaps_rollup")
    case .peak: try child.kibibytes(of: ["VmHWM:"], in: "status")
    }
  }
}

/// The median.
func middle(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
