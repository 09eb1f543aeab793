import Foundation
import Testing

@Suite("dragoman inspect")
struct InspectTests {
  /// Calls often at two sites, of which only one can be patched, then waits.
  private static let source = """
    static int call(int number) {
      int result;
      __asm__ volatile("int $0x80\\n\\tcmp $0x1000, %%eax" : "=a"(result) : "0"(number) : "cc", "memory");
      return result;
    }
    static int tight(int number) {
      int result;
      __asm__ volatile("int $0x80\\n\\tnop" : "=a"(result) : "0"(number) : "cc", "memory");
      return result;
    }
    __attribute__((noinline)) void patchable(void) { call(64); }
    __attribute__((noinline)) void unpatchable(void) { tight(64); }
    void _start(void) {
      for (int i = 0; i < 200; i++) { patchable(); unpatchable(); }
      for (;;) call(29);
    }
    """

  private func folder() throws -> Folder {
    let folder = try Folder()
    try folder.write("guest.c", Self.source)
    let build = try Tool.shell("gcc -m32 -O1 -nostdlib -static -fno-pie -no-pie -o guest guest.c", in: folder)
    #expect(build.status == 0, "\(build.errors)")
    return folder
  }

  /// What `inspect --json` says of the guest once it waits.
  private func inspect(_ options: String, in folder: Folder) throws -> [String: Any] {
    let script = """
      $dragoman run \(options) ./guest & guest=$!
      for try in $(seq 50); do
        grep -q '^34 ' /proc/$guest/syscall && break
        sleep 0.1
      done
      $dragoman inspect --json $guest; kill -KILL $guest
      """
    let run = try Tool.shell(script, in: folder)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.errors)")
  }

  private func site(_ symbol: String, _ report: [String: Any]) throws -> [String: Any] {
    let sites = try #require(report["sites"] as? [[String: Any]])
    return try #require(sites.first { ($0["symbol"] as? String)?.hasPrefix(symbol) == true }, "\(sites)")
  }

  @Test func `counts each way in`() throws {
    let report = try inspect("--stats", in: try folder())
    #expect(report["abi"] as? String == "i386")
    #expect(report["countsAll"] as? Bool == true)
    let patchable = try site("patchable", report)
    #expect(patchable["state"] as? String == "patched")
    let jumped = try #require(patchable["jumped"] as? Int)
    let trapped = try #require(patchable["trapped"] as? Int)
    #expect(jumped > 0 && trapped > 0 && jumped + trapped == 200)
    #expect((patchable["file"] as? String)?.hasSuffix("/guest") == true)
    let unpatchable = try site("unpatchable", report)
    #expect(unpatchable["trapped"] as? Int == 200)
    #expect((unpatchable["reason"] as? String)?.contains("too short") == true)
    let calls = try #require((report["calls"] as? [[String: Any]])?.first)
    #expect(calls["site"] as? Int == jumped)
    #expect(calls["virtualObject"] as? Int == 0)
  }

  @Test func `says so where only traps are counted`() throws {
    let report = try inspect("--intercept-mode=trap", in: try folder())
    #expect(report["mode"] as? String == "trap")
    #expect(report["countsAll"] as? Bool == false)
    let patchable = try site("patchable", report)
    #expect(patchable["state"] as? String == "traps")
    #expect(patchable["trapped"] as? Int == 200)
    #expect(patchable["jumped"] == nil)
    let text = try Tool.shell(
      "$dragoman run ./guest & sleep 0.5; $dragoman inspect $!; kill -KILL $!", in: try folder())
    #expect(text.output.contains("Only traps are counted"), "\(text.errors)")
  }

  @Test func `finds what enters the kernel in a file`() throws {
    let text = try Tool.shell("$dragoman inspect ./guest", in: try folder())
    #expect(text.status == 0)
    #expect(text.output.contains("guesses"))
    let lines = text.output.split(separator: "\n").filter { $0.contains("int $0x80") }
    #expect(lines.contains { $0.contains(" patchable") && $0.contains("(3d 00 10 00 00)") })
    #expect(lines.contains { $0.contains("unpatchable") && $0.contains("none: the next instruction is too short") })
    #expect(try Tool.run("inspect", "true").output.contains("x86-64"))
  }

  @Test func `says why there is nothing to show`() throws {
    for (subject, message) in [
      ("$$", "not a guest"), ("99999999", "no such process"), ("./none", "no such file"),
      ("no-such-program", "not found in PATH"), ("/etc/passwd", "not an ELF file"),
    ] {
      let run = try Tool.shell("$dragoman inspect \(subject)")
      #expect(run.status == 1)
      #expect(run.says(message), "\(run.errors)")
    }
  }

  @Test(.enabled(if: getuid() == 0, "only root can ask as somebody else"))
  func `says so where the process's memory may not be read`() throws {
    let script = """
      $dragoman run ./guest & guest=$!
      sleep 0.3
      setpriv --reuid=65534 --clear-groups $dragoman inspect $guest; status=$?
      kill -KILL $guest; exit $status
      """
    let run = try Tool.shell(script, in: try folder())
    #expect(run.status == 1)
    #expect(run.says("may not be read"), "\(run.errors)")
  }
}
