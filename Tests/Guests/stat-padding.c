// Which bytes of the structs of stat the kernel writes at all: those between the fields keep what was there.
#include "guest.h"

int main(void) {
  static const struct { const char *name; int number, size; } calls[] = {
      {"oldstat", 18, 32}, {"stat", 106, 64}, {"stat64", 195, 96}, {"statfs", 99, 64}, {"statfs64", 268, 84}};
  for (int i = 0; i < 5; i++) {
    unsigned char room[2][256];
    long result[2];
    for (int j = 0; j < 2; j++) {
      memset(room[j], j ? 0x55 : 0xaa, sizeof room[j]);
      result[j] = calls[i].number == 268 ? kcall(268, "/dev/null", 84, room[j]) : kcall(calls[i].number, "/dev/null", room[j]);
    }
    char line[257] = "";
    for (int k = 0; k < calls[i].size + 8; k++) line[k] = room[0][k] == 0xaa && room[1][k] == 0x55 ? '.' : 'w';
    guest_show_raw(calls[i].name, result[0]);
    say("%s\n", line);
  }
  return guest_status();
}
