// bpf: maps made, filled, looked up and walked through, a program loaded and attached to a socket, and what is refused.
#include "guest.h"
#include <linux/bpf.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#ifdef __i386__
enum { BPF = 357 };
#else
enum { BPF = __NR_bpf };
#endif

static char log_text[4096];

static long call(int command, union bpf_attr *a) { return kcall(BPF, command, a, sizeof *a); }

static uint64_t at(const void *p) { return (uintptr_t)p; }

int main(void) {
  union bpf_attr a = {.map_type = BPF_MAP_TYPE_HASH, .key_size = 4, .value_size = 8, .max_entries = 4};
  int map = call(BPF_MAP_CREATE, &a);
  guest_show_raw("create", map < 0 ? map : 0);
  for (unsigned key = 0; key < 5; key++) {
    uint64_t value = key * 0x100000001ull;
    a = (union bpf_attr){.map_fd = map, .key = at(&key), .value = at(&value)};
    guest_show_raw("update", call(BPF_MAP_UPDATE_ELEM, &a));
  }
  unsigned key = 3, next = 0;
  uint64_t value = 0;
  a = (union bpf_attr){.map_fd = map, .key = at(&key), .value = at(&value)};
  guest_show_raw("look up", call(BPF_MAP_LOOKUP_ELEM, &a));
  say("%llx\n", (long long)value);
  key = 9;
  guest_show_raw("look up", call(BPF_MAP_LOOKUP_ELEM, &a));
  a.key = 8;
  guest_show_raw("look up", call(BPF_MAP_LOOKUP_ELEM, &a));
  a.key = at(&key) | 1ull << 62;
  guest_show_raw("look up", call(BPF_MAP_LOOKUP_ELEM, &a));
  int count = 0;
  a = (union bpf_attr){.map_fd = map, .key = 0, .next_key = at(&next)};
  while (call(BPF_MAP_GET_NEXT_KEY, &a) == 0) {
    count++;
    key = next;
    a.key = at(&key);
  }
  SHOW(count);
  key = 3;
  a = (union bpf_attr){.map_fd = map, .key = at(&key)};
  guest_show_raw("delete", call(BPF_MAP_DELETE_ELEM, &a));
  guest_show_raw("delete", call(BPF_MAP_DELETE_ELEM, &a));
  struct bpf_map_info info = {0};
  a = (union bpf_attr){.info = {.bpf_fd = map, .info_len = sizeof info, .info = at(&info)}};
  guest_show_raw("information", call(BPF_OBJ_GET_INFO_BY_FD, &a));
  say("kind %u key %u value %u entries %u\n", info.type, info.key_size, info.value_size, info.max_entries);
  struct bpf_insn keep[] = {
      {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 3},
      {.code = BPF_JMP | BPF_EXIT},
  };
  a = (union bpf_attr){.prog_type = BPF_PROG_TYPE_SOCKET_FILTER, .insn_cnt = 2, .insns = at(keep), .license = at("GPL"),
                       .log_level = 1, .log_size = sizeof log_text, .log_buf = at(log_text)};
  int program = call(BPF_PROG_LOAD, &a);
  guest_show_raw("load", program < 0 ? program : 0);
  SHOW(strstr(log_text, "processed 2 insns") != NULL);
  struct bpf_insn bad[] = {{.code = BPF_JMP | BPF_EXIT}};
  a = (union bpf_attr){.prog_type = BPF_PROG_TYPE_SOCKET_FILTER, .insn_cnt = 1, .insns = at(bad), .license = at("GPL"),
                       .log_level = 1, .log_size = sizeof log_text, .log_buf = at(log_text)};
  guest_show_raw("load", call(BPF_PROG_LOAD, &a));
  SHOW(strstr(log_text, "R0 !read_ok") != NULL);
  int pair[2];
  NEED(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
  CALL(setsockopt(pair[1], SOL_SOCKET, SO_ATTACH_BPF, &program, sizeof program));
  CALL(setsockopt(pair[1], SOL_SOCKET, SO_ATTACH_BPF, &map, sizeof map));
  CALL(send(pair[0], "abcdef", 6, 0));
  char text[8] = "";
  CALL(recv(pair[1], text, sizeof text, MSG_DONTWAIT));
  say("%s\n", text);
  char data[64] = "some data, which the program does not look at", out[64];
  a = (union bpf_attr){.test = {.prog_fd = program, .data_size_in = sizeof data, .data_in = at(data), .data_size_out = sizeof out,
                                .data_out = at(out)}};
  guest_show_raw("run", call(BPF_PROG_TEST_RUN, &a));
  say("gave %u\n", a.test.retval);
  guest_show_raw("short", kcall(BPF, BPF_MAP_CREATE, &a, 4));
  guest_show_raw("long", kcall(BPF, BPF_MAP_CREATE, log_text, 8192));
  guest_show_raw("bad", kcall(BPF, BPF_MAP_CREATE, 8, sizeof a));
  guest_show_raw("unknown", kcall(BPF, 999, &a, sizeof a));
  return guest_status();
}
