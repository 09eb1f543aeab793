import Foundation
import Testing

@Suite("dragoman run")
struct RunTests {
  @Test func `gives everything after the program to the program`() throws {
    #expect(try Tool.run("run", "printf", "<%s>", "--help", "-E", "", "--", "a b").output == "<--help><-E><><--><a b>")
    #expect(try Tool.run("run", "-E", "A=1", "printf", "<%s>", "-U", "--root").output == "<-U><--root>")
    #expect(try Tool.run("run", "--", "printf", "<%s>", "--", "x").output == "<--><x>")
  }

  @Test func `keeps arguments that are not UTF-8`() throws {
    let script = #"$dragoman run printf %s "$(printf '\377\376')" | od -An -tx1"#
    #expect(try Tool.shell(script).output == " ff fe\n")
    #expect(try Tool.shell(script.replacing("run", with: "run --cwd /")).output == " ff fe\n")
  }

  @Test func `changes the environment only as told`() throws {
    let run = try Tool.shell("env -i B=2 C=3 D=4 $dragoman run -E A=1 -E C=x=y -U B --env D= /usr/bin/env")
    #expect(run.output == "C=x=y\nD=\nA=1\n")
    #expect(try Tool.shell("env -i B=2 $dragoman run /usr/bin/env").output == "B=2\n")
  }

  @Test func `sets the working directory and the name`() throws {
    #expect(try Tool.run("run", "--cwd", "/usr", "pwd").output == "/usr\n")
    #expect(
      try Tool.run("run", "--argv0", "-name", "sh", "-c", "echo $0; tr '\\0' ' ' </proc/$$/cmdline").output
        .contains("-name -c"))
  }

  @Test func `looks programs up as a shell does`() throws {
    let folder = try Folder()
    try folder.write("here", "#!/bin/sh\necho found\n")
    try folder.write("plain", "#!/bin/sh\n", mode: 0o644)
    func run(_ path: String, _ name: String) throws -> Tool.Run {
      try Tool.run("run", "-E", "PATH=\(path)", name, in: folder)
    }
    #expect(try run("/nowhere:.:/bin", "here").output == "found\n")
    #expect(try run(":/bin", "here").output == "found\n")
    #expect(try run("/bin:", "here").output == "found\n")
    #expect(try run("/bin", "here").status == 127)
    #expect(try run(".", "plain").status == 126)
    #expect(try run(".", "plain").says("permission denied"))
    #expect(try run("/etc", "apt").status == 127)
  }

  @Test func `runs within a program that it runs`() throws {
    // A path without options goes to the resident at once: a guest starts a resident.
    for inner in ["$dragoman run --intercept printf inner", "$dragoman run /usr/bin/printf inner"] {
      #expect(try Tool.shell("$dragoman run --intercept sh -c '\(inner)'").output == "inner")
    }
  }

  @Test func `ends as the program ends`() throws {
    #expect(try Tool.run("run", "sh", "-c", "exit 7").status == 7)
    #expect(try Tool.run("run", "sh", "-c", "kill -KILL $$").status == -9)
  }

  @Test func `keeps signals and descriptors as the caller set them`() throws {
    let words = "sh -c 'grep -E \"^Sig(Blk|Ign)\" /proc/self/status; ls /proc/$$/fd'"
    for before in ["", "env --ignore-signal=PIPE,INT --block-signal=USR1,RTMAX"] {
      // Both from one shell, so that both inherit the same.
      let run = try Tool.shell("\(before) \(words); echo ===; \(before) $dragoman run \(words)")
      let halves = run.output.components(separatedBy: "===\n")
      #expect(run.status == 0 && halves.count == 2 && halves.first == halves.last)
    }
  }

  /// The released tool leaves a path without options to the resident at once; with `--` it looks at the program itself.
  @Test(arguments: ["", "-- "])
  func `says the same whether it looked first or not`(_ dashes: String) throws {
    let folder = try RefusalTests.folder()
    for name in ["script", "loop", "arm", "libc", "headers", "plain"] {
      let run = try Tool.shell("$dragoman run \(dashes)./\(name) --help a", in: folder)
      let plain = try Tool.shell("$dragoman run --cwd . ./\(name) --help a", in: folder)
      #expect(run.errors == plain.errors && run.status == plain.status)
    }
    try folder.write("words", "#!/bin/sh\nprintf '<%s>' \"$0\" \"$@\"\n")
    #expect(
      try Tool.shell("$dragoman run \(dashes)./words --help '' -- a", in: folder).output
        == "<./words><--help><><--><a>")
  }

  /// Without options the released tool leaves it to the resident at once, with `--cwd .` it looks first.
  @Test(
    .enabled(if: Tool.runsX32, "x32 calls are caught by Syscall User Dispatch only"),
    arguments: ["", "-- ", "--cwd . "])
  func `starts x32 programs`(_ options: String) throws {
    let folder = try Folder()
    try folder.write(
      "x32.c",
      """
      static void call(unsigned number, unsigned long long a, const char *b, unsigned long long c) {
        unsigned long long result;
        __asm__ volatile("syscall" : "=a"(result) : "0"(0x40000000ULL | number), "D"(a), "S"(b), "d"(c)
                         : "rcx", "r11", "memory");
      }
      __attribute__((used)) void start(int *stack) {
        for (int i = 1; i < *stack; i++) {
          const char *word = (const char *)stack[1 + i];
          int length = 0;
          while (word[length]) length++;
          call(1, 1, word, length);
          call(1, 1, "\\n", 1);
        }
        call(231, *stack, 0, 0);
      }
      __asm__(".globl _start\\n_start: mov %esp, %edi\\nand $-16, %esp\\ncall start");
      """)
    let build = try Tool.shell("gcc -mx32 -O1 -nostdlib -static -o x32 x32.c", in: folder)
    try #require(build.status == 0, "\(build.errors)")
    let run = try Tool.shell("$dragoman run \(options)./x32 --help b", in: folder)
    #expect(run.output == "--help\nb\n", "\(run.errors)")
    #expect(run.status == 3)
    try folder.write("script", "#! ./x32 word\n")
    #expect(try Tool.shell("$dragoman run \(options)./script a", in: folder).output == "word\n./script\na\n")
  }

  @Test func `starts x86-64 programs and their scripts natively`() throws {
    let folder = try Folder()
    try folder.write("script", "#! /bin/sh -e\nfalse\necho not here\n")
    #expect(try Tool.run("run", "./script", in: folder).status == 1)
    #expect(try Tool.run("run", "uname", "-m").output == "x86_64\n")
  }
}

