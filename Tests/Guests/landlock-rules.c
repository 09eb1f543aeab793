// Landlock: rulesets, rules with a packed struct, a domain that holds for the task, its children and what they execute.
#include "guest.h"
#include <sys/prctl.h>

struct ruleset { uint64_t files, network, scoped; };
struct beneath { uint64_t allowed; int32_t parent; } __attribute__((packed));
struct port { uint64_t allowed, port; };
enum { CREATE = 444, ADD, RESTRICT };
enum { EXECUTE = 1, WRITE = 2, READ = 4, LIST = 8, MAKE = 1 << 8 };

int main(int argc, char **argv) {
  if (argc > 1) {
    CALL(open("outside", O_RDONLY) >= 0 ? 0 : -1);
    CALL(open("inside/file", O_RDONLY) >= 0 ? 0 : -1);
    return 0;
  }
  mkdir("inside", 0700);
  close(open("inside/file", O_RDWR | O_CREAT, 0600)), close(open("outside", O_RDWR | O_CREAT, 0600));
  long version = kcall(CREATE, NULL, 0, 1);
  if (version < 0) {
    guest_show_raw("version", version);
    return 0;
  }
  struct ruleset rules = {WRITE | MAKE, 0, 0}, unknown = {1ull << 60, 0, 0}, empty = {0, 0, 0};
  RAW(kcall(CREATE, &rules, 4, 0));
  RAW(kcall(CREATE, &unknown, 8, 0));
  RAW(kcall(CREATE, &empty, 8, 0));
  RAW(kcall(CREATE, 8, 8, 0));
  RAW(kcall(CREATE, &rules, 8, 1));
  RAW(kcall(CREATE, &rules, 5000, 0));
  int set = kcall(CREATE, &rules, 8, 0);
  SHOW(set >= 0);
  struct beneath rule = {WRITE | MAKE, open("inside", O_PATH | O_DIRECTORY)}, none = {0, rule.parent}, wrong = {1 << 12, rule.parent};
  RAW(kcall(ADD, set, 1, &rule, 1));
  RAW(kcall(ADD, set, 9, &rule, 0));
  RAW(kcall(ADD, set, 1, 8, 0));
  RAW(kcall(ADD, set, 1, &none, 0));
  RAW(kcall(ADD, set, 1, &wrong, 0));
  RAW(kcall(ADD, -1, 1, &rule, 0));
  RAW(kcall(ADD, rule.parent, 1, &rule, 0));
  RAW(kcall(ADD, set, 1, &rule, 0));
  RAW(kcall(RESTRICT, -1, 0));
  RAW(kcall(RESTRICT, set, 1 << 30));
  IN_CHILD("restricted", {
    CALL(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    RAW(kcall(RESTRICT, set, 0));
    CALL(open("outside", O_RDWR) >= 0 ? 0 : -1);
    CALL(open("outside", O_RDONLY) >= 0 ? 0 : -1);
    CALL(open("inside/file", O_RDWR) >= 0 ? 0 : -1);
    CALL(open("new", O_RDWR | O_CREAT, 0600) >= 0 ? 0 : -1);
    CALL(open("inside/new", O_RDWR | O_CREAT, 0600) >= 0 ? 0 : -1);
    IN_CHILD("child", CALL(open("outside", O_RDWR) >= 0 ? 0 : -1));
    IN_CHILD("executed", execl(argv[0], "guest", "again", NULL));
  });
  CALL(open("outside", O_RDWR) >= 0 ? 0 : -1);
  return guest_status();
}
