import Testing

@testable import ResidentHosted

@Suite("A script's first line")
struct ScriptLineTests {
  func words(_ text: String) -> [String]? {
    let bytes = Array(text.utf8.prefix(256))
    guard let line = ScriptLine(bytes.span) else { return nil }
    return ([line.name] + (line.argument.map { [$0] } ?? [])).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test func `names an interpreter and one argument`() {
    #expect(words("#!/bin/sh\nrest") == ["/bin/sh"])
    #expect(words("#! \t/bin/sh  \t-e -x \t\nrest") == ["/bin/sh", "-e -x"])
    #expect(words("#!/bin/sh") == ["/bin/sh"])
    #expect(words("#!/bin/sh -e ") == ["/bin/sh", "-e "])
    #expect(words("#!/bin/sh\0-e\n") == ["/bin/sh"])
  }

  @Test func `that names none is refused`() {
    #expect(words("#!\n/bin/sh") == nil)
    #expect(words("#! \t \n") == nil)
    #expect(words("#!" + String(repeating: " ", count: 300)) == nil)
  }

  @Test func `may be cut behind the name, not in it`() {
    let long = String(repeating: "x", count: 300)
    #expect(words("#!/" + long) == nil)
    #expect(words("#!/a " + long)?.first == "/a")
    #expect(words("#!/a " + long)?.last?.count == 250)
    #expect(words("#!/" + long.prefix(252) + "\n")?.first?.count == 253)
  }
}

@Suite("A thread's block")
struct ThreadBlockTests {
  @Test func `ends before the room for a path`() {
    #expect(MemoryLayout<ResidentHosted.Thread>.size <= 0x1000)
  }
}
