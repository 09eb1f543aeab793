// Small calls: sync, getpgrp, ioperm, iopl, vhangup's errors, kcmp, membarrier, rseq, pkey.
#include "guest.h"

int main(void) {
  RAW(kcall(__NR_sync));
  RAW(kcall(__NR_membarrier, 0, 0, 0) > 0);
  RAW(kcall(__NR_membarrier, 99, 0, 0));
  RAW(kcall(__NR_kcmp, getpid(), getpid(), 0, 0, 0));
  RAW(kcall(__NR_kcmp, getpid(), getpid(), 99, 0, 0));
  RAW(kcall(__NR_pkey_alloc, 1, 0));
  RAW(kcall(__NR_rseq, 16, 0, 0, 0));
  RAW(kcall(__NR_ioperm, 0x10000, 1, 1));
  RAW(kcall(__NR_iopl, 9));
  RAW(kcall(__NR_bdflush, 0, 0));
  RAW(kcall(__NR_uselib, 16));
  RAW(kcall(__NR_sysfs, 99, 0, 0));
  RAW(kcall(__NR_syslog, 99, 0, 0));
  RAW(kcall(__NR_quotactl, -1, 0, 0, 0));
  RAW(kcall(__NR_acct, 16) < 0);
  RAW(kcall(__NR_swapon, 16, 0) < 0);
  RAW(kcall(__NR_getpgrp) == getpgrp());
  RAW(kcall(__NR_restart_syscall));
  RAW(kcall(__NR_lookup_dcookie, 0, 0, 0, 0) < 0);
  return guest_status();
}
