// Which of several errors comes first, in commands whose struct 32-bit code has in a form of its own.
#include "guest.h"
#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

#define BAD ((void *)8)
// struct space_resv of 32-bit code.
struct __attribute__((packed)) space { int16_t type, origin; int64_t start, length; int32_t rest[6]; };

static void reserve(const char *what, int fd) {
  static const unsigned commands[] = {0x402c5828, 0x402c582a, 0x402c5829, 0x402c582b, 0x402c5839};
  static const struct space all[] = {{0, 0, 0, 4096}, {0, 1, 0, 4096}, {0, 2, 0, 4096}, {0, 0, 0, 0}, {0, 0, -1, 10}, {0, 3, 0, 10}};
  say("space of %s\n", what);
  for (int i = 0; i < 5; i++) {
    struct space space;
    CALL(ioctl(fd, commands[i], BAD));
    for (int k = 0; k < 6; k++) {
      space = all[k];
      CALL(ioctl(fd, commands[i], &space));
    }
  }
  struct stat status;
  if (S_ISREG((fstat(fd, &status), status.st_mode))) SHOW(status.st_size), SHOW(lseek(fd, 0, SEEK_CUR));
}

static void list(const char *what, int fd) {
  static const int sizes[] = {-1, (int)0x80000000, 0, 1, 31, 32, 40, 63, 64, 4096};
  struct ifreq room[128];
  say("interfaces by %s\n", what);
  CALL(ioctl(fd, SIOCGIFCONF, BAD));
  for (int i = 0; i < 10; i++) {
    struct { int size; void *room; } conf = {sizes[i], room};
    memset(room, 0, sizeof room);
    CALL(ioctl(fd, SIOCGIFCONF, &conf));
    say("%d: %d %s\n", sizes[i], conf.size, room[0].ifr_name);
    conf.size = sizes[i], conf.room = NULL;
    CALL(ioctl(fd, SIOCGIFCONF, &conf));
    SHOW(conf.size);
    conf.size = sizes[i], conf.room = BAD;
    CALL(ioctl(fd, SIOCGIFCONF, &conf));
  }
}

static void routes(const char *what, int fd) {
  say("routes by %s\n", what);
  struct rtentry none = {0};
  struct in6_rtmsg none6 = {.rtmsg_ifindex = 77};
  CALL(ioctl(fd, SIOCADDRT, BAD));
  CALL(ioctl(fd, SIOCDELRT, BAD));
  CALL(ioctl(fd, SIOCADDRT, &none));
  CALL(ioctl(fd, SIOCADDRT, &none6));
  CALL(ioctl(fd, SIOCDELRT, &none6));
}

int main(void) {
  if (geteuid() != 0) return say("only root gets a network of its own\n"), guest_status();
  NEED(unshare(CLONE_NEWNET) == 0);
  int pipes[2], pair[2];
  NEED(pipe(pipes) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  put_file("file", "text", 0600);
  int udp = socket(AF_INET, SOCK_DGRAM, 0), udp6 = socket(AF_INET6, SOCK_DGRAM, 0), epoll = epoll_create1(0);
  int folder = open(".", O_RDONLY), file = open("file", O_RDWR), read_only = open("file", O_RDONLY);
  struct ifreq loopback = {"lo"};
  CALL(ioctl(udp, SIOCGIFFLAGS, &loopback));
  loopback.ifr_flags |= IFF_UP;
  CALL(ioctl(udp, SIOCSIFFLAGS, &loopback));
  reserve("a file", file);
  reserve("a file for reading", read_only);
  reserve("a name", open("file", O_PATH));
  reserve("nothing", -1);
  reserve("a folder", folder);
  reserve("a pipe", pipes[1]);
  reserve("a socket", pair[0]);
  reserve("an epoll", epoll);
  reserve("a device", open("/dev/null", O_RDWR));
  list("a socket", udp);
  list("a local socket", pair[0]);
  list("a pipe", pipes[0]);
  list("an epoll", epoll);
  list("nothing", -1);
  routes("a socket", udp);
  if (udp6 >= 0) routes("a socket of six", udp6);
  routes("a local socket", pair[0]);
  routes("a pipe", pipes[0]);
  say("neighbours\n");
  char *end = (char *)mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) + 4096;
  NEED(munmap(end, 4096) == 0);
  int kinds[] = {udp, pair[0], udp6, socket(AF_PACKET, SOCK_RAW, 0), pipes[0]};
  for (int i = 0; i < 5; i++) {
    for (int size = 28; size <= 68; size += size == 28 || size == 64 ? 4 : 8) {
      memset(end - size, 0, size);
      say("%d: %d bytes\n", i, size);
      CALL(ioctl(kinds[i], SIOCGARP, end - size));
      CALL(ioctl(kinds[i], SIOCDARP, end - size));
    }
  }
  say("ticks\n");
  int timer = timerfd_create(CLOCK_MONOTONIC, 0);
  uint64_t ticks = 3;
  struct itimerspec later = {{0, 0}, {1000, 0}};
  CALL(timerfd_settime(timer, 0, &later, NULL));
  CALL(ioctl(timer, 0x40085400, &ticks));
  CALL(ioctl(timer, 0x40085400, BAD));
  CALL(ioctl(pipes[0], 0x40085400, &ticks));
  CALL(ioctl(epoll, 0x40085400, &ticks));
  say("bridges\n");
  unsigned long *words = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  NEED(mprotect(words, 4096, PROT_READ) == 0);
  CALL(ioctl(udp, SIOCGIFBR, words));
  CALL(ioctl(udp, SIOCGIFBR, BAD));
  CALL(ioctl(pipes[0], SIOCGIFBR, words));
  return guest_status();
}
