/// Every domain's rows: a new domain is added here.
func addAllCalls<A: ABI>(to table: inout SyscallTable<A>) {
  addDescriptorCalls(to: &table)
  addOpeningCalls(to: &table)
  addFileStatusCalls(to: &table)
  addPathCalls(to: &table)
  addOffsetCalls(to: &table)
  addVectorIOCalls(to: &table)
  addDirectoryCalls(to: &table)
  addFileControlCalls(to: &table)
  addIoctlCalls(to: &table)
  addFileSystemCalls(to: &table)
  addFileTimeCalls(to: &table)
  addTransferCalls(to: &table)
  addMemoryCalls(to: &table)
  addProcessCalls(to: &table)
  addProcessControlCalls(to: &table)
  addExecutionCalls(to: &table)
  addCredentialCalls(to: &table)
  addLimitCalls(to: &table)
  addSchedulingCalls(to: &table)
  addSystemCalls(to: &table)
  addAsynchronousIOCalls(to: &table)
  addKeyCalls(to: &table)
  addRemoteMemoryCalls(to: &table)
  addThreadCalls(to: &table)
  addClockCalls(to: &table)
  addTimerCalls(to: &table)
  addEventDescriptorCalls(to: &table)
  addFutexCalls(to: &table)
  addSocketCalls(to: &table)
  addSocketOptionCalls(to: &table)
  addMessageCalls(to: &table)
  addIPCCall(to: &table)
  addSharedMemoryCalls(to: &table)
  addSemaphoreCalls(to: &table)
  addMessageQueueCalls(to: &table)
  addPosixMessageQueueCalls(to: &table)
  addPollingCalls(to: &table)
  addSignalCalls(to: &table)
  addWideCalls(to: &table)
  addAsynchronousIOCalls(to: &table)
  addSeccompCalls(to: &table)
  addRefusedCalls(to: &table)
}

/// What fills the tables that many a guest never needs.
///
/// Named here and nowhere else: a file that takes the address of such a function brings another one of its name along.
enum TableFillers {
  static var x86_64: Dispatch.Filler { unsafe fillX86_64Calls }
  static var x32: Dispatch.Filler { unsafe fillX32Calls }
}

/// Fills the table of the x86-64 calls at `storage`.
@_cdecl("resident_fill_x86_64")
private func fillX86_64Calls(_ storage: UnsafeMutableRawPointer) {
  var table = unsafe SyscallTable<X86_64>(storage: storage)
  table.clear()
  addAllCalls(to: &table)
  table.passStraightOn()
}

/// Fills the table of the x32 calls at `storage`.
@_cdecl("resident_fill_x32")
private func fillX32Calls(_ storage: UnsafeMutableRawPointer) {
  var table = unsafe SyscallTable<X32>(storage: storage)
  table.clear()
  addAllCalls(to: &table)
}
