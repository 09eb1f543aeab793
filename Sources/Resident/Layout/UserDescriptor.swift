/// `struct user_desc`: a segment as `set_thread_area` and `modify_ldt` describe it.
struct UserDescriptor: GuestValue {
  var entry: UInt32 = 0
  var base: UInt32 = 0
  var limit: UInt32 = 0
  /// seg_32bit:1, contents:2, read_exec_only:1, limit_in_pages:1, seg_not_present:1, useable:1.
  var attributes: UInt32 = 0

  init() {}

  /// The kernel's `LDT_empty`: what clears a slot.
  var isEmpty: Bool { base == 0 && limit == 0 && (attributes & 0x7f == 0x28 || attributes & 0x7f == 0) }
  var is32Bit: Bool { attributes & 1 != 0 }
  var contents: UInt32 { attributes >> 1 & 3 }
  var isAbsent: Bool { attributes & 0x20 != 0 }
}
