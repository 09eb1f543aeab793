import ResidentSupport

/// An XSAVE image as the kernel puts it into signal frames: the legacy 512 bytes with the kernel's own words in their
/// unused end, the header, the extended components, and a closing magic.
struct VectorState {
  let address: UInt64

  init(at address: UInt64) { self.address = address }

  /// Which components such images hold, and how long they are without the closing magic; from the first signal frame
  /// that the host's kernel made.
  nonisolated(unsafe) private(set) static var components: UInt64 = 3
  nonisolated(unsafe) private(set) static var size: UInt64 = 512

  static var magic1: UInt32 { 0x4650_5853 }
  static var magic2: UInt32 { 0x4650_5845 }
  static var hasExtended: Bool { size > 512 }
  /// What a thread's slot has room for.
  private static var room: UInt64 { UInt64(SLOT_BLOCK - SLOT_VECTOR_STATE) }

  private static var ownWords: UInt64 { 464 }
  private static var header: UInt64 { 512 }
  private static var controlAndStatus: UInt64 { 24 }
  private static var initialControl: UInt32 { 0x1f80 }
  /// x87, SSE, AVX: with any of them the control and status word counts.
  private static var controlled: UInt64 { 7 }

  /// Takes the layout over from an image of the kernel's.
  @inline(__always)
  func learnLayout() {
    if address == 0 || load(VectorState.ownWords, as: UInt32.self) != VectorState.magic1 { return }
    let size = UInt64(load(VectorState.ownWords + 16, as: UInt32.self))
    // It grows when the process is given a component that it has to ask for.
    if size <= VectorState.size || size > VectorState.room { return }
    VectorState.components = load(VectorState.ownWords + 8, as: UInt64.self)
    VectorState.size = size
  }

  /// Saves the CPU's state into the thread's own room.
  static func saved(in thread: ThreadPointer) -> VectorState {
    let state = VectorState(at: thread.vectorState)
    unsafe fpu_save(UnsafeMutableRawPointer(bitPattern: UInt(state.address)), components)
    return state
  }

  /// Loads the image into the CPU.
  ///
  /// False where the CPU refuses it.
  @discardableResult
  func load() -> Bool {
    unsafe fpu_restore(UnsafeRawPointer(bitPattern: UInt(address)), VectorState.components) == 0
  }

  /// Makes it the state that a signal handler begins with.
  func reset() {
    if address == 0 { return }
    if VectorState.hasExtended { store(VectorState.header, 0 as UInt64) }
    store(VectorState.controlAndStatus, VectorState.initialControl)
    if !VectorState.hasExtended {
      store(0, 0x37f as UInt16)
      store(4, 0 as UInt16)
    }
  }

  /// Writes the image to the guest as the vector part of an i386 frame: the 112 bytes of `fsave` at `guest`, the
  /// image at `guest + 112`.
  ///
  /// `codeSelector` and `dataSelector` stand for those of the last x87 instruction, as the kernel has it.
  func write(to guest: UInt64, codeSelector: UInt32, dataSelector: UInt32) throws(Errno) {
    try GuestPointer<LegacyX87State>(guest).write(
      LegacyX87State(self, codeSelector: codeSelector, dataSelector: dataSelector))
    try write(image: guest &+ LegacyX87State.size, prefix: UInt32(LegacyX87State.size))
  }

  /// Writes the image itself to the guest; `prefix` bytes of the frame's vector part lie before it.
  func write(image: UInt64, prefix: UInt32) throws(Errno) {
    try unsafe GuestMemory.write(
      UnsafeRawPointer(bitPattern: UInt(address))!, to: image, count: Int(VectorState.size))
    if !VectorState.hasExtended { return }
    // The kernel marks x87 and SSE as present in every frame, so that old programs find them.
    let present = load(VectorState.header, as: UInt64.self) | 3
    try GuestPointer<UInt64>(image &+ VectorState.header).write(present)
    let words = image &+ VectorState.ownWords
    try GuestMemory.zero(words, count: 48)
    try GuestPointer<UInt32>(words).write(VectorState.magic1)
    try GuestPointer<UInt32>(words &+ 4).write(UInt32(VectorState.size) &+ 4 &+ prefix)
    try GuestPointer<UInt64>(words &+ 8).write(VectorState.components)
    try GuestPointer<UInt32>(words &+ 16).write(UInt32(VectorState.size))
    try GuestPointer<UInt32>(image &+ VectorState.size).write(VectorState.magic2)
  }

  /// Reads what a guest left in a frame at `guest` into this image, checked as the kernel's `__fpu_restore_sig` does.
  func read(from guest: UInt64) throws(Errno) {
    let legacy = try GuestPointer<LegacyX87State>(guest).read()
    try read(image: guest &+ LegacyX87State.size)
    legacy.apply(to: self)
  }

