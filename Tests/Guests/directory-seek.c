// telldir, seekdir and rewinddir find the same entries again (directory offsets are hashes on ext4).
#include "guest.h"
#include <dirent.h>

int main(void) {
  for (int i = 0; i < 30; i++) {
    char name[32];
    sprintf(name, "file-%02d", i);
    put_file(name, "", 0600);
  }
  DIR *d = opendir(".");
  char after[64];
  long place = 0;
  int n = 0;
  for (struct dirent *e; (e = readdir(d)); n++)
    if (n == 10) {
      place = telldir(d);
      struct dirent *next = readdir(d);
      strcpy(after, next->d_name);
      n++;
    }
  SHOW(n);
  seekdir(d, place);
  CHECK(strcmp(readdir(d)->d_name, after) == 0);
  rewinddir(d);
  n = 0;
  while (readdir(d)) n++;
  SHOW(n);
  return guest_status();
}
