import ResidentSupport

/// Waits for a lock on a futex, which no handler ends for good: the kernel makes the call once more after any
/// (`-ERESTARTNOINTR`), where it would end others.
///
/// The host's answer is the same for both, for its handlers want every call restarted.
enum LockWait {
  /// Whether the call with this `number` is one, by its futex operation.
  static func isWanted(_ abi: ABIIdentifier, number: UInt64, operation: UInt64) -> Bool {
    let isFutex: Bool
    switch abi {
    case .i386: isFutex = number == 240 || number == 422
    case .x86_64, .x32, .arm: isFutex = number & ~numberBitOfX32 == 202
    }
    return isFutex && isLock(UInt32(truncatingIfNeeded: operation))
  }

  /// Whether the call that is in progress in the thread's frame is one.
  static func isInProgress(_ thread: ThreadPointer) -> Bool {
    let (number, frame) = unsafe (thread.pointee.gateway.original_ax & 0xffff_ffff, thread.pointee.gateway.frame)
    let abi = thread.callABI
    return isWanted(abi, number: number, operation: abi == .i386 ? frame.cx : frame.si)
  }

  private static var numberBitOfX32: UInt64 { 0x4000_0000 }

  private static func isLock(_ operation: UInt32) -> Bool {
    let options: UInt32 = 128 | 256  // FUTEX_PRIVATE_FLAG, FUTEX_CLOCK_REALTIME
    switch operation & ~options {
    case 6, 11, 13: return true  // LOCK_PI, WAIT_REQUEUE_PI, LOCK_PI2
    default: return false
    }
  }
}
