// Every command of ioctl whose number has no size, with a bad pointer, on descriptors of many kinds: who takes the
// command says EFAULT or does something. Numbers of which a descriptor says no more than of one that nobody has are left
// out, as are wireless networks', and that for files on sockets that have none.
#include "guest.h"
#include <linux/netlink.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

static void try(const char *what, int fd) {
  if (fd < 0) {
    say("%s: %s\n", what, error_name(errno));
    return;
  }
  ioctl(fd, 0xfefe, (void *)8);
  int unknown = errno;
  say("%s, to others %s\n", what, error_name(unknown));
  for (int number = 0; number < 0x10000; number++) {
    if (number == 0x5451 || number == 0x5450 || number == 0x5421 || number == 0x5452) continue;  // change the descriptor
    if (number >> 8 == 0x8b || number == 0x894a) continue;  // wireless and wide-area networks
    if (number == 0x89e0 && what[0] != 'u') continue;
    long result = ioctl(fd, number, (void *)8);
    if (result == -1 && (errno == unknown)) continue;
    if (result == -1) say("  %04x: %s\n", number, error_name(errno));
    else say("  %04x: %s\n", number, result == 0 ? "0" : "more");
  }
  close(fd);
}

int main(void) {
  if (unshare(CLONE_NEWNET)) return 0;
  sigset_t set;
  sigemptyset(&set);
  int pipes[2];
  NEED(pipe(pipes) == 0);
  try("null", open("/dev/null", O_RDWR));
  try("zero", open("/dev/zero", O_RDWR));
  try("random", open("/dev/urandom", O_RDONLY));
  try("file", open("file", O_RDWR | O_CREAT, 0600));
  try("folder", open(".", O_RDONLY));
  try("proc", open("/proc/self/comm", O_RDONLY));
  try("pipe", pipes[0]);
  try("ip udp", socket(AF_INET, SOCK_DGRAM, 0));
  try("ip tcp", socket(AF_INET, SOCK_STREAM, 0));
  try("unix", socket(AF_UNIX, SOCK_STREAM, 0));
  try("netlink", socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
  try("packet", socket(AF_PACKET, SOCK_RAW, 0));
  try("event", eventfd(0, 0));
  try("timer", timerfd_create(CLOCK_MONOTONIC, 0));
  try("signal", signalfd(-1, &set, 0));
  try("epoll", epoll_create1(0));
  try("inotify", inotify_init1(0));
  try("memory", memfd_create("memory", 0));
  return guest_status();
}