  /// Reads what a guest left in the image at `image` into this one; refuses a control register that the CPU would
  /// refuse.
  func read(image: UInt64) throws(Errno) {
    let words = image &+ VectorState.ownWords
    var size: UInt64 = 512
    var wanted: UInt64 = 3
    if VectorState.hasExtended, try GuestPointer<UInt32>(words).read() == VectorState.magic1 {
      let extended = UInt64(try GuestPointer<UInt32>(words &+ 4).read())
      let wish = UInt64(try GuestPointer<UInt32>(words &+ 16).read())
      if wish >= 576 && wish <= VectorState.size && wish <= extended,
        try GuestPointer<UInt32>(image &+ wish).read() == VectorState.magic2
      {
        size = wish
        wanted = try GuestPointer<UInt64>(words &+ 8).read()
      }
    }
    let room = unsafe UnsafeMutableRawPointer(bitPattern: UInt(address))!
    try unsafe GuestMemory.read(image, into: room, count: Int(size))
    var present: UInt64 = 3
    if size > 512 {
      present = load(VectorState.header, as: UInt64.self)
      if present & ~VectorState.components != 0 { throw .invalid }
      for word in 1..<8 where load(VectorState.header + UInt64(word) * 8, as: UInt64.self) != 0 { throw .invalid }
    }
    let usesControl = present & VectorState.controlled != 0
    if !usesControl {
      store(VectorState.controlAndStatus, VectorState.initialControl)
    } else if load(VectorState.controlAndStatus, as: UInt32.self) & 0xffff_0000 != 0 {
      throw .invalid
    }
    if VectorState.hasExtended {
      store(VectorState.header, present & wanted)
      for word in 1..<8 { store(VectorState.header + UInt64(word) * 8, 0 as UInt64) }
    }
  }

  func load<T: GuestValue>(_ offset: UInt64, as type: T.Type) -> T {
    unsafe UnsafeRawPointer(bitPattern: UInt(address &+ offset))!.loadUnaligned(as: T.self)
  }

  func store<T: GuestValue>(_ offset: UInt64, _ value: T) {
    unsafe UnsafeMutableRawPointer(bitPattern: UInt(address &+ offset))!.storeBytes(of: value, as: T.self)
  }
}

/// The x87 state as `fsave` lays it out and as i386 frames begin with it (`struct _fpstate_32`).
struct LegacyX87State: GuestValue {
  static var size: UInt64 { 112 }

  var control: UInt32 = 0
  var status: UInt32 = 0
  var tags: UInt32 = 0
  var instructionOffset: UInt32 = 0
  var codeSelector: UInt32 = 0
  var dataOffset: UInt32 = 0
  var dataSelector: UInt32 = 0
  /// Eight registers of ten bytes.
  var registers = InlineArray<40, UInt16>(repeating: 0)
  var statusWord: UInt16 = 0
  /// 0 says that an `fxsave` image follows.
  var magic: UInt16 = 0

  init() {}

  /// The kernel's `convert_from_fxsr`.
  init(_ state: VectorState, codeSelector: UInt32, dataSelector: UInt32) {
    let swd = state.load(2, as: UInt16.self)
    control = UInt32(state.load(0, as: UInt16.self)) | 0xffff_0000
    status = UInt32(swd) | 0xffff_0000
    tags = LegacyX87State.fullTags(state)
    instructionOffset = UInt32(truncatingIfNeeded: state.load(8, as: UInt64.self))
    self.codeSelector = codeSelector
    dataOffset = UInt32(truncatingIfNeeded: state.load(16, as: UInt64.self))
    self.dataSelector = dataSelector | 0xffff_0000
    for register in 0..<8 {
      for word in 0..<5 {
        registers[register * 5 + word] = state.load(UInt64(32 + register * 16 + word * 2), as: UInt16.self)
      }
    }
    statusWord = swd
  }

  /// The kernel's `convert_to_fxsr`.
  func apply(to state: VectorState) {
    state.store(0, UInt16(truncatingIfNeeded: control))
    state.store(2, UInt16(truncatingIfNeeded: status))
    var used = ~tags
    used = (used | used >> 1) & 0x5555
    used = (used | used >> 1) & 0x3333
    used = (used | used >> 2) & 0x0f0f
    used = (used | used >> 4) & 0x00ff
    state.store(4, UInt16(truncatingIfNeeded: used))
    state.store(6, UInt16(truncatingIfNeeded: codeSelector >> 16))
    state.store(8, UInt64(instructionOffset))
    state.store(16, UInt64(dataOffset))
    for register in 0..<8 {
      for word in 0..<5 {
        state.store(UInt64(32 + register * 16 + word * 2), registers[register * 5 + word])
      }
    }
  }

  /// Two bits a register from the one bit that `fxsave` keeps and the registers themselves.
  private static func fullTags(_ state: VectorState) -> UInt32 {
    let top = Int(state.load(2, as: UInt16.self) >> 11 & 7)
    let used = state.load(4, as: UInt16.self)
    var tags: UInt32 = 0xffff_0000
    for index in 0..<8 {
      var tag: UInt32 = 3
      if used >> UInt16(index) & 1 != 0 {
        let register = UInt64(32 + ((index - top) & 7) * 16)
        let significand = state.load(register, as: UInt64.self)
        let exponent = state.load(register + 8, as: UInt16.self) & 0x7fff
        switch exponent {
        case 0x7fff: tag = 2
        case 0: tag = significand == 0 ? 1 : 2
        default: tag = significand >> 63 != 0 ? 0 : 2
        }
      }
      tags |= tag << UInt32(index * 2)
    }
    return tags
  }
}
