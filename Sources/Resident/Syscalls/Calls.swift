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
  addMemoryCalls(to: &table)
  addProcessCalls(to: &table)
  addThreadCalls(to: &table)
}
