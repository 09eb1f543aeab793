@testable import ResidentHosted

extension LayoutTable {
  static func addIPC(to table: inout LayoutTable) {
    table.guest(
      IPCPermission64.self, "struct ipc64_perm",
      [
        ("key", \.key), ("uid", \.owner), ("gid", \.group), ("cuid", \.creator), ("cgid", \.creatorGroup),
        ("mode", \.mode), ("seq", \.sequence),
      ])
    table.host(
      HostIPCPermission.self, "struct ipc64_perm",
      [
        ("key", \.key), ("uid", \.owner), ("gid", \.group), ("cuid", \.creator), ("cgid", \.creatorGroup),
        ("mode", \.mode), ("seq", \.sequence),
      ])
    table.guest(
      IPCPermission.self, "struct compat_ipc_perm",
      [
        ("key", \.key), ("uid", \.owner), ("gid", \.group), ("cuid", \.creator), ("cgid", \.creatorGroup),
        ("mode", \.mode), ("seq", \.sequence),
      ])
    table.guest(
      SemaphoreStatus64.self, "struct semid64_ds",
      [
        ("sem_perm", \.permission), ("sem_otime", \.operated), ("sem_ctime", \.changed), ("sem_nsems", \.count),
      ])
    table.host(
      HostSemaphoreStatus.self, "struct semid64_ds",
      [
        ("sem_perm", \.permission), ("sem_otime", \.operated), ("sem_ctime", \.changed), ("sem_nsems", \.count),
      ])
    table.guest(
      SemaphoreStatus.self, "struct compat_semid_ds",
      [
        ("sem_perm", \.permission), ("sem_otime", \.operated), ("sem_ctime", \.changed), ("sem_base", \.unused),
        ("sem_nsems", \.count),
      ])
    table.guest(
      MessageQueueStatus64.self, "struct msqid64_ds",
      [
        ("msg_perm", \.permission), ("msg_stime", \.sent), ("msg_rtime", \.received), ("msg_ctime", \.changed),
        ("msg_cbytes", \.byteCount), ("msg_qnum", \.count), ("msg_qbytes", \.byteLimit), ("msg_lspid", \.lastSender),
        ("msg_lrpid", \.lastReceiver),
      ])
    table.host(
      HostMessageQueueStatus.self, "struct msqid64_ds",
      [
        ("msg_perm", \.permission), ("msg_stime", \.sent), ("msg_rtime", \.received), ("msg_ctime", \.changed),
        ("msg_cbytes", \.byteCount), ("msg_qnum", \.count), ("msg_qbytes", \.byteLimit), ("msg_lspid", \.lastSender),
        ("msg_lrpid", \.lastReceiver),
      ])
    table.guest(
      MessageQueueStatus.self, "struct compat_msqid_ds",
      [
        ("msg_perm", \.permission), ("msg_stime", \.sent), ("msg_rtime", \.received), ("msg_ctime", \.changed),
        ("msg_cbytes", \.byteCount), ("msg_qnum", \.count), ("msg_qbytes", \.byteLimit), ("msg_lspid", \.lastSender),
        ("msg_lrpid", \.lastReceiver), ("msg_first", \.unused), ("msg_lcbytes", \.unused2),
      ])
    table.guest(
      SharedMemoryStatus64.self, "struct shmid64_ds",
      [
        ("shm_perm", \.permission), ("shm_segsz", \.size), ("shm_atime", \.attached), ("shm_dtime", \.detached),
        ("shm_ctime", \.changed), ("shm_cpid", \.creatorProcess), ("shm_lpid", \.lastProcess),
        ("shm_nattch", \.attachments),
      ])
    table.host(
      HostSharedMemoryStatus.self, "struct shmid64_ds",
      [
        ("shm_perm", \.permission), ("shm_segsz", \.size), ("shm_atime", \.attached), ("shm_dtime", \.detached),
        ("shm_ctime", \.changed), ("shm_cpid", \.creatorProcess), ("shm_lpid", \.lastProcess),
        ("shm_nattch", \.attachments),
      ])
    table.guest(
      SharedMemoryStatus.self, "struct compat_shmid_ds",
      [
        ("shm_perm", \.permission), ("shm_segsz", \.size), ("shm_atime", \.attached), ("shm_dtime", \.detached),
        ("shm_ctime", \.changed), ("shm_cpid", \.creatorProcess), ("shm_lpid", \.lastProcess),
        ("shm_nattch", \.attachments), ("shm_unused2", \.unused),
      ])
    table.guest(
      SharedMemoryLimits64.self, "struct shminfo64",
      [
        ("shmmax", \.words)
      ])
    table.host(
      HostSharedMemoryLimits.self, "struct shminfo64",
      [
        ("shmmax", \.words)
      ])
    table.guest(
      SharedMemoryLimits.self, "struct shminfo",
      [
        ("shmmax", \.words)
      ])
    table.guest(
      SharedMemoryUse.self, "struct shm_info",
      [
        ("used_ids", \.words)
      ])
    table.host(
      HostSharedMemoryUse.self, "struct shm_info",
      [
        ("used_ids", \.words)
      ])
    table.guest(
      MessageReceiveArguments<I386>.self, "struct compat_ipc_kludge",
      [
        ("msgp", \.buffer), ("msgtyp", \.type),
      ])
  }
}
