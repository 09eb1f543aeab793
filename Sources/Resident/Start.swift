import ResidentSupport

@_cdecl("resident_main")
public func residentMain(_ stack: UnsafeMutablePointer<UInt>) -> Never {
  _ = host_call(231, 3, 0, 0, 0, 0, 0)
  while true {}
}