@Suite("dragoman run refuses")
struct RefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let words: [String]
    let status: Int32
    let message: String
    var testDescription: String { words.joined(separator: " ") }

    init(_ words: String..., status: Int32, says message: String) {
      self.words = words
      self.status = status
      self.message = message
    }
  }

  static let cases = [
    Case("", status: 127, says: "no such file"),
    Case("no-such-program", status: 127, says: "not found in PATH"),
    Case("./no-such-program", status: 127, says: "./no-such-program: no such file or directory"),
    Case("/etc/passwd/x", status: 126, says: "not a directory"),
    Case("/etc", status: 126, says: "is a directory"),
    Case("/dev/null", status: 126, says: "is not a regular file"),
    Case("./plain", status: 126, says: "permission denied"),
    Case("./empty", status: 126, says: "is empty"),
    Case("./text", status: 126, says: "neither an ELF program nor a script"),
    Case("./short", status: 126, says: "the file ends inside its ELF header"),
    Case("./arm", status: 126, says: "for ARM"),
    Case("./x32", status: 127, says: "libc6-x32"),
    Case("./object", status: 126, says: "not a program"),
    Case("./headers", status: 126, says: "program headers"),
    Case("./libc", status: 127, says: "libc6:i386"),
    Case("./musl", status: 127, says: "musl:i386"),
    Case("./wrong", status: 126, says: "for x86-64, not for i386"),
    Case("./script", status: 127, says: "interpreter /no/such is missing"),
    Case("./loop", status: 126, says: "too many levels"),
    Case("./inner", status: 127, says: "its interpreter ./libc: its interpreter /no/lib/ld-linux.so.2 is missing"),
    Case("./nameless", status: 126, says: "names no interpreter"),
    Case("--root", "/no/such", "true", status: 127, says: "--root /no/such: no such file"),
    Case("--root", "/etc/passwd", "true", status: 126, says: "not a directory"),
    Case("--cwd", "/no/such", "true", status: 127, says: "/no/such: no such file"),
    Case("--root", "/usr", "./libc", status: 127, says: "neither under --root nor in /"),
  ]

  static func folder() throws -> Folder {
    let folder = try Folder()
    try folder.write("plain", "", mode: 0o644)
    try folder.write("empty", "")
    try folder.write("text", "echo\n")
    try folder.write("short", [0x7F, 0x45, 0x4C, 0x46, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 3, 0, 1])
    try folder.writeImage("arm", machine: 40)
    try folder.writeImage("x32", machine: 62, interpreter: "/no/lib/ld-linux-x32.so.2")
    try folder.writeImage("object", type: 1)
    try folder.writeImage("headers", headers: 0xFFFF)
    try folder.writeImage("libc", interpreter: "/no/lib/ld-linux.so.2")
    try folder.writeImage("musl", interpreter: "/lib/ld-musl-i386.so.1")
    try folder.writeImage("wrong", interpreter: "/bin/true")
    try folder.write("script", "#!/no/such\n")
    try folder.write("loop", "#!./loop\n")
    try folder.write("inner", "#!./libc\n")
    try folder.write("nameless", "#! \n")
    return folder
  }

  @Test(arguments: cases)
  func `with one line and the shell's code`(_ one: Case) throws {
    let folder = try RefusalTests.folder()
    let words = one.words.map { "'\($0)'" }.joined(separator: " ")
    let run = try Tool.shell("$dragoman run \(words)", in: folder)
    #expect(run.status == one.status)
    #expect(run.says(one.message), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test func `options that it does not know`() throws {
    #expect(try Tool.run("run", "--bogus", "true").status == 64)
    #expect(try Tool.run("run").status == 64)
    #expect(try Tool.run("run", "-E", "NAME", "true").status == 64)
  }
}

