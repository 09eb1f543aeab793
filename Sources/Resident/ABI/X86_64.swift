/// 64-bit x86, whose layouts are the host's own: entered through `syscall` in 64-bit code.
public enum X86_64: ABI {
  public typealias Address = UInt64
  public typealias Long = Int64
  public typealias Wide = UInt64

  public static var addressLimit: UInt64 { 0x7fff_ffff_f000 }
  public static var splitsWideArguments: Bool { false }
  public static var identifier: ABIIdentifier { .x86_64 }
}
