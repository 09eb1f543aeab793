import Testing

@testable import ResidentHosted

/// One struct of the resident's beside the C type that it has to look like.
struct LayoutRow: CustomTestStringConvertible {
  let name: String
  let c: String
  let width: Width
  let size: Int
  /// Whether the C type goes on behind it.
  let isPart: Bool
  /// A member of the C type, and where the Swift struct has it; nil for a computed one.
  let fields: [(c: String, offset: Int?)]

  var testDescription: String { "\(name) is \(c) for \(width)" }
}

/// Collects the rows.
struct LayoutTable {
  private(set) var rows: [LayoutRow] = []

  /// The guest's struct `type` lies as `c` does on i386.
  mutating func guest<T>(
    _ type: T.Type, _ c: String, isPart: Bool = false, _ fields: [(String, PartialKeyPath<T>)]
  ) {
    add(type, c, .i386, isPart: isPart, fields)
  }

  /// The guest's struct `type` lies as `c` does on x32.
  mutating func x32<T>(
    _ type: T.Type, _ c: String, isPart: Bool = false, _ fields: [(String, PartialKeyPath<T>)]
  ) {
    add(type, c, .x32, isPart: isPart, fields)
  }

  /// The host's struct `type` lies as `c` does on x86-64.
  mutating func host<T>(_ type: T.Type, _ c: String, _ fields: [(String, PartialKeyPath<T>)]) {
    add(type, c, .x86_64, isPart: false, fields)
  }

  /// The guest's and the host's struct for one C type, or for the one and the other, with the same members.
  mutating func both<Guest, Host>(
    _ guest: Guest.Type, _ host: Host.Type, _ c: String, host hostC: String? = nil,
    _ fields: [(c: String, guest: PartialKeyPath<Guest>, host: PartialKeyPath<Host>)]
  ) {
    self.guest(guest, c, fields.map { ($0.c, $0.guest) })
    self.host(host, hostC ?? c, fields.map { ($0.c, $0.host) })
  }

  private mutating func add<T>(
    _ type: T.Type, _ c: String, _ width: Width, isPart: Bool, _ fields: [(String, PartialKeyPath<T>)]
  ) {
    rows.append(
      LayoutRow(
        name: "\(type)", c: c, width: width, size: MemoryLayout<T>.stride, isPart: isPart,
        fields: fields.map { ($0.0, MemoryLayout<T>.offset(of: $0.1)) }))
  }
}
