// A segment of shared memory attached over code whose calls were patched: the segment's code runs, and the old again where
// it is written anew.
#include "guest.h"
#include <sys/shm.h>

typedef int function(void);

// mov $number, %eax; the call; add $more, %eax; ret
static void emit(unsigned char *at, int number, int more) {
#ifdef __i386__
  unsigned char code[] = {0xb8, 0, 0, 0, 0, 0xcd, 0x80, 0x83, 0xc0, more, 0xc3};
#else
  unsigned char code[] = {0xb8, 0, 0, 0, 0, 0x0f, 0x05, 0x83, 0xc0, more, 0xc3};
#endif
  memcpy(code + 1, &number, 4);
  memcpy(at, code, sizeof code);
}

static int call_often(void *code) {
  int result = 0;
  for (int i = 0; i < 100; i++) result = ((function *)code)();
  return result;
}

int main(void) {
  int pid = getpid(), group = getpgrp();
  unsigned char *place = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < 10; i++) {
    emit(place + i, __NR_getpid, i);
    NEED(mprotect(place, 4096, PROT_READ | PROT_EXEC) == 0);
    int first = call_often(place + i) - pid;
    int segment = shmget(IPC_PRIVATE, 4096, 0700);
    unsigned char *writable = shmat(segment, NULL, 0);
    NEED(segment >= 0 && writable != (void *)-1);
    // At other bytes than before, and in the middle of the jump.
    emit(writable + i, __NR_getpgrp, i + 1);
    emit(writable + i + 100, __NR_getpid, i + 2);
    int refused = shmat(segment, place, SHM_EXEC | SHM_RDONLY) == (void *)-1 ? errno : 0;
    int again = call_often(place + i) - pid;
    bool is_there = shmat(segment, place + (i & 1 ? 77 : 0), SHM_REMAP | SHM_EXEC | SHM_RDONLY | SHM_RND) == place;
    say("%d, refused with %d, %d; attached %d: %d, %d; written %d\n", first, refused, again, is_there, call_often(place + i) - group,
        call_often(place + i + 100) - pid, writable[i + 5] << 8 | writable[i + 6]);
    NEED(shmdt(writable) == 0 && shmdt(place) == 0 && shmctl(segment, IPC_RMID, NULL) == 0);
    NEED(mmap(place, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == place);
  }
  return guest_status();
}
