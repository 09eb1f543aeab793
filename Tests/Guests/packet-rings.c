// Rings of packets in shared memory, versions 1 to 3: the options, the mapping, and what the kernel lays out in it. The
// first version has longs in it, which a 64-bit kernel lays out in its own way for a 32-bit program too. Packets come by
// the loopback of a network namespace of its own.
#include "guest.h"
#include <arpa/inet.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

enum { BLOCK = 4096, FRAME = 2048, FRAMES = 4 };

static void send_datagram(const char *text) {
  int s = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in to = {AF_INET, htons(9), {htonl(INADDR_LOOPBACK)}};
  NEED(sendto(s, text, strlen(text), 0, (void *)&to, sizeof to) >= 0);
  close(s);
}

static int packet_socket(int version, int protocol) {
  int s = socket(AF_PACKET, SOCK_RAW, protocol);
  NEED(s >= 0);
  CALL(setsockopt(s, SOL_PACKET, PACKET_VERSION, &version, sizeof version));
  int header = version;
  socklen_t n = sizeof header;
  CALL(getsockopt(s, SOL_PACKET, PACKET_HDRLEN, &header, &n));
  say("version %d: header of %d bytes\n", version + 1, header);
  return s;
}

static void show_status(int s, bool is_third) {
  unsigned room[3] = {9, 9, 9};
  socklen_t n = is_third ? 12 : 8;
  CALL(getsockopt(s, SOL_PACKET, PACKET_STATISTICS, room, &n));
  say("%d bytes: %u packets, %u dropped\n", n, room[0], room[1]);
}

static void receive(int version) {
  int s = packet_socket(version, htons(ETH_P_IP));
  struct tpacket_req3 request = {BLOCK, 2, FRAME, FRAMES, 20, 0, 0};
  CALL(setsockopt(s, SOL_PACKET, PACKET_RX_RING, &request, 8));
  CALL(setsockopt(s, SOL_PACKET, PACKET_RX_RING, &request, version == TPACKET_V3 ? sizeof request : 16));
  char *ring = mmap(NULL, 2 * BLOCK, PROT_READ | PROT_WRITE, MAP_SHARED, s, 0);
  NEED(ring != MAP_FAILED);
  CALL(mmap(NULL, BLOCK, PROT_READ, MAP_SHARED, s, 0) == MAP_FAILED ? -1 : 0);
  struct sockaddr_ll here = {AF_PACKET, htons(ETH_P_IP), if_nametoindex("lo"), 0, 0, 0, {0}};
  CALL(bind(s, (void *)&here, sizeof here));
  send_datagram("hello");
  for (int ready = 0, tries = 0; !ready && tries < 5; tries++) {
    poll(&(struct pollfd){s, POLLIN, 0}, 1, 2000);
    ready = 1;
  }
  if (version == TPACKET_V1) {
    struct tpacket_hdr *h = (void *)ring;
    say("status %lx length %u captured %u mac %u net %u sec %d\n", h->tp_status & 1, h->tp_len, h->tp_snaplen, h->tp_mac,
        h->tp_net, h->tp_sec != 0);
    struct sockaddr_ll *from = (void *)(ring + TPACKET_ALIGN(sizeof *h));
    say("family %d protocol %x kind %d: %.5s\n", from->sll_family, ntohs(from->sll_protocol), from->sll_pkttype,
        ring + h->tp_net + 28);
  } else if (version == TPACKET_V2) {
    struct tpacket2_hdr *h = (void *)ring;
    say("status %x length %u captured %u mac %u net %u sec %d\n", h->tp_status & 1, h->tp_len, h->tp_snaplen, h->tp_mac,
        h->tp_net, h->tp_sec != 0);
    struct sockaddr_ll *from = (void *)(ring + TPACKET_ALIGN(sizeof *h));
    say("family %d protocol %x kind %d: %.5s\n", from->sll_family, ntohs(from->sll_protocol), from->sll_pkttype,
        ring + h->tp_net + 28);
  } else {
    struct tpacket_block_desc *b = (void *)ring;
    struct tpacket_hdr_v1 *h = &b->hdr.bh1;
    say("status %x packets %s first at %u sequence %llu\n", h->block_status & 1, h->num_pkts ? "some" : "none",
        h->offset_to_first_pkt, (long long)h->seq_num);
    struct tpacket3_hdr *p = (void *)(ring + h->offset_to_first_pkt);
    say("length %u captured %u mac %u net %u: %.5s\n", p->tp_len, p->tp_snaplen, p->tp_mac, p->tp_net,
        (char *)p + p->tp_net + 28);
  }
  show_status(s, version == TPACKET_V3);
  munmap(ring, 2 * BLOCK);
  close(s);
}

