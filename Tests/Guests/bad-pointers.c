// EFAULT for bad pointers of many calls: below, above, at the end of the address space, read-only.
#include "guest.h"
#include <sys/socket.h>

int main(void) {
  uint32_t bad[] = {16, 0xc0000000, 0xfffff000, 0xffffffff};
  const void *constant = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  int pair[2];
  socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
  for (int i = 0; i < 4; i++) {
    uint32_t b = bad[i];
    say("%x\n", b);
    RAW(kcall(__NR_open, b, 0));
    RAW(kcall(__NR_stat64, b, b));
    RAW(kcall(__NR_fstat64, 0, b));
    RAW(kcall(__NR_getcwd, b, 100));
    RAW(kcall(__NR_uname, b));
    RAW(kcall(__NR_gettimeofday, b, 0));
    RAW(kcall(__NR_clock_gettime64, 0, b));
    RAW(kcall(__NR_nanosleep, b, 0));
    RAW(kcall(__NR_rt_sigaction, 10, b, 0, 8));
    RAW(kcall(__NR_rt_sigprocmask, 0, b, 0, 8));
    RAW(kcall(__NR_pipe, b));
    RAW(kcall(__NR_poll, b, 1, 0));
    RAW(kcall(__NR__newselect, 1, b, 0, 0, 0));
    RAW(kcall(__NR_writev, 1, b, 1));
    RAW(kcall(__NR_socketcall, 1, b));
    RAW(kcall(__NR_sendmsg, pair[0], b, 0));
    RAW(kcall(__NR_recvmsg, pair[0], b, MSG_DONTWAIT));
    RAW(kcall(__NR_getrlimit, 0, b));
    RAW(kcall(__NR_sysinfo, b));
    RAW(kcall(__NR_times, b));
    RAW(kcall(__NR_setitimer, 0, b, 0));
    RAW(kcall(__NR_getdents64, pair[0], b, 100));
    RAW(kcall(__NR_readlink, "/proc/self/exe", b, 100));
    RAW(kcall(__NR_statx, AT_FDCWD, "/", 0, 0, b));
    RAW(kcall(__NR__llseek, 0, 0, 0, b, 0));
    RAW(kcall(__NR_execve, b, 0, 0));
    RAW(kcall(__NR_sched_getaffinity, 0, 128, b));
    RAW(kcall(__NR_getgroups32, 64, b) < 1);
    RAW(kcall(__NR_prctl, 15, b));
    RAW(kcall(__NR_futex, b, 1, 1));
    RAW(kcall(__NR_sendfile64, 1, 0, b, 1));
    RAW(kcall(__NR_modify_ldt, 1, b, 16));
    RAW(kcall(__NR_set_thread_area, b));
    RAW(kcall(__NR_clone3, b, 88));
  }
  RAW(kcall(__NR_uname, constant));
  RAW(kcall(__NR_fstat64, 0, constant));
  RAW(kcall(__NR_clock_gettime, 0, constant));
  return guest_status();
}
