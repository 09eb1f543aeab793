// IP_PKTOPTIONS and IPV6_2292PKTOPTIONS give what would come beside a message, as control messages.
#include "guest.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#ifndef IP_PKTOPTIONS
#define IP_PKTOPTIONS 9
#endif

static void show(int fd, int level, int option, int size) {
  union { char bytes[512]; struct cmsghdr align; } room;
  memset(&room, 0xa5, sizeof room);
  socklen_t n = size;
  int result = getsockopt(fd, level, option, &room, &n);
  int given = n;
  say("level %d, room for %d: %s", level, size, result ? error_name(errno) : "0");
  if (result) {
    say("\n");
    return;
  }
  struct msghdr m = {0};
  m.msg_control = &room, m.msg_controllen = n;
  int spaces = 0;
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
    int count = c->cmsg_len - CMSG_LEN(0);
    spaces += CMSG_SPACE(count);
    say(", %d of %d bytes", c->cmsg_type, count);
    for (int i = 0; i < count && i < 4; i++) say(" %02x", CMSG_DATA(c)[i]);
  }
  say(", %s, behind it %02x\n", given == spaces ? "all" : "cut", (unsigned char)room.bytes[given]);
}

static void pair(int family, void *address, socklen_t size, int ends[2]) {
  int listener = socket(family, SOCK_STREAM, 0);
  NEED(listener >= 0 && bind(listener, address, size) == 0 && listen(listener, 1) == 0);
  NEED(getsockname(listener, address, &size) == 0);
  ends[0] = socket(family, SOCK_STREAM, 0);
  NEED(connect(ends[0], address, size) == 0);
  ends[1] = accept(listener, NULL, NULL);
  NEED(ends[1] >= 0);
  close(listener);
}