static void transmit(int version) {
  int s = packet_socket(version, 0);
  struct tpacket_req request = {BLOCK, 2, FRAME, FRAMES};
  CALL(setsockopt(s, SOL_PACKET, PACKET_TX_RING, &request, sizeof request));
  char *ring = mmap(NULL, 2 * BLOCK, PROT_READ | PROT_WRITE, MAP_SHARED, s, 0);
  NEED(ring != MAP_FAILED);
  struct sockaddr_ll here = {AF_PACKET, htons(ETH_P_IP), if_nametoindex("lo"), 0, 0, 0, {0}};
  CALL(bind(s, (void *)&here, sizeof here));
  int listener = socket(AF_PACKET, SOCK_DGRAM, htons(0x88b5));
  static const char frame[64] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (char)0x88, (char)0xb5, 'r', 'i', 'n', 'g'};
  if (version == TPACKET_V1) {
    struct tpacket_hdr *h = (void *)ring;
    memcpy(ring + TPACKET_HDRLEN - sizeof(struct sockaddr_ll), frame, sizeof frame);
    h->tp_len = sizeof frame;
    h->tp_status = TP_STATUS_SEND_REQUEST;
  } else {
    struct tpacket2_hdr *h = (void *)ring;
    memcpy(ring + TPACKET2_HDRLEN - sizeof(struct sockaddr_ll), frame, sizeof frame);
    h->tp_len = sizeof frame;
    h->tp_status = TP_STATUS_SEND_REQUEST;
  }
  long sent = send(s, NULL, 0, 0);
  CALL(sent);
  say("status %x\n", version == TPACKET_V1 ? (int)((struct tpacket_hdr *)ring)->tp_status : (int)((struct tpacket2_hdr *)ring)->tp_status);
  char got[80] = "";
  if (sent > 0 && poll(&(struct pollfd){listener, POLLIN, 0}, 1, 2000) == 1) {
    CALL(recv(listener, got, sizeof got, MSG_DONTWAIT));
    say("%.4s\n", got);
  }
  close(listener);
  close(s);
}

int main(void) {
  if (unshare(CLONE_NEWNET)) {
    say("no network of its own: %s\n", error_name(errno));
    return 0;
  }
  int s = socket(AF_INET, SOCK_DGRAM, 0);
  struct ifreq up = {.ifr_name = "lo"};
  up.ifr_flags = IFF_UP | IFF_RUNNING;
  CALL(ioctl(s, SIOCSIFFLAGS, &up));
  receive(TPACKET_V1);
  receive(TPACKET_V2);
  receive(TPACKET_V3);
  transmit(TPACKET_V1);
  transmit(TPACKET_V2);
  int packets = packet_socket(TPACKET_V2, htons(ETH_P_ALL)), on = 1, fanout = 7 | PACKET_FANOUT_CBPF << 16;
  CALL(setsockopt(packets, SOL_PACKET, PACKET_FANOUT, &fanout, sizeof fanout));
  struct sock_filter all[] = {BPF_STMT(BPF_RET | BPF_K, 0)};
  struct sock_fprog program = {1, all};
  CALL(setsockopt(packets, SOL_PACKET, PACKET_FANOUT_DATA, &program, sizeof program));
  CALL(setsockopt(packets, SOL_PACKET, PACKET_FANOUT_DATA, &program, 4));
  // Decided by a program that is loaded, whose descriptor is the value.
  struct bpf_insn leave[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0}, {.code = BPF_JMP | BPF_EXIT}};
  union bpf_attr load = {.prog_type = BPF_PROG_TYPE_SOCKET_FILTER, .insns = (uintptr_t)leave, .insn_cnt = 2, .license = (uintptr_t)"GPL"};
  int loaded = kcall(__NR_bpf, BPF_PROG_LOAD, &load, sizeof load);
  int second = packet_socket(TPACKET_V2, htons(ETH_P_ALL)), other_fanout = 8 | PACKET_FANOUT_EBPF << 16;
  CALL(setsockopt(second, SOL_PACKET, PACKET_FANOUT, &other_fanout, sizeof other_fanout));
  CALL(setsockopt(second, SOL_PACKET, PACKET_FANOUT_DATA, &loaded, sizeof loaded));
  CALL(setsockopt(second, SOL_PACKET, PACKET_FANOUT_DATA, &program, sizeof program));
  close(loaded), loaded = -1;
  CALL(setsockopt(second, SOL_PACKET, PACKET_FANOUT_DATA, &loaded, sizeof loaded));
  struct packet_mreq many = {(int)if_nametoindex("lo"), PACKET_MR_PROMISC, 0, {0}};
  CALL(setsockopt(packets, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &many, sizeof many));
  CALL(setsockopt(packets, SOL_PACKET, PACKET_AUXDATA, &on, sizeof on));
  int answer = 0;
  socklen_t n = sizeof answer;
  CALL(getsockopt(packets, SOL_PACKET, PACKET_FANOUT, &answer, &n));
  say("%x\n", answer);
  struct tpacket_rollover_stats rolled = {9, 9, 9};
  n = sizeof rolled;
  CALL(getsockopt(packets, SOL_PACKET, PACKET_ROLLOVER_STATS, &rolled, &n));
  return guest_status();
}
