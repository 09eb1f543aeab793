// Calls that read a block part by part: an error in what is there comes before one of what is not; and of what does not
// fit into a place, as much is written as the kernel writes.
#include "guest.h"
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/sysinfo.h>
#include <sys/timerfd.h>
#include <sys/times.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <sys/vfs.h>

// The end of a page behind which there is none.
static char *end;
static void fill(void) { memset(end - 600, 0xa5, 600); }

// How many bytes in front of the end something has been written to.
static void show(const char *what, long result, int size) {
  int first = 600, last = 600;
  for (int i = size; i > 0; i--) {
    if ((unsigned char)end[-i] != 0xa5) {
      if (first == 600) first = size - i;
      last = size - i;
    }
  }
  if (result < 0) say("%s, %d bytes: %s", what, size, error_name(-result));
  else say("%s, %d bytes: %s", what, size, "done");
  if (first == 600) say("\n");
  else say(", written\n");
  fill();
}
// The same with the bytes, for answers that are known.
static void show_bytes(const char *what, long result, int size) {
  say("%s, %d bytes: %s,", what, size, error_name(-result));
  for (int i = size; i > 0; i--) say(" %02x", (unsigned char)end[-i]);
  say("\n");
  fill();
}

int main(void) {
  end = (char *)mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) + 4096;
  NEED(munmap(end, 4096) == 0);
  fill();
  int null = open("/dev/null", O_RDWR), timer = timerfd_create(CLOCK_MONOTONIC, 0);
  say("vectors\n");
  struct iovec *last = (struct iovec *)end - 1;
  for (int i = 0; i < 3; i++) {
    last->iov_base = i == 2 ? (void *)8 : end - 100, last->iov_len = i ? -1 : 4;
    RAW(kcall(__NR_readv, null, last, 1));
    RAW(kcall(__NR_readv, null, last, 2));
    RAW(kcall(__NR_writev, null, last, 1000));
    RAW(kcall(__NR_writev, null, last, 1025));
    RAW(kcall(__NR_readv, 99, last, 2));
    RAW(kcall(__NR_preadv, null, last, 2, 0, 0));
    RAW(kcall(__NR_vmsplice, null, last, 2, 0));
  }
  fill();
  say("statuses\n");
  int segment = shmget(IPC_PRIVATE, 4096, 0600), set = semget(IPC_PRIVATE, 1, 0600), queue = msgget(IPC_PRIVATE, 0600);
  int all[] = {-1, 0x7fff0000};
  for (int i = 0; i < 2; i++) {
    for (int size = 0; size <= 100; size += 4) {
      memset(end - size, 0, size);
      say("%d: %s", size, shmctl(all[i], IPC_SET, (void *)(end - size)) ? error_name(errno) : "set");
      say(" %s", semctl(all[i], 0, IPC_SET, (void *)(end - size)) ? error_name(errno) : "set");
      say(" %s\n", msgctl(all[i], IPC_SET, (void *)(end - size)) ? error_name(errno) : "set");
    }
  }
  shmctl(segment, IPC_RMID, NULL), semctl(set, 0, IPC_RMID), msgctl(queue, IPC_RMID, NULL);
  say("places\n");
  fill();
  for (int size = 1; size <= 12; size++) show_bytes("clock_getres", kcall(__NR_clock_getres, 4, end - size), size);
  for (int size = 4; size <= 16; size += 3) show_bytes("timerfd_gettime", kcall(__NR_timerfd_gettime, timer, end - size), size);
  for (int size = 1; size <= 8; size++) show_bytes("rt_sigpending", kcall(__NR_rt_sigpending, end - size, 8), size);
  for (int size = 1; size <= 16; size += 5) show_bytes("getrlimit", kcall(__NR_getrlimit, RLIMIT_CORE, end - size), size);
  for (int size = 1; size <= 60; size += 7) show("times", kcall(__NR_times, end - size), size);
  for (int size = 1; size <= 96; size += 5) show("fstat", kcall(__NR_fstat, null, end - size), size);
  for (int size = 1; size <= 64; size += 9) show("statfs", kcall(__NR_statfs, "/proc", end - size), size);
  for (int size = 1; size <= 72; size += 9) show("getrusage", kcall(__NR_getrusage, 0, end - size), size);
  for (int size = 100; size <= 390; size += 41) show("uname", kcall(__NR_uname, end - size), size);
  unsigned place[2] = {77, 77};
  RAW(kcall(__NR_getcpu, 8, &place[1]));
  CHECK(place[1] == 0);
  RAW(kcall(__NR_getcpu, &place[0], 8));
  CHECK(place[0] != 77);
  say("memory notes\n");
  RAW(kcall(__NR_prctl, 35, 4095, -1, 1, 1));
  RAW(kcall(__NR_prctl, 35, 1, 4096, 1, 0));
  RAW(kcall(__NR_prctl, 35, 0, 128, 0, 2));
  say("tables of filters\n");
  int sockets[] = {socket(AF_INET, SOCK_DGRAM, 0), socket(AF_UNIX, SOCK_STREAM, 0), null, -1, socket(AF_NETLINK, SOCK_RAW, 0)};
  socklen_t size = 4;
  int value;
  for (int i = 0; i < 5; i++) {
    CALL(setsockopt(sockets[i], IPPROTO_ICMP, 64, &value, 4));
    CALL(getsockopt(sockets[i], IPPROTO_ICMP, 64, &value, &size));
    if (i) CALL(setsockopt(sockets[i], IPPROTO_IP, 64, &value, 4));
    if (i) CALL(getsockopt(sockets[i], IPPROTO_IP, 64, &value, &size));
  }
  say("values of no level's\n");
  static const int options[] = {17, 42, 43, 46, 48, 9};
  for (int i = 0; i < 4; i++) {
    for (int k = 0; k < 6; k++) {
      say("%d: option %d\n", i, options[k]);
      CALL(setsockopt(sockets[i], IPPROTO_IP, options[k], (void *)8, 0));
      CALL(setsockopt(sockets[i], IPPROTO_IP, options[k], (void *)8, 300));
      CALL(setsockopt(sockets[i], IPPROTO_IP, options[k], end - 8, 8));
      CALL(setsockopt(sockets[i], IPPROTO_IP, options[k], NULL, 0));
      CALL(setsockopt(sockets[i], IPPROTO_IP, options[k], NULL, -1));
    }
    CALL(setsockopt(sockets[i], IPPROTO_IP, 17, end - 8, 5000));
    CALL(setsockopt(sockets[i], IPPROTO_IP, 17, end - 168, 168));
  }
  NEED(setresuid(1000, 1000, 1000) == 0);
  CALL(setsockopt(sockets[0], IPPROTO_IP, 17, end - 168, 168));
  CALL(setsockopt(sockets[0], IPPROTO_IP, 17, (void *)8, 168));
  return guest_status();
}