@Suite("dragoman doctor")
struct DoctorTests {
  @Test func `says the same to people and to programs`() throws {
    let json = try Tool.run("doctor", "--json")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let canRun = try #require(report["canRunGuests"] as? Bool)
    #expect(json.status == (canRun ? 0 : 1))
    let text = try Tool.run("doctor")
    #expect(text.status == json.status)
    #expect(text.output.contains(canRun ? "i386 programs run here" : "i386 programs do not run here"))
    let findings = try #require(report["findings"] as? [[String: Any]])
    for finding in findings {
      #expect(text.output.contains(try #require(finding["title"] as? String)))
    }
  }

  @Test func `says for each ABI what traps and which modes there are`() throws {
    let json = try Tool.run("doctor", "--json")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let interception = try #require(report["interception"] as? [[String: Any]])
    #expect(interception.compactMap { $0["abi"] as? String } == ["i386", "x32", "x86-64"])
    #expect(interception[0]["canRun"] as? Bool == report["canRunGuests"] as? Bool)
    let text = try Tool.run("doctor").output
    for abi in interception {
      let modes = try #require(abi["modes"] as? [[String: Any]])
      #expect(modes.compactMap { $0["mode"] as? String } == ["auto", "trap", "patch"])
      #expect(modes.allSatisfy { !($0["reason"] as? String ?? "").isEmpty })
      let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("  \(abi["abi"] as? String ?? "") ") })
      #expect(line.contains(abi["mechanism"] as? String ?? "nothing"))
    }
  }

  /// `Tests/Support/no-dispatch.c` stands for the kernel and the sandbox that lack what traps calls.
  private func under(_ launcher: String, _ command: String) throws -> Tool.Run {
    let folder = try Folder()
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Support/no-dispatch.c").standardizedFileURL.path
    return try Tool.shell("gcc -O2 -o no-dispatch '\(source)' && ./no-dispatch \(launcher) \(command)", in: folder)
  }

  @Test(.enabled(if: Tool.kernelAnswersInterrupts, "without i386 entries the kernel's fault is taken, not a filter"))
  func `names the filter where there is no dispatch`() throws {
    let run = try under("", "$dragoman doctor")
    #expect(run.status == 0)
    #expect(run.output.contains("seccomp filter  the kernel lacks dispatch"))
  }

  @Test(.enabled(if: Tool.kernelAnswersInterrupts, "without i386 entries nothing has to be trapped"))
  func `refuses where neither is there, and so does run`() throws {
    let doctor = try under("--no-seccomp", "$dragoman doctor")
    #expect(doctor.status == 1)
    #expect(doctor.output.contains("calls by int $0x80 cannot be caught"))
    let source = "int main(void) { return 0; }"
    let run = try under(
      "--no-seccomp", "sh -c 'echo \"\(source)\" >a.c && gcc -m32 -static -o a a.c && $dragoman run ./a'")
    #expect(run.status == 126)
    #expect(run.says("nothing here catches int $0x80"))
  }
}
