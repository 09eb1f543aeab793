/// A value that the kernel gave this process at its start; zero if it gave none.
///
/// The header that declares it belongs to no module.
@_silgen_name("getauxval")
func auxiliaryValue(_ type: UInt) -> UInt
