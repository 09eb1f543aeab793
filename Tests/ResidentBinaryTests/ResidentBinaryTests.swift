import Foundation
import Testing

/// What the linked resident must and must not contain, for each configuration that is built.
@Suite(.serialized) struct ResidentBinaryTests {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let built = ["release", "debug"].filter { FileManager.default.fileExists(atPath: url($0).path) }
  static func url(_ configuration: String) -> URL { root.appending(path: ".build/\(configuration)/dragoman-resident") }

  /// The only code that may name vector or x87 registers: it saves and restores the guest's, whole.
  ///
  /// The vDSO image holds 32-bit code, which a 64-bit disassembler misreads.
  static let vectorCodeAllowed = ["fpu_", "vdso32_"]

  @Test func isBuilt() {
    #expect(!Self.built.isEmpty, "run `swift build` or `swift build -c release` first")
  }

  @Test(arguments: built)
  func isStaticAndFarAboveEveryGuest(_ configuration: String) throws {
    let file = try ELF64(contentsOf: Self.url(configuration))
    #expect(file.type == 2, "not ET_EXEC")
    #expect(file.machine == 62, "not x86-64")
    #expect(!file.segments.contains { $0.type == 3 }, "has PT_INTERP")
    #expect(!file.segments.contains { $0.type == 2 }, "has PT_DYNAMIC")
    #expect(file.segments.filter { $0.type == 1 }.map(\.address).min() == 0x7e00_0000_0000)
  }

  @Test(arguments: built)
  func hasNoSegmentWritableAndExecutable(_ configuration: String) throws {
    let file = try ELF64(contentsOf: Self.url(configuration))
    #expect(!file.segments.contains { $0.type == 1 && $0.flags & 3 == 3 })
    let stack = try #require(file.segments.first { $0.type == 0x6474_e551 }, "no PT_GNU_STACK")
    #expect(stack.flags & 1 == 0, "executable stack")
  }

  @Test(arguments: built)
  func needsNoRuntime(_ configuration: String) throws {
    let symbols = try ELF64(contentsOf: Self.url(configuration)).symbols
    #expect(!symbols.isEmpty, "stripped: nothing can be checked")
    #expect(symbols.filter { $0.sectionIndex == 0 && !$0.name.isEmpty }.map(\.name) == [], "undefined symbols")
    let forbidden = ["swift_once", "swift_retain", "swift_release", "swift_allocObject", "swift_slowAlloc", "malloc"]
    let found = symbols.map(\.name).filter { name in forbidden.contains { name.contains($0) } }
    #expect(found == [], "reference counting, heap or lazy globals")
    // A lazy global has an initialiser ending in WZ and a token ending in Wz.
    let lazy = symbols.map(\.name).filter { $0.hasPrefix("$") && ($0.hasSuffix("WZ") || $0.hasSuffix("Wz")) }
    #expect(lazy == [], "lazy globals")
  }

  /// The gateway's place in the lines of the instruction cache, which decides what a call costs: see Gateway32.S.
  @Test(arguments: built)
  func gatewayLiesWhereItIsFast(_ configuration: String) throws {
    let symbols = try ELF64(contentsOf: Self.url(configuration)).symbols
    let gateway = try #require(symbols.first { $0.name == "gateway_i386" })
    let exit = try #require(symbols.first { $0.name == "gateway_pass_exit_end" })
    #expect(gateway.address % 64 == 32)
    #expect(exit.address - gateway.address == 124, "another length: measure anew")
  }

  @Test(arguments: built)
  func isSmall(_ configuration: String) throws {
    let file = try ELF64(contentsOf: Self.url(configuration))
    #expect(file.segments.filter { $0.type == 1 }.reduce(0) { $0 + $1.fileSize } < 1 << 20)
    if configuration == "release" { #expect(file.bytes.count < 1 << 20) }
  }

  @Test(arguments: built)
  func leavesVectorRegistersToTheGuest(_ configuration: String) throws {
    var function = ""
    var found: [String] = []
    for line in try Self.disassembly(of: Self.url(configuration)).split(separator: "\n") {
      if line.hasSuffix(">:"), let open = line.firstIndex(of: "<") {
        function = String(line[line.index(after: open)...].dropLast(2))
      } else if !function.isEmpty, Self.touchesVectors(line),
        !Self.vectorCodeAllowed.contains(where: function.hasPrefix)
      {
        found.append("\(function): \(line)")
      }
    }
    #expect(!function.isEmpty, "nothing was disassembled")
    #expect(found.prefix(20) == [], "\(found.count) instructions use vector or x87 state")
  }

  /// Whether a disassembled line names vector, mmx or x87 state, in its mnemonic or its operands.
  static func touchesVectors(_ line: Substring) -> Bool {
    guard let colon = line.firstIndex(of: ":") else { return false }
    let words = line[line.index(after: colon)...].split(whereSeparator: \.isWhitespace)
    guard let mnemonic = words.first else { return false }
    let saving = ["xsave", "xrstor", "ldmxcsr", "stmxcsr", "vldmxcsr", "vstmxcsr", "emms", "vzero"]
    if mnemonic.hasPrefix("f") || saving.contains(where: mnemonic.hasPrefix) { return true }
    return words.dropFirst().contains { word in
      ["%xmm", "%ymm", "%zmm", "%mm", "%st"].contains { word.contains($0) }
    }
  }

  static func disassembly(of url: URL) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c",
      """
      for tool in llvm-objdump objdump; do
        command -v $tool >/dev/null && exec timeout 120 $tool -d --no-show-raw-insn "$1"
      done
      echo 'install llvm or binutils: no objdump' >&2
      """, "sh", url.path,
    ]
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  /// The released tool's quick start runs before the C library, so it may name nothing of it.
  @Test(arguments: built) func quickStartNeedsNoLibrary(_ configuration: String) throws {
    let folder = Self.root.appending(path: ".build/\(configuration)/ToolStart.build")
    let object = try ELF64(contentsOf: folder.appending(path: "QuickStart.c.o"))
    let missing = object.symbols.filter { $0.sectionIndex == 0 && !$0.name.isEmpty }.map(\.name)
    #expect(missing == ["host_call"])
  }
}
