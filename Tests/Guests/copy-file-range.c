// copy_file_range with 64-bit offsets.
#include "guest.h"

int main(void) {
  char text[16] = "";
  int in = open64("in", O_RDWR | O_CREAT, 0600), out = open64("out", O_RDWR | O_CREAT, 0600);
  NEED(pwrite64(in, "payload", 7, 0x200000000LL) == 7);
  loff_t from = 0x200000000LL, to = 0x100000003LL;
  CALL(copy_file_range(in, &from, out, &to, 7, 0));
  say("%llx %llx\n", (long long)from, (long long)to);
  CALL(pread64(out, text, 7, 0x100000003LL));
  say("%s\n", text);
  CALL(copy_file_range(in, &from, out, &to, 7, 0));
  CALL(copy_file_range(in, &from, out, &to, 7, 1));
  CALL(copy_file_range(in, &from, 99, &to, 7, 0));
  return guest_status();
}
