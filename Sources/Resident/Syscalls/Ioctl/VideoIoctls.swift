extension Ioctl {
  /// The format of a stream; that of an overlay has pointers in it and is refused.
  func videoFormat(_ shape: StaticString) throws(Errno) -> Int64 {
    let (overlay, outputOverlay): (UInt32, UInt32) = (3, 8)
    let type = try GuestPointer<UInt32>(argument).read()
    if type == overlay || type == outputOverlay { throw .invalid }
    return try shaped(shape)
  }

  /// A buffer of a stream; one of several planes points to their list, and is refused.
  func videoBuffer(_ shape: StaticString) throws(Errno) -> Int64 {
    let planes: ClosedRange<UInt32> = 9...10
    let type = try GuestPointer<UInt32>(argument &+ 4).read()
    if planes.contains(type) { throw .invalid }
    return try shaped(shape)
  }
}
