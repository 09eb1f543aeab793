/// x86-64 code with 32-bit addresses: entered through `syscall` with bit 30 of the number set.
///
/// The kernel's `long` has 64 bits here though C's has 32: most structs are the host's own, and those with pointers in
/// them are i386's.
public enum X32: ABI {
  public typealias Address = UInt32
  public typealias Long = Int64
  public typealias Wide = UInt64

  public static var addressLimit: UInt64 { 0x1_0000_0000 }
  public static var splitsWideArguments: Bool { false }
  public static var identifier: ABIIdentifier { .x32 }
}
