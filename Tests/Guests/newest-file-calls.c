// listmount and statmount, the security modules' calls, and attributes by a folder's descriptor: what they tell, and
// what they refuse.
#include "guest.h"
#include <sys/mount.h>
#include <sys/statfs.h>
#include <sys/syscall.h>

enum { STATMOUNT = 457, LISTMOUNT, GETATTR, SETATTR, MODULES, SETXATTR = 463, GETXATTR, LISTXATTR, REMOVEXATTR, OPENTREEATTR,
       FILEGETATTR, FILESETATTR };
struct request { uint32_t size, spare; uint64_t mount, parameter, name_space; };
struct attribute { uint64_t value; uint32_t size, flags; };
struct tree_attribute { uint64_t set, clear, propagation, user_space; };
struct file_attribute { uint64_t flags; uint32_t extent, next, project, cow; };

int main(void) {
  NEED(mkdir("tree", 0700) == 0);
  bool mounts = unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
                mount("none", "tree", "tmpfs", 0, "size=64k") == 0;
  SHOW(mounts);
  struct statx x;
  int fd = open("tree", O_RDONLY | O_DIRECTORY);
  syscall(__NR_statx, fd, "", AT_EMPTY_PATH, 0x4000, &x);
  struct request r = {24, 0, x.stx_mnt_id, 2 | 8 | 16 | 32, 0};
  static char room[4096];
  uint64_t *words = (void *)room;
  RAW(kcall(STATMOUNT, &r, room, sizeof room, 0));
  uint32_t *halves = (void *)room;
  const char *text = room + 512;
  say("size %d, in it %llx, type %s, at %s\n", halves[0] > 512, (long long)words[1], mounts ? text + halves[9] : "",
      strlen(text + halves[16]) > 5 ? "tree" : "-");
  RAW(kcall(STATMOUNT, &r, room, 16, 0));
  RAW(kcall(STATMOUNT, &r, 8, sizeof room, 0));
  RAW(kcall(STATMOUNT, 8, room, sizeof room, 0));
  RAW(kcall(STATMOUNT, &r, room, sizeof room, 1));
  r.size = 8;
  RAW(kcall(STATMOUNT, &r, room, sizeof room, 0));
  r.size = 24, r.mount = 12345;
  RAW(kcall(STATMOUNT, &r, room, sizeof room, 0));
  r = (struct request){24, 0, ~0ull, 0, 0};
  long count = kcall(LISTMOUNT, &r, words, 100, 0);
  SHOW(count > 0);
  bool found = false;
  for (long i = 0; i < count; i++) found |= words[i] == x.stx_mnt_id;
  SHOW(found);
  RAW(kcall(LISTMOUNT, &r, words, 1, 0));
  RAW(kcall(LISTMOUNT, &r, 8, 10, 0));
  RAW(kcall(LISTMOUNT, &r, words, -1, 0));
  RAW(kcall(LISTMOUNT, &r, words, 10, 99));
  uint32_t size = sizeof room;
  long modules = kcall(MODULES, words, &size, 0);
  say("modules %d of %d\n", modules > 0, size == 8 * modules);
  size = 1;
  RAW(kcall(MODULES, words, &size, 0));
  RAW(kcall(MODULES, words, 8, 0));
  size = sizeof room;
  RAW(kcall(MODULES, words, &size, 1));
  RAW(kcall(GETATTR, 999, words, &size, 0));
  RAW(kcall(GETATTR, 100, words, 8, 0));
  RAW(kcall(SETATTR, 100, words, 4, 0));
  close(open("file", O_CREAT | O_RDWR, 0600));
  char value[16] = "value", got[16] = "";
  struct attribute a = {(uintptr_t)value, 5, 0}, g = {(uintptr_t)got, sizeof got, 0};
  RAW(kcall(SETXATTR, AT_FDCWD, "file", 0, "user.guest", &a, sizeof a));
  a.flags = 1;
  RAW(kcall(SETXATTR, AT_FDCWD, "file", 0, "user.guest", &a, sizeof a));
  RAW(kcall(SETXATTR, AT_FDCWD, "file", 0, "user.guest", &a, 8));
  RAW(kcall(GETXATTR, AT_FDCWD, "file", 0, "user.guest", &g, sizeof g));
  say("%s\n", got);
  g.value |= 1ull << 62;
  RAW(kcall(GETXATTR, AT_FDCWD, "file", 0, "user.guest", &g, sizeof g));
  memset(got, 0, sizeof got);
  RAW(kcall(LISTXATTR, AT_FDCWD, "file", 0, got, sizeof got));
  say("%s\n", got);
  RAW(kcall(LISTXATTR, AT_FDCWD, "file", 1, got, sizeof got));
  RAW(kcall(REMOVEXATTR, AT_FDCWD, "file", 0, "user.guest"));
  RAW(kcall(REMOVEXATTR, AT_FDCWD, "file", 0, "user.guest"));
  struct tree_attribute t = {1, 0, 0, 0};
  long tree = kcall(OPENTREEATTR, AT_FDCWD, "tree", 1, &t, sizeof t);
  guest_show_raw("open_tree_attr", tree < 0 ? tree : 0);
  RAW(kcall(OPENTREEATTR, AT_FDCWD, "tree", 1, &t, 8));
  struct file_attribute f = {0};
  RAW(kcall(FILEGETATTR, AT_FDCWD, "file", &f, sizeof f, 0));
  RAW(kcall(FILEGETATTR, AT_FDCWD, "file", &f, 4, 0));
  RAW(kcall(FILESETATTR, AT_FDCWD, "file", &f, sizeof f, 0));
  RAW(kcall(FILESETATTR, AT_FDCWD, "file", 8, sizeof f, 0));
  return guest_status();
}
