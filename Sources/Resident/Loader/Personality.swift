/// The process's personality, as far as starting a program changes it.
enum Personality {
  private static var readImpliesExecute: UInt64 { 0x040_0000 }

  /// With `wish`, readable mappings become executable too, as for programs that do not say that their stack need not be.
  static func implyExecution(_ wish: Bool) {
    if !wish { return }
    let now = UInt64(bitPattern: (try? Host.call(.personality, 0xffff_ffff)) ?? 0)
    _ = try? Host.call(.personality, now | readImpliesExecute)
  }
}
