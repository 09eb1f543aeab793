import ArgumentParser
import Glibc

@main
struct DragomanBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dragoman-bench",
    abstract: "Measures the same i386 programs run by the kernel, under Dragoman and under qemu-i386.",
    discussion: "Figures: " + Figure.all.map(\.name).joined(separator: ", ") + ".")

  @Option(help: ArgumentHelp("Measure only this figure. May be repeated.", valueName: "name"))
  var only: [String] = []

  @Option(help: "How many times each program is run in each column (default: 7).")
  var rounds: Int?

  @Flag(help: "Three rounds of a quarter of the time: to see that all works.")
  var quick = false

  @Flag(help: "Print JSON with every sample and no table.")
  var json = false

  @Option(help: ArgumentHelp("The folder of dragoman-resident and dragoman.", valueName: "dir"))
  var dragoman = ".build/release"

  @Option(help: ArgumentHelp("The folder of the programs' sources.", valueName: "dir"))
  var sources = "Benchmarks/Guests"

  @Option(help: ArgumentHelp("The folder of the built programs.", valueName: "dir"))
  var programs = ".build/benchmarks"

  @Flag(help: "Use the programs as they are: for a machine without a compiler.")
  var noBuild = false

  @Option(help: "The time limit of each run, in seconds.")
  var limit = 20

  private var roundCount: Int { rounds ?? (quick ? 3 : 7) }

  func validate() throws {
    let names = Set(Figure.all.map(\.name))
    for name in only where !names.contains(name) {
      throw ValidationError("No figure is called \(name). There are \(names.sorted().joined(separator: ", ")).")
    }
    guard roundCount > 0, limit > 0 else { throw ValidationError("Rounds and limit are at least 1.") }
  }

  func run() throws {
    Child.prepare()
    let figures = only.isEmpty ? Figure.all : Figure.all.filter { only.contains($0.name) }
    let programs = Programs(folder: programs)
    let limit = Duration.seconds(limit)
    if noBuild {
      try programs.check(for: figures)
    } else {
      try programs.build(for: figures, from: sources, limit: limit)
    }

    let processor = pinToOneProcessor()
    let machine = Machine(dragomanFolder: dragoman, probe: programs.path(of: programs.probe), limit: limit)
    let bench = Bench(machine: machine, programs: programs, rounds: roundCount, quick: quick, limit: limit)
    let rows = json ? figures.map(bench.measure) : printTable(of: figures, by: bench)
    if json { print(bench.json(rows, kernel: kernelRelease(), processor: processor)) }
    if machine.absent[.dragoman] != nil || rows.contains(where: \.hasFailure) { throw ExitCode.failure }
  }

  private func printTable(of figures: [Figure], by bench: Bench) -> [Row] {
    let table = Table(of: figures, machine: bench.machine)
    var unit: Unit?
    var rows: [Row] = []
    for figure in figures {
      if figure.unit != unit { show((unit == nil ? "" : "\n") + table.heading(figure.unit)) }
      unit = figure.unit
      rows.append(bench.measure(figure))
      show(table.line(rows[rows.endIndex - 1]))
    }
    let notes = table.notes(rows)
    if !notes.isEmpty { show("\n" + notes.joined(separator: "\n")) }
    return rows
  }

  /// Prints at once, also into a pipe: a whole run takes a minute or two.
  private func show(_ text: String) {
    print(text)
    fflush(nil)
  }

  private func kernelRelease() -> String {
    var name = utsname()
    uname(&name)
    return withUnsafeBytes(of: name.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
