/// 32-bit x86: entered through `int $0x80`, `sysenter` or the vDSO.
public enum I386: ABI {
  public typealias Address = UInt32
  public typealias Long = Int32
  public typealias Wide = SplitWord

  public static var addressLimit: UInt64 { 0x1_0000_0000 }
  public static var splitsWideArguments: Bool { true }
  public static var identifier: ABIIdentifier { .i386 }
}