int main(void) {
  int on = 1, ends[2], off = 0;
  struct sockaddr_in here = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}};
  pair(AF_INET, &here, sizeof here, ends);
  show(ends[1], IPPROTO_IP, IP_PKTOPTIONS, 200);
  CALL(setsockopt(ends[1], IPPROTO_IP, IP_RECVTTL, &on, sizeof on));
  show(ends[1], IPPROTO_IP, IP_PKTOPTIONS, 200);
  CALL(setsockopt(ends[1], IPPROTO_IP, IP_PKTINFO, &on, sizeof on));
  CALL(setsockopt(ends[1], IPPROTO_IP, IP_RECVTOS, &on, sizeof on));
  show(ends[1], IPPROTO_IP, IP_PKTOPTIONS, 200);
  show(ends[1], IPPROTO_IP, IP_PKTOPTIONS, 0);
  show(ends[1], IPPROTO_IP, IP_PKTOPTIONS, -1);
  show(ends[1], IPPROTO_IP, IP_PKTOPTIONS, sizeof(struct cmsghdr) - 1);
  show(ends[1], IPPROTO_IP, IP_PKTOPTIONS, sizeof(struct cmsghdr) + 5);
  CALL(setsockopt(ends[1], IPPROTO_IP, IP_PKTOPTIONS, &on, sizeof on));
  CALL(getsockopt(ends[1], IPPROTO_IP, IP_PKTOPTIONS, &on, (void *)8));
  socklen_t some = 100;
  CALL(getsockopt(ends[1], IPPROTO_IP, IP_PKTOPTIONS, (void *)8, &some));
  int other[] = {socket(AF_INET, SOCK_DGRAM, 0), socket(AF_UNIX, SOCK_STREAM, 0), open("/dev/null", O_RDWR), -1};
  for (int i = 0; i < 4; i++) {
    show(other[i], IPPROTO_IP, IP_PKTOPTIONS, 100);
    show(other[i], IPPROTO_IP, IP_PKTOPTIONS, -1);
    CALL(getsockopt(other[i], IPPROTO_IP, IP_PKTOPTIONS, &off, (void *)8));
    CALL(setsockopt(other[i], IPPROTO_IP, IP_PKTOPTIONS, (void *)8, 4));
  }
  say("messages with no place for what comes beside them\n");
  struct sockaddr_in to = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}};
  socklen_t to_size = sizeof to;
  NEED(bind(other[0], (void *)&to, sizeof to) == 0 && getsockname(other[0], (void *)&to, &to_size) == 0);
  CALL(setsockopt(other[0], IPPROTO_IP, IP_PKTINFO, &on, sizeof on));
  CALL(setsockopt(other[0], IPPROTO_IP, IP_RECVTTL, &on, sizeof on));
  // A page with room for one header, and with room for one message and a header.
  char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  NEED(munmap(page + 4096, 4096) == 0);
  char *places[] = {NULL, (void *)8, page + 4096 - CMSG_LEN(0), page + 4096 - CMSG_SPACE(12) - CMSG_LEN(0)};
  for (int i = 0; i < 4; i++) {
    char text[8];
    struct iovec v = {text, sizeof text};
    struct msghdr m = {NULL, 0, &v, 1, places[i], 200, 0};
    CALL(sendto(other[0], "text", 4, 0, (void *)&to, sizeof to));
    CALL(recvmsg(other[0], &m, MSG_DONTWAIT));
    say("flags %x, %d bytes beside\n", m.msg_flags, (int)m.msg_controllen);
  }
  int both[2], two[2] = {other[0], other[1]};
  NEED(socketpair(AF_UNIX, SOCK_DGRAM, 0, both) == 0);
  for (int i = 0; i < 4; i++) {
    char text[8], rights[CMSG_SPACE(8)] = "";
    struct iovec v = {text, 4};
    struct msghdr m = {NULL, 0, &v, 1, rights, sizeof rights, 0};
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    c->cmsg_level = SOL_SOCKET, c->cmsg_type = SCM_RIGHTS, c->cmsg_len = CMSG_LEN(8);
    memcpy(CMSG_DATA(c), two, 8);
    CALL(sendmsg(both[0], &m, 0));
    int next = dup(0);
    close(next);
    struct msghdr got = {NULL, 0, &v, 1, places[i], 200, 0};
    CALL(recvmsg(both[1], &got, MSG_DONTWAIT));
    say("flags %x, %d bytes beside\n", got.msg_flags, (int)got.msg_controllen);
    int after = dup(0);
    say("descriptors received: %d\n", after - next);
    for (int fd = next; fd <= after; fd++) close(fd);
  }
  struct sockaddr_in6 here6 = {AF_INET6, 0, 0, IN6ADDR_LOOPBACK_INIT};
  int trial = socket(AF_INET6, SOCK_STREAM, 0);
  if (trial < 0 || bind(trial, (void *)&here6, sizeof here6)) return guest_status();
  pair(AF_INET6, &here6, sizeof here6, ends);
  for (int option = 1; option <= 8; option++) {
    CALL(setsockopt(ends[1], IPPROTO_IPV6, option, &on, sizeof on));
    int got = -1;
    socklen_t size = sizeof got;
    if (option != 6) CALL(getsockopt(ends[1], IPPROTO_IPV6, option, &got, &size));
    if (option != 6) say("option %d: %d\n", option, got);
  }
  CALL(setsockopt(ends[1], IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on));
  CALL(setsockopt(ends[1], IPPROTO_IPV6, IPV6_RECVHOPLIMIT, &on, sizeof on));
  CALL(write(ends[0], "text", 4));
  poll(&(struct pollfd){ends[1], POLLIN}, 1, 1000);
  show(ends[1], IPPROTO_IPV6, 6, 400);
  show(ends[1], IPPROTO_IPV6, 6, 20);
  CALL(setsockopt(ends[1], IPPROTO_IPV6, 6, NULL, 0));
  CALL(setsockopt(ends[1], IPPROTO_IPV6, 6, (void *)8, 40));
  return guest_status();
}
