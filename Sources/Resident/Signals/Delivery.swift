import ResidentSupport

@_cdecl("resident_attend")
func residentAttend(_ block: UnsafeMutableRawPointer) {
  let thread = unsafe block.assumingMemoryBound(to: Thread.self)
  unsafe thread.completeFrame()
}
