// SCM_CREDENTIALS and SCM_RIGHTS together in one message.
#include "guest.h"
#include <sys/socket.h>

int main(void) {
  int pair[2], one = 1;
  char control[256] __attribute__((aligned(4))), c = 'x';
  struct iovec v = {&c, 1};
  struct msghdr m;
  NEED(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
  CALL(setsockopt(pair[1], SOL_SOCKET, SO_PASSCRED, &one, 4));
  memset(&m, 0, sizeof m), memset(control, 0, sizeof control);
  m.msg_iov = &v, m.msg_iovlen = 1, m.msg_control = control, m.msg_controllen = CMSG_SPACE(12) + CMSG_SPACE(4);
  struct cmsghdr *h = CMSG_FIRSTHDR(&m);
  h->cmsg_level = SOL_SOCKET, h->cmsg_type = SCM_CREDENTIALS, h->cmsg_len = CMSG_LEN(12);
  struct ucred u = {getpid(), getuid(), getgid()};
  memcpy(CMSG_DATA(h), &u, 12);
  h = (struct cmsghdr *)(control + CMSG_SPACE(12));
  h->cmsg_level = SOL_SOCKET, h->cmsg_type = SCM_RIGHTS, h->cmsg_len = CMSG_LEN(4);
  *(int *)CMSG_DATA(h) = 1;
  CALL(sendmsg(pair[0], &m, 0));
  memset(control, 0, sizeof control);
  m.msg_controllen = sizeof control;
  CALL(recvmsg(pair[1], &m, 0));
  for (h = CMSG_FIRSTHDR(&m); h; h = CMSG_NXTHDR(&m, h)) {
    say("level %d type %d length %u\n", h->cmsg_level, h->cmsg_type, (unsigned)h->cmsg_len);
    if (h->cmsg_type == SCM_CREDENTIALS) CHECK(memcmp(CMSG_DATA(h), &u, 12) == 0);
  }
  say("control %u\n", (unsigned)m.msg_controllen);
  CALL(send(pair[0], "y", 1, 0));
  m.msg_controllen = 10;
  CALL(recvmsg(pair[1], &m, 0));
  say("control %u flags %x\n", (unsigned)m.msg_controllen, m.msg_flags);
  return guest_status();
}
