// link, symlink, readlink, rename, renameat2, unlink and rmdir with their errors.
#include "guest.h"

int main(void) {
  char text[64];
  put_file("a", "A", 0600);
  put_file("b", "B", 0600);
  CALL(link("a", "c"));
  CALL(link("a", "c"));
  CALL(link("absent", "d"));
  CALL(symlink("a/very/long/target", "s"));
  CALL(readlink("s", text, sizeof text));
  CALL(readlink("s", text, 5));
  say("%.5s\n", text);
  CALL(readlink("a", text, sizeof text));
  RAW(kcall(__NR_readlink, "s", text, 0));
  RAW(kcall(__NR_readlinkat, AT_FDCWD, "s", text, -1));
  CALL(rename("b", "e"));
  CALL(access("b", F_OK));
  CALL(rename("absent", "x"));
  CALL(renameat2(AT_FDCWD, "a", AT_FDCWD, "e", RENAME_NOREPLACE));
  CALL(renameat2(AT_FDCWD, "a", AT_FDCWD, "e", RENAME_EXCHANGE));
  int fd = open("a", O_RDONLY);
  CALL(read(fd, text, 1));
  say("a holds %c\n", text[0]);
  CALL(mkdir("d", 0755));
  CALL(unlink("d"));
  CALL(rmdir("a"));
  CALL(mkdir("d/e", 0755));
  CALL(rmdir("d"));
  CALL(rename("d", "d/e/f"));
  CALL(unlinkat(AT_FDCWD, "d/e", AT_REMOVEDIR));
  CALL(linkat(AT_FDCWD, "s", AT_FDCWD, "t", 0));
  CALL(symlinkat("z", AT_FDCWD, "a"));
  CALL(mkdirat(AT_FDCWD, "m", 0700));
  RAW(kcall(__NR_renameat, AT_FDCWD, "m", AT_FDCWD, "n"));
  CALL(access("n", F_OK));
  return guest_status();
}
