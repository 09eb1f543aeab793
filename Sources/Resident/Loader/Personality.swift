/// The process's personality, as far as starting a program changes it.
enum Personality {
  private static var readImpliesExecute: UInt64 { 0x040_0000 }

  private static var addressLimit3GB: UInt64 { 0x800_0000 }

  /// The end of the addresses that a 32-bit program with this personality may use.
  static func addressLimit(_ flags: UInt64) -> UInt64 { flags & addressLimit3GB != 0 ? 0xc000_0000 : 0xffff_e000 }

  /// Whether readable mappings become executable too.
  ///
  /// The kernel takes that from a 64-bit program that it starts, and leaves it to a 32-bit one: the resident hands it
  /// on.
  static var isReadableExecutable: Bool {
    UInt64(bitPattern: (try? Host.call(.personality, 0xffff_ffff)) ?? 0) & readImpliesExecute != 0
  }

  /// With `wish`, readable mappings become executable too, as for programs that do not say that their stack need not
  /// be.
  static func implyExecution(_ wish: Bool) {
    if !wish { return }
    let now = UInt64(bitPattern: (try? Host.call(.personality, 0xffff_ffff)) ?? 0)
    _ = try? Host.call(.personality, now | readImpliesExecute)
  }
}
