// SCM_RIGHTS: 12-byte control headers, several descriptors, truncation, close-on-exec on arrival.
#include "guest.h"
#include <sys/socket.h>

int main(void) {
  int pair[2], pipes[2];
  union { char bytes[CMSG_SPACE(3 * sizeof(int))]; struct cmsghdr align; } control;
  char c = 'c';
  struct iovec v = {&c, 1};
  struct msghdr m;
  NEED(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 && pipe(pipes) == 0);
  SHOW(sizeof(struct cmsghdr));
  SHOW(CMSG_SPACE(4));
  memset(&m, 0, sizeof m), memset(&control, 0, sizeof control);
  m.msg_iov = &v, m.msg_iovlen = 1, m.msg_control = &control, m.msg_controllen = CMSG_SPACE(8);
  struct cmsghdr *h = CMSG_FIRSTHDR(&m);
  h->cmsg_level = SOL_SOCKET, h->cmsg_type = SCM_RIGHTS, h->cmsg_len = CMSG_LEN(8);
  memcpy(CMSG_DATA(h), pipes, 8);
  CALL(sendmsg(pair[0], &m, 0));
  CALL(sendmsg(pair[0], &m, 0));
  memset(&control, 0, sizeof control);
  m.msg_controllen = sizeof control;
  CALL(recvmsg(pair[1], &m, MSG_CMSG_CLOEXEC));
  h = CMSG_FIRSTHDR(&m);
  int got[2];
  memcpy(got, CMSG_DATA(h), 8);
  say("level %d type %d length %u control %u flags %x\n", h->cmsg_level, h->cmsg_type, (unsigned)h->cmsg_len, (unsigned)m.msg_controllen, m.msg_flags);
  CHECK(CMSG_NXTHDR(&m, h) == NULL);
  CHECK(fcntl(got[0], F_GETFD) == FD_CLOEXEC);
  CALL(write(got[1], "through", 7));
  char text[8] = "";
  CALL(read(pipes[0], text, 7));
  say("%s\n", text);
  m.msg_controllen = CMSG_LEN(4);
  CALL(recvmsg(pair[1], &m, 0));
  say("control %u flags %x\n", (unsigned)m.msg_controllen, m.msg_flags);
  m.msg_control = &control, m.msg_controllen = CMSG_SPACE(4);
  h->cmsg_len = CMSG_LEN(4);
  *(int *)CMSG_DATA(h) = 99;
  CALL(sendmsg(pair[0], &m, 0));
  h->cmsg_len = 2;
  CALL(sendmsg(pair[0], &m, 0));
  m.msg_control = (void *)16;
  CALL(sendmsg(pair[0], &m, 0));
  m.msg_controllen = 0;
  m.msg_iov = (struct iovec *)16;
  CALL(sendmsg(pair[0], &m, 0));
  return guest_status();
}
