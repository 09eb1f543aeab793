import Foundation
import Testing

@testable import ResidentHosted

/// The rows of the i386 and x32 tables, and the kernel's lists of calls.
private enum Rows {
  /// Collects rows as `addAllCalls` adds them.
  static let all = collected(I386.self)
  static let x32 = collected(X32.self)

  private static func collected<A: ABI>(_ abi: A.Type) -> [(number: Int, row: Syscall<A>)] {
    let storage = UnsafeMutableRawPointer.allocate(byteCount: SyscallTable<A>.byteCount, alignment: 16)
    var table = SyscallTable<A>(storage: storage)
    table.clear()
    addAllCalls(to: &table)
    let rows = storage.assumingMemoryBound(to: Syscall<A>?.self)
    return (0..<SyscallTable<A>.capacity).compactMap { number in rows[number].map { (number, $0) } }
  }

  /// The names and numbers of a kernel header.
  static func header(_ name: String, _ width: Width) throws -> [String: Int] {
    var numbers: [String: Int] = [:]
    for (macro, value) in try CompilerOfC.macros(after: "#include <asm/\(name)>\n", width) {
      if macro.hasPrefix("__NR_"), let number = Int(value) { numbers[String(macro.dropFirst(5))] = number }
    }
    return numbers
  }
}

@Suite("The table of calls")
struct SyscallTableTests {
  @Test func `has the kernel's numbers for its names`() throws {
    let i386 = try Rows.header("unistd_32.h", .i386)
    let x86_64 = try Rows.header("unistd_64.h", .x86_64)
    let names = Dictionary(i386.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let hostNames = Set(x86_64.values)
    let newest = i386.values.max() ?? 0
    for (number, row) in Rows.all {
      #expect(number == Int(row.i386))
      if number > newest {
        // Newer than the headers; all such calls have one number in every architecture.
        #expect(row.x86_64 == row.i386, "\(row.name) is number \(number)")
        continue
      }
      #expect(i386["\(row.name)"] == number, "\(row.name) is number \(number), which is \(names[number] ?? "none")")
      let isHosts = row.x86_64 < 0 || hostNames.contains(Int(row.x86_64))
      #expect(isHosts, "\(row.name) has the host's number \(row.x86_64)")
    }
  }

  @Test func `has x32's own numbers`() throws {
    // Each is a sum with the bit that all of them have.
    let names = Dictionary(
      try CompilerOfC.macros(after: "#include <asm/unistd_x32.h>\n", .x32).filter { $0.name.hasPrefix("__NR_") }
        .compactMap {
          macro, value in
          Int(value.drop { $0 != "+" }.dropFirst().prefix { $0.isNumber || $0 == " " }.filter(\.isNumber))
            .map { ($0, String(macro.dropFirst(5))) }
        }, uniquingKeysWith: { first, _ in first })
    #expect(names.count > 300)
    let newest = names.keys.max() ?? 0
    for (number, row) in Rows.x32 where number < 335 || 512...newest ~= number {
      let name = try #require(names[number], "\(row.name): x32 has no call \(number)")
      // Rows have i386's names, which tell generations apart.
      #expect("\(row.name)".contains(name), "\(row.name) is number \(number), which is \(name)")
    }
    let missing = names.filter { number, _ in !Rows.x32.contains { $0.number == number } }.values.sorted()
    print("\(Rows.x32.count) rows for x32; no row: \(missing.joined(separator: " "))")
  }

  /// Calls that the host has under another name.
  private static let renamed: [String: String] = [:]

  @Test func `hands calls on to the host's call of the same name`() throws {
    let x86_64 = try Rows.header("unistd_64.h", .x86_64)
    let newest = x86_64.values.max() ?? 0
    for (number, row) in Rows.all where (row.isPassedOn || row.isPassedAtFirst) && row.x86_64 <= newest {
      let name = "\(row.name)"
      #expect(row.x86_64 >= 0, "\(name) (\(number)) is passed on to no call")
      let expected = x86_64[Self.renamed[name] ?? Self.hostName(name, in: x86_64)]
      #expect(expected == Int(row.x86_64), "\(name) is passed on to \(row.x86_64)")
    }
  }

  /// The host has one generation where i386 has several: ids of 32 bits, offsets and times of 64.
  private static func hostName(_ name: String, in host: [String: Int]) -> String {
    if host[name] != nil { return name }
    for suffix in ["_time64", "64", "32"] where name.hasSuffix(suffix) {
      let short = String(name.dropLast(suffix.count))
      if host[short] != nil { return short }
    }
    return name
  }

  @Test func `knows no call twice`() {
    // A second row would have replaced the first one: count what the domains say.
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/Resident/Syscalls")
    var seen: [String: String] = [:]
    let pattern = /(?:Syscall|\.pass|\.kept|RefusedCall)\(\s*"(?<name>[a-z0-9_]+)",\s*i386:\s*(?<number>\d+)/
    for file in FileManager.default.enumerator(at: source, includingPropertiesForKeys: nil)!.compactMap({ $0 as? URL })
    where file.pathExtension == "swift" {
      for match in (try? String(contentsOf: file, encoding: .utf8))?.matches(of: pattern) ?? [] {
        let number = String(match.number)
        #expect(seen[number] == nil, "\(match.name) has the number of \(seen[number] ?? "")")
        seen[number] = String(match.name)
      }
    }
    #expect(seen.count == Rows.all.count)
  }

  @Test func `does not lose rows`() throws {
    let least = try #require(
      Int(
        try String(
          contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("LeastRows.txt"), encoding: .utf8
        ).split(separator: "\n").last ?? ""))
    #expect(Rows.all.count >= least, "raise or lower the number in LeastRows.txt with a reason")
  }

  @Test func `has a row for each number of the kernel's header`() throws {
    let known = Set(Rows.all.map(\.number))
    let absent = try Rows.header("unistd_32.h", .i386).filter { !known.contains($0.value) }.keys.sorted()
    #expect(absent.isEmpty, "without a row: \(absent.joined(separator: " "))")
  }

  @Test func `refuses nothing without a reason`() {
    var refused: [Int] = []
    for index in 0..<goneCalls.span.count { refused.append(Int(goneCalls.span[index].i386)) }
    for index in 0..<ownCalls.span.count { refused.append(Int(ownCalls.span[index].i386)) }
    #expect(Set(refused).count == refused.count)
    for number in refused {
      #expect(Rows.all.contains { $0.number == number })
      #expect(RefusedCall.reason(for: number)?.utf8CodeUnitCount ?? 0 > 0)
    }
    #expect(RefusedCall.reason(for: 1) == nil)
    print("\(Rows.all.count) rows, \(refused.count) of them refusals with a reason")
  }
}
