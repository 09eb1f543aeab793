// Thousands of random filter programs, valid and not: which ones the kernel takes, and what each says of calls.
// guest: timeout=60 abi=i386,x86_64
#include "guest.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

static uint32_t state = 12345;
static uint32_t draw(uint32_t limit) {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return limit ? state % limit : state;
}

static uint32_t constant(void) {
  static const uint32_t edges[] = {0, 1, 2, 31, 32, 33, 0x7fffffff, 0x80000000, 0xffffffff, 0x1000, 60, 64};
  return draw(3) ? edges[draw(12)] : draw(0);
}

/// Mostly what a filter may hold, sometimes anything.
static struct sock_filter instruction(int left) {
  static const uint16_t codes[] = {
      BPF_LD | BPF_IMM, BPF_LDX | BPF_IMM, BPF_LD | BPF_W | BPF_LEN, BPF_LDX | BPF_W | BPF_LEN, BPF_MISC | BPF_TAX, BPF_MISC | BPF_TXA,
      BPF_ALU | BPF_ADD | BPF_K, BPF_ALU | BPF_ADD | BPF_X, BPF_ALU | BPF_SUB | BPF_K, BPF_ALU | BPF_SUB | BPF_X,
      BPF_ALU | BPF_MUL | BPF_K, BPF_ALU | BPF_MUL | BPF_X, BPF_ALU | BPF_DIV | BPF_K, BPF_ALU | BPF_DIV | BPF_X,
      BPF_ALU | BPF_AND | BPF_K, BPF_ALU | BPF_AND | BPF_X, BPF_ALU | BPF_OR | BPF_K, BPF_ALU | BPF_OR | BPF_X,
      BPF_ALU | BPF_XOR | BPF_K, BPF_ALU | BPF_XOR | BPF_X, BPF_ALU | BPF_LSH | BPF_K, BPF_ALU | BPF_RSH | BPF_K,
      BPF_ALU | BPF_NEG,
  };
  switch (draw(40)) {
    case 0: return (struct sock_filter){draw(0x100), draw(4), draw(4), constant()};
    case 1: return (struct sock_filter){draw(0x10000), draw(4), draw(4), constant()};
    case 2: return (struct sock_filter){BPF_ALU | draw(16) << 4 | draw(2) << 3, 0, 0, constant()};
    case 3: {
      // Not the place, which is not the same twice.
      uint32_t at = draw(80);
      return (struct sock_filter){BPF_LD | BPF_W | BPF_ABS, 0, 0, at / 8 == 1 ? 6 : at};
    }
    case 4: return (struct sock_filter){BPF_JMP | BPF_JA, 0, 0, draw(left + 1)};
    case 5: return (struct sock_filter){BPF_RET | (draw(2) ? BPF_K : BPF_A), 0, 0, SECCOMP_RET_ERRNO | draw(4000)};
    // The numbers of the calls' words, but not the place, the architecture and the number itself.
    case 6 ... 12: return (struct sock_filter){BPF_LD | BPF_W | BPF_ABS, 0, 0, 16 + 8 * draw(6)};
    case 13 ... 15: return (struct sock_filter){draw(2) ? BPF_ST : BPF_STX, 0, 0, draw(4)};
    case 16 ... 17: return (struct sock_filter){BPF_MEM | (draw(2) ? BPF_LD : BPF_LDX), 0, 0, draw(5)};
    case 18 ... 24: {
      int jumps = left > 1 ? left - 1 : 1;
      uint16_t kind = (uint16_t[]){BPF_JEQ, BPF_JGT, BPF_JGE, BPF_JSET}[draw(4)];
      return (struct sock_filter){BPF_JMP | kind | (draw(2) ? BPF_K : BPF_X), draw(jumps), draw(jumps), constant()};
    }
    default: {
      uint16_t code = codes[draw(sizeof codes / 2)];
      uint32_t value = constant();
      if (BPF_OP(code) == BPF_LSH || BPF_OP(code) == BPF_RSH) value &= 31;
      return (struct sock_filter){code, 0, 0, value};
    }
  }
}

int main(void) {
  uint64_t digest = 14695981039346656037ull;
  int taken = 0;
  NEED(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  for (int round = 0; round < 3000; round++) {
    struct sock_filter code[48] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_getppid, 1, 0),
                                   BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    int size = 3 + draw(28);
    for (int i = 3; i < size; i++) code[i] = instruction(size - i);
    // The verdict is a number that tells what was computed.
    code[size++] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0x7ff);
    code[size++] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_OR | BPF_K, SECCOMP_RET_ERRNO);
    code[size++] = draw(50) ? (struct sock_filter)BPF_STMT(BPF_RET | BPF_A, 0) : instruction(1);
    int words[6];
    for (int i = 0; i < 6; i++) words[i] = draw(2) ? (int)constant() : (int)draw(100);
    int *told = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t child = fork();
    if (child == 0) {
      struct sock_fprog program = {size, code};
      told[0] = prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 ? 0 : errno;
      if (told[0] == 0)
        for (int i = 0; i < 4; i++) {
          long result = kcall(__NR_getppid, words[i], words[1], words[2], words[3], words[4], words[5]);
          told[i + 1] = result < 0 ? result : 1;
        }
      _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    int all[] = {told[0], told[1], told[2], told[3], told[4], status & 0x7f};
    taken += told[0] == 0;
    for (int i = 0; i < 6; i++) digest = (digest ^ (uint32_t)all[i]) * 1099511628211ull;
    munmap(told, 4096);
    if (round % 100 == 99) say("%d: %016llx, %d taken\n", round + 1, (unsigned long long)digest, taken);
  }
  return guest_status();
}
