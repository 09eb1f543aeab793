// Socket options with structs: filters, multicast in all forms, packet information and errors as control messages, peers.
#include "guest.h"
#include <arpa/inet.h>
#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <sys/socket.h>
#include <sys/un.h>
#ifndef IP_MSFILTER
#define IP_MSFILTER 41
#endif

static struct sockaddr_in here(int fd) {
  struct sockaddr_in a = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}};
  socklen_t n = sizeof a;
  if (fd >= 0) getsockname(fd, (void *)&a, &n);
  return a;
}
static void receive(int fd, int flags) {
  char text[64];
  union { char bytes[512]; struct cmsghdr align; } control;
  struct iovec v = {text, sizeof text};
  struct sockaddr_in6 from;
  struct msghdr m = {&from, sizeof from, &v, 1, &control, sizeof control, 0};
  ssize_t n = recvmsg(fd, &m, flags);
  if (n < 0) {
    say("  recvmsg: %s\n", error_name(errno));
    return;
  }
  say("  %d bytes, flags %x, control %d\n", (int)n, m.msg_flags, m.msg_controllen > 0);
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
    say("  level %d type %d length %d:", c->cmsg_level, c->cmsg_type, (int)(c->cmsg_len - CMSG_LEN(0)));
    if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
      struct in_pktinfo *p = (void *)CMSG_DATA(c);
      say(" interface %d to %s\n", p->ipi_ifindex, inet_ntoa(p->ipi_addr));
    } else if (c->cmsg_type == IP_RECVERR && c->cmsg_level == IPPROTO_IP) {
      struct sock_extended_err *e = (void *)CMSG_DATA(c);
      say(" error %s origin %d type %d code %d\n", error_name(e->ee_errno), e->ee_origin, e->ee_type, e->ee_code);
    } else {
      for (int i = 0; i < (int)(c->cmsg_len - CMSG_LEN(0)) && i < 4; i++) say(" %02x", CMSG_DATA(c)[i]);
      say("\n");
    }
  }
}

