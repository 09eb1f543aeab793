// open_tree, fsopen, fsconfig, fsmount, move_mount, mount_setattr, statmount in a mount namespace of its own.
#include "guest.h"
#include <sys/mount.h>
#include <sys/statfs.h>

enum { OPEN_TREE = 428, MOVE, FSOPEN, CONFIG, FSMOUNT, PICK, SETATTR = 442 };
struct attr { uint64_t set, clear, propagation, userns; };

int main(void) {
  if (unshare(CLONE_NEWNS)) {
    say("no namespace: %s\n", error_name(errno));
    return 0;
  }
  NEED(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0);
  mkdir("here", 0700), mkdir("there", 0700);
  int fs = kcall(FSOPEN, "tmpfs", 1);
  SHOW(fs >= 0);
  RAW(kcall(FSOPEN, "no such one", 0));
  RAW(kcall(FSOPEN, 8, 0));
  RAW(kcall(FSOPEN, "tmpfs", 7));
  RAW(kcall(CONFIG, fs, 1, "size", "1048576", 0));
  RAW(kcall(CONFIG, fs, 1, "nonsense", "1", 0));
  char log[128] = "";
  int n = read(fs, log, sizeof log - 1);
  say("%.*s\n", n > 0 ? n : 0, log);
  RAW(kcall(CONFIG, fs, 0, "ro", NULL, 1));
  RAW(kcall(CONFIG, fs, 99, NULL, NULL, 0));
  RAW(kcall(CONFIG, fs, 6, NULL, NULL, 0));
  int mnt = kcall(FSMOUNT, fs, 1, 8);
  SHOW(mnt >= 0);
  RAW(kcall(FSMOUNT, fs, 1, 0x40000000));
  RAW(kcall(MOVE, mnt, "", AT_FDCWD, "here", 4));
  struct statfs s;
  CALL(statfs("here", &s));
  say("type %lx blocks %lu\n", (long)s.f_type, (long)s.f_blocks);
  CALL(open("here/file", O_RDWR | O_CREAT, 0600) >= 0 ? 0 : -1);
  int tree = kcall(OPEN_TREE, AT_FDCWD, "here", 1 | O_CLOEXEC);
  SHOW(tree >= 0);
  RAW(kcall(OPEN_TREE, AT_FDCWD, "nowhere", 1));
  RAW(kcall(OPEN_TREE, AT_FDCWD, "here", 2));
  struct attr a = {2, 0, 0, 0}, bad = {1ull << 50, 0, 0, 0};
  RAW(kcall(SETATTR, tree, "", 0x1000, &a, sizeof a));
  RAW(kcall(SETATTR, tree, "", 0x1000, &bad, sizeof bad));
  RAW(kcall(SETATTR, tree, "", 0x1000, &a, 8));
  RAW(kcall(SETATTR, tree, "", 0x1000, 8, sizeof a));
  RAW(kcall(MOVE, tree, "", AT_FDCWD, "there", 4));
  RAW(kcall(MOVE, -1, "", AT_FDCWD, "there", 4));
  RAW(kcall(MOVE, tree, "", AT_FDCWD, "there", 0x8000));
  CALL(statfs("there", &s));
  SHOW(s.f_flags & MS_NOSUID);
  int pick = kcall(PICK, AT_FDCWD, "here", 1);
  SHOW(pick >= 0);
  RAW(kcall(CONFIG, pick, 1, "size", "2097152", 0));
  RAW(kcall(CONFIG, pick, 7, NULL, NULL, 0));
  CALL(statfs("here", &s));
  say("blocks %lu\n", (long)s.f_blocks);
  CALL(umount("there"));
  CALL(umount2("here", MNT_DETACH));
  return guest_status();
}
