// UDP on the loopback address with recvmmsg and sendmmsg, in both widths of the time-out.
#include "guest.h"
#include <netinet/in.h>
#include <sys/socket.h>

int main(void) {
  struct sockaddr_in a, from;
  socklen_t n = sizeof a;
  int r = socket(AF_INET, SOCK_DGRAM, 0), s = socket(AF_INET, SOCK_DGRAM, 0);
  memset(&a, 0, sizeof a);
  a.sin_family = AF_INET, a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  NEED(bind(r, (struct sockaddr *)&a, sizeof a) == 0 && getsockname(r, (struct sockaddr *)&a, &n) == 0);
  CALL(sendto(s, "one", 3, 0, (struct sockaddr *)&a, sizeof a));
  char text[3][16] = {"", "", ""};
  n = sizeof from;
  CALL(recvfrom(r, text[0], 16, 0, (struct sockaddr *)&from, &n));
  say("%s %u %d\n", text[0], n, from.sin_family);
  CALL(connect(s, (struct sockaddr *)&a, sizeof a));
  struct iovec v[3] = {{(void *)"first", 5}, {(void *)"second", 6}, {(void *)"third", 5}};
  struct mmsghdr m[3];
  memset(m, 0, sizeof m);
  for (int i = 0; i < 3; i++) m[i].msg_hdr.msg_iov = &v[i], m[i].msg_hdr.msg_iovlen = 1;
  RAW(kcall(__NR_sendmmsg, s, m, 3, 0));
  say("%u %u %u\n", m[0].msg_len, m[1].msg_len, m[2].msg_len);
  struct sockaddr_in names[3];
  memset(text, 0, sizeof text);
  for (int i = 0; i < 3; i++) {
    v[i].iov_base = text[i], v[i].iov_len = i == 1 ? 4 : 15;
    m[i].msg_hdr.msg_name = &names[i], m[i].msg_hdr.msg_namelen = 16, m[i].msg_len = 77;
  }
  int32_t t[2] = {1, 0};
  RAW(kcall(__NR_recvmmsg, r, m, 3, 0, t));
  for (int i = 0; i < 3; i++) say("%s %u flags %x name %u\n", text[i], m[i].msg_len, m[i].msg_hdr.msg_flags, m[i].msg_hdr.msg_namelen);
  int64_t w[2] = {0, 1};
  RAW(kcall(__NR_recvmmsg_time64, r, m, 3, MSG_DONTWAIT, w));
  RAW(kcall(__NR_recvmmsg, r, m, 3, MSG_DONTWAIT, 0));
  t[1] = -1;
  RAW(kcall(__NR_recvmmsg, r, m, 3, MSG_DONTWAIT, t));
  CALL(send(s, "", 0, 0));
  CALL(recv(r, text[0], 16, 0));
  return guest_status();
}
