/// A value that the kernel gave this process at its start; zero if it gave none. The C header has no Swift module.
@_silgen_name("getauxval")
func auxiliaryValue(_ type: UInt) -> UInt
