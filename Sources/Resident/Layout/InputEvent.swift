/// `struct input_event`.
struct InputEvent<A: ABI>: GuestValue {
  var seconds = A.Address()
  var microseconds = A.Address()
  var type: UInt16 = 0
  var code: UInt16 = 0
  var value: Int32 = 0

  init() {}

  init(_ event: HostInputEvent) {
    seconds = A.Address(truncatingIfNeeded: event.seconds)
    microseconds = A.Address(truncatingIfNeeded: event.microseconds)
    type = event.type
    code = event.code
    value = event.value
  }

  var host: HostInputEvent {
    HostInputEvent(
      seconds: UInt64(seconds), microseconds: UInt64(microseconds), type: type, code: code, value: value)
  }
}

struct HostInputEvent: BitwiseCopyable {
  var seconds: UInt64 = 0
  var microseconds: UInt64 = 0
  var type: UInt16 = 0
  var code: UInt16 = 0
  var value: Int32 = 0
}