int main(void) {
  int udp = socket(AF_INET, SOCK_DGRAM, 0), on = 1;
  struct sockaddr_in a = here(-1);
  CALL(bind(udp, (void *)&a, sizeof a));
  a = here(udp);
  say("packet information\n");
  CALL(setsockopt(udp, IPPROTO_IP, IP_PKTINFO, &on, sizeof on));
  CALL(setsockopt(udp, IPPROTO_IP, IP_RECVTTL, &on, sizeof on));
  CALL(setsockopt(udp, IPPROTO_IP, IP_RECVTOS, &on, 1));
  CALL(sendto(udp, "abc", 3, 0, (void *)&a, sizeof a));
  receive(udp, 0);
  struct in_pktinfo info = {0, {htonl(INADDR_LOOPBACK)}, {0}};
  char control[CMSG_SPACE(sizeof info)] = "";
  struct iovec v = {"hello", 5};
  struct msghdr m = {&a, sizeof a, &v, 1, control, sizeof control, 0};
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  c->cmsg_level = IPPROTO_IP, c->cmsg_type = IP_PKTINFO, c->cmsg_len = CMSG_LEN(sizeof info);
  memcpy(CMSG_DATA(c), &info, sizeof info);
  CALL(sendmsg(udp, &m, 0));
  receive(udp, 0);
  say("errors\n");
  int lost = socket(AF_INET, SOCK_DGRAM, 0);
  CALL(setsockopt(lost, IPPROTO_IP, IP_RECVERR, &on, sizeof on));
  struct sockaddr_in nobody = {AF_INET, htons(1), {htonl(INADDR_LOOPBACK)}};
  CALL(connect(lost, (void *)&nobody, sizeof nobody));
  CALL(send(lost, "x", 1, 0));
  poll(&(struct pollfd){lost, POLLIN}, 1, 1000);
  receive(lost, MSG_ERRQUEUE);
  receive(lost, MSG_ERRQUEUE | MSG_DONTWAIT);
  say("filters\n");
  struct sock_filter all[] = {BPF_STMT(BPF_RET | BPF_K, 0xffff)}, nothing[] = {BPF_STMT(BPF_RET | BPF_K, 0)}, two[] = {BPF_STMT(BPF_RET | BPF_K, 10)};
  struct sock_fprog p = {1, nothing}, bad = {1, (void *)8}, none = {0, all};
  CALL(setsockopt(udp, SOL_SOCKET, SO_ATTACH_FILTER, &p, sizeof p));
  CALL(sendto(udp, "abc", 3, 0, (void *)&a, sizeof a));
  receive(udp, MSG_DONTWAIT);
  p.filter = two;
  CALL(setsockopt(udp, SOL_SOCKET, SO_ATTACH_FILTER, &p, sizeof p));
  CALL(sendto(udp, "abcdefgh", 8, 0, (void *)&a, sizeof a));
  receive(udp, MSG_DONTWAIT);
  struct sock_filter got[4];
  socklen_t n = 0;
  CALL(getsockopt(udp, SOL_SOCKET, SO_GET_FILTER, NULL, &n));
  SHOW(n);
  n = 4;
  CALL(getsockopt(udp, SOL_SOCKET, SO_GET_FILTER, got, &n));
  say("%d: %x %x\n", n, got[0].code, got[0].k);
  CALL(setsockopt(udp, SOL_SOCKET, SO_ATTACH_FILTER, &bad, sizeof bad));
  CALL(setsockopt(udp, SOL_SOCKET, SO_ATTACH_FILTER, &none, sizeof none));
  CALL(setsockopt(udp, SOL_SOCKET, SO_ATTACH_FILTER, &p, 4));
  CALL(setsockopt(udp, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &p, sizeof p));
  CALL(setsockopt(udp, SOL_SOCKET, SO_DETACH_FILTER, &on, sizeof on));
  CALL(setsockopt(udp, SOL_SOCKET, SO_LOCK_FILTER, &on, sizeof on));
  CALL(setsockopt(udp, SOL_SOCKET, SO_ATTACH_FILTER, &p, sizeof p));
  say("multicast\n");
  int many = socket(AF_INET, SOCK_DGRAM, 0);
  struct ip_mreqn by_index = {{htonl(0xefffffaa)}, {0}, 1};
  struct ip_mreq by_address = {{htonl(0xefffffab)}, {htonl(INADDR_LOOPBACK)}};
  CALL(setsockopt(many, IPPROTO_IP, IP_ADD_MEMBERSHIP, &by_index, sizeof by_index));
  CALL(setsockopt(many, IPPROTO_IP, IP_ADD_MEMBERSHIP, &by_address, sizeof by_address));
  CALL(setsockopt(many, IPPROTO_IP, IP_MULTICAST_IF, &by_index, sizeof by_index));
  struct group_req group = {1};
  struct sockaddr_in *ga = (void *)&group.gr_group;
  *ga = (struct sockaddr_in){AF_INET, 0, {htonl(0xefffffac)}};
  CALL(setsockopt(many, IPPROTO_IP, MCAST_JOIN_GROUP, &group, sizeof group));
  CALL(setsockopt(many, IPPROTO_IP, MCAST_JOIN_GROUP, &group, sizeof group));
  CALL(setsockopt(many, IPPROTO_IP, MCAST_JOIN_GROUP, &group, sizeof group - 1));
  CALL(setsockopt(many, IPPROTO_IP, MCAST_JOIN_GROUP, (void *)8, sizeof group));
  struct group_source_req source = {1, group.gr_group, group.gr_group};
  ((struct sockaddr_in *)&source.gsr_group)->sin_addr.s_addr = htonl(0xefffffad);
  ((struct sockaddr_in *)&source.gsr_source)->sin_addr.s_addr = htonl(0x0a000001);
  CALL(setsockopt(many, IPPROTO_IP, MCAST_JOIN_SOURCE_GROUP, &source, sizeof source));
  CALL(setsockopt(many, IPPROTO_IP, MCAST_LEAVE_SOURCE_GROUP, &source, sizeof source));
  CALL(setsockopt(many, IPPROTO_IP, MCAST_BLOCK_SOURCE, &source, sizeof source));
  char room[GROUP_FILTER_SIZE(4)] = "";
  struct group_filter *filter = (void *)room;
  filter->gf_interface = 1, filter->gf_group = group.gr_group, filter->gf_fmode = MCAST_INCLUDE, filter->gf_numsrc = 2;
  for (int i = 0; i < 2; i++) *(struct sockaddr_in *)&filter->gf_slist[i] = (struct sockaddr_in){AF_INET, 0, {htonl(0x0a000001 + i)}};
  CALL(setsockopt(many, IPPROTO_IP, MCAST_MSFILTER, filter, GROUP_FILTER_SIZE(2)));
  CALL(setsockopt(many, IPPROTO_IP, MCAST_MSFILTER, filter, GROUP_FILTER_SIZE(1)));
  memset(filter->gf_slist, 0, 2 * sizeof filter->gf_slist[0]);
  filter->gf_numsrc = 4;
  n = sizeof room;
  CALL(getsockopt(many, IPPROTO_IP, MCAST_MSFILTER, filter, &n));
  say("%d sources, mode %d, length %d:", filter->gf_numsrc, filter->gf_fmode, (int)(n - GROUP_FILTER_SIZE(0)));
  for (int i = 0; i < 2; i++) say(" %s", inet_ntoa(((struct sockaddr_in *)&filter->gf_slist[i])->sin_addr));
  say("\n");
  CALL(setsockopt(many, IPPROTO_IP, MCAST_LEAVE_GROUP, &group, sizeof group));
  CALL(setsockopt(many, IPPROTO_IP, IP_DROP_MEMBERSHIP, &by_index, sizeof by_index));
  say("peers\n");
  int pair[2];
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  char label[128];
  n = sizeof label;
  CALL(getsockopt(pair[0], SOL_SOCKET, SO_PEERSEC, label, &n));
  gid_t groups[64];
  n = sizeof groups;
  say("groups: %s\n", getsockopt(pair[0], SOL_SOCKET, SO_PEERGROUPS, groups, &n) ? error_name(errno) : "some");
  n = 0;
  say("groups: %s\n", getsockopt(pair[0], SOL_SOCKET, SO_PEERGROUPS, groups, &n) ? error_name(errno) : "none");
  struct linger l = {1, 2}, back = {0};
  CALL(setsockopt(pair[0], SOL_SOCKET, SO_LINGER, &l, sizeof l));
  n = sizeof back;
  CALL(getsockopt(pair[0], SOL_SOCKET, SO_LINGER, &back, &n));
  say("%d %d\n", back.l_onoff, back.l_linger);
  return guest_status();
}
