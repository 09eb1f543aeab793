import Testing

@Suite("dragoman run --page-zero")
struct PageZeroTests {
  /// Calls often at a site that no jump fits in, and writes to NULL.
  private static let source = """
    #include <signal.h>
    #include <stdio.h>
    #include <stdlib.h>
    static void refused(int number) { puts("NULL faults"); exit(0); }
    int main(void) {
      for (int i = 0; i < 200; i++) {
        int result;
        __asm__ volatile("mov $64, %%eax\\n\\tint $0x80\\n\\tnop\\n\\tnop" : "=a"(result) : : "cc", "memory");
      }
      signal(SIGSEGV, refused);
      volatile char *volatile zero = 0;
      *zero = 1;
    }
    """

  private func run(_ prefix: String, _ options: String) throws -> Tool.Run {
    let folder = try Folder()
    try folder.write("guest.c", Self.source)
    let build = try Tool.shell("gcc -m32 -O1 -o guest guest.c", in: folder)
    #expect(build.status == 0, "\(build.errors)")
    return try Tool.shell("\(prefix) $dragoman run --stats \(options) ./guest", in: folder)
  }

  /// How many sites had no room.
  private func refusals(_ run: Tool.Run) throws -> Int {
    let text = try #require(run.errors.components(after: "left for their neighbour "))
    return try #require(Int(text.prefix { $0.isNumber }))
  }

  @Test func `patches a site that has no room for a jump`() throws {
    let without = try run("", "")
    let with = try run("", "--page-zero")
    #expect(without.status == 0 && with.status == 0)
    #expect(with.output == "NULL faults\n" && without.output == with.output)
    if with.errors.contains("--page-zero:") { return }
    #expect(try refusals(with) < refusals(without), "\(with.errors)")
  }

  @Test func `says what is missing and goes on with traps`() throws {
    let isRoot = try Tool.shell("id -u", in: try Folder()).output == "0\n"
    let run = try run(isRoot ? "setpriv --bounding-set=-sys_rawio" : "", "--page-zero")
    let lowest = try Tool.shell("cat /proc/sys/vm/mmap_min_addr", in: try Folder()).output
    if lowest == "0\n" { return }
    #expect(run.status == 0 && run.output == "NULL faults\n")
    #expect(run.errors.contains("vm.mmap_min_addr=0 (sysctl) or the capability CAP_SYS_RAWIO"), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 2, "\(run.errors)")
  }
}

extension String {
  /// What stands behind the first `text`.
  fileprivate func components(after text: String) -> Substring? {
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(text) { return rest.dropFirst(text.count) }
      rest = rest.dropFirst()
    }
    return nil
  }
}
