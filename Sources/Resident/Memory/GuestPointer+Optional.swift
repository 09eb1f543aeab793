extension GuestPointer {
  /// Copies the pointee out of the guest; nil where the pointer is null.
  @inline(__always)
  func readIfPresent() throws(Errno) -> Pointee? { isNull ? nil : try read() }

  /// Copies `value` into the guest, where the pointer is not null.
  @inline(__always)
  func writeIfPresent(_ value: Pointee) throws(Errno) { if !isNull { try write(value) } }
}
