/// Every domain's rows: a new domain is added here.
func addAllCalls<A: ABI>(to table: inout SyscallTable<A>) {
  addDescriptorCalls(to: &table)
  addMemoryCalls(to: &table)
  addProcessCalls(to: &table)
  addProcessControlCalls(to: &table)
  addCredentialCalls(to: &table)
  addLimitCalls(to: &table)
  addSchedulingCalls(to: &table)
  addSystemCalls(to: &table)
  addThreadCalls(to: &table)
  addClockCalls(to: &table)
  addTimerCalls(to: &table)
  addEventDescriptorCalls(to: &table)
  addFutexCalls(to: &table)
  addPollingCalls(to: &table)
  addSignalCalls(to: &table)
}
