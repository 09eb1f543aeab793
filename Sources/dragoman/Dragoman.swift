import ArgumentParser

@main
struct Dragoman: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Runs Linux programs of another ABI.")
}
