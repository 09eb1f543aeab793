/// A type whose bytes can be copied to and from a guest: every pattern of bytes is a value, and there is no padding
/// that the compiler fills (structs write each pad as a field).
public protocol GuestValue: BitwiseCopyable {
  init()
}

extension UInt8: GuestValue {}
extension Int8: GuestValue {}
extension UInt16: GuestValue {}
extension Int16: GuestValue {}
extension UInt32: GuestValue {}
extension Int32: GuestValue {}
extension UInt64: GuestValue {}
extension Int64: GuestValue {}
