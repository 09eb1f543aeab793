// execve of broken ELF files: what the kernel refuses, what it kills, and what it runs all the same.
#include "guest.h"
#include <elf.h>
#include <sys/personality.h>

struct image {
  Elf32_Ehdr header;
  Elf32_Phdr segments[4];
  unsigned char code[64];
  char name[32];
};

// exit(number of bytes that are not zero behind the file's part of the second segment, up to 64)
static const unsigned char sum[] = {
    0xb9, 0x40, 0, 0, 0,           // mov $64, %ecx
    0xbe, 0, 0, 0, 0x09,           // mov $0x9000000, %esi (patched)
    0x31, 0xdb,                    // xor %ebx, %ebx
    0x80, 0x3e, 0x01,              // 1: cmpb $1, (%esi)
    0x83, 0xdb, 0xff,              // sbb $-1, %ebx
    0x46,                          // inc %esi
    0xe2, 0xf7,                    // loop 1b
    0xb8, 1, 0, 0, 0, 0xcd, 0x80,  // exit
};

static struct image plain(void) {
  struct image image;
  memset(&image, 0, sizeof image);
  memcpy(image.header.e_ident, ELFMAG "\1\1\1", 7);
  image.header.e_type = ET_EXEC;
  image.header.e_machine = EM_386;
  image.header.e_version = 1;
  image.header.e_phoff = offsetof(struct image, segments);
  image.header.e_ehsize = sizeof image.header;
  image.header.e_phentsize = sizeof image.segments[0];
  image.header.e_phnum = 2;
  image.header.e_entry = 0x8048000 + offsetof(struct image, code);
  image.segments[0] = (Elf32_Phdr){PT_LOAD, 0, 0x8048000, 0, sizeof image, sizeof image, PF_R | PF_X, 0x1000};
  image.segments[1] = (Elf32_Phdr){PT_LOAD, 0, 0x9000000, 0, 0x20, 0x3000, PF_R | PF_W, 0x1000};
  memcpy(image.code, sum, sizeof sum);
  *(uint32_t *)(image.code + 6) = 0x9000020;
  return image;
}

static void run(const char *what, const void *bytes, size_t size) {
  char *args[] = {(char *)"image", NULL};
  int fd = open("image", O_CREAT | O_TRUNC | O_WRONLY, 0755);
  write(fd, bytes, size);
  close(fd);
  int pipes[2], status, error = 0;
  pipe2(pipes, O_CLOEXEC);
  pid_t child = fork();
  if (child == 0) {
    personality(ADDR_NO_RANDOMIZE);
    alarm(10);
    execv("./image", args);
    write(pipes[1], &errno, sizeof errno);
    _exit(99);
  }
  close(pipes[1]);
  read(pipes[0], &error, sizeof error);
  close(pipes[0]);
  waitpid(child, &status, 0);
  if (error) say("%s: refused, %s\n", what, strerrorname_np(error));
  else if (WIFSIGNALED(status)) say("%s: killed by %d\n", what, WTERMSIG(status));
  else say("%s: exit %d\n", what, WEXITSTATUS(status));
  unlink("image");
}

#define TRY(change) \
  do { \
    struct image i = plain(); \
    change; \
    run(#change, &i, sizeof i); \
  } while (0)

static uint32_t state = 12345;
static uint32_t next(uint32_t bound) {
  state = state * 1103515245 + 12345;
  return (state >> 8) % bound;
}

static void mutations(void) {
  static const uint32_t extremes[] = {0, 1, 2, 3, 0x20, 0xfff, 0x1000, 0x1001, 0x7fffffff, 0x80000000, 0xffffffff,
                                      0xfffff000, 0xffffe000, 0xffffd000, 0xfffdd000, 0x08048000, 0x56555000};
  for (int round = 0; round < 250; round++) {
    struct image i = plain();
    char what[32];
    sprintf(what, "mutation %d", round);
    i.header.e_phnum = 3;
    if (next(2)) i.header.e_type = ET_DYN;
    for (int count = 1 + next(3); count > 0; count--) {
      uint32_t *words = next(8) ? (uint32_t *)i.segments + next(24) : (uint32_t *)&i.header + 4 + next(9);
      uint32_t value = next(2) ? extremes[next(sizeof extremes / 4)] : *words ^ 1u << next(32);
      *words = value;
    }
    run(what, &i, next(10) ? sizeof i : next(sizeof i));
  }
}

int main(void) {
  TRY((void)0);
  TRY(i.segments[1].p_flags = PF_R);
  TRY(i.segments[1].p_filesz = 0);
  TRY(i.segments[1].p_flags = 0);
  TRY(i.segments[1].p_vaddr = 0x8048000);
  TRY(i.segments[1].p_filesz = 0x4000);
  TRY(i.segments[1].p_offset = 1);
  TRY(i.segments[1].p_vaddr = 0xffffe000);
  TRY(i.segments[1].p_memsz = 0xffffffff);
  TRY(i.segments[0].p_vaddr = 0xffffd000);
  TRY(i.segments[0].p_vaddr = 0xfffdc000);
  TRY(i.segments[1].p_vaddr = 0xfffdc000);
  TRY(i.header.e_entry = 0xffffe000);
  TRY(i.header.e_entry = 16);
  TRY(i.header.e_type = ET_DYN);
  TRY(i.header.e_type = ET_DYN; i.segments[0].p_align = 0x1000000);
  TRY(i.header.e_type = ET_REL);
  TRY(i.header.e_phnum = 0);
  TRY(i.header.e_phnum = 2049);
  TRY(i.header.e_phoff = 0xfffffff0);
  TRY(i.header.e_phentsize = 31);
  TRY(i.header.e_machine = 6);
  TRY(i.header.e_machine = EM_ARM);
  TRY(i.header.e_ident[EI_CLASS] = 7);
  TRY(i.header.e_ident[1] = 'e');
  for (int size = 0; size < (int)sizeof(struct image); size += 19) {
    struct image i = plain();
    char what[32];
    sprintf(what, "length %d", size);
    run(what, &i, size);
  }
  const char *names[] = {"/no/such", "/", "/etc/passwd", "/dev/null", "/bin/true", "./image", ""};
  for (int n = 0; n < 7; n++) {
    struct image i = plain();
    strcpy(i.name, names[n]);
    i.header.e_phnum = 3;
    i.segments[2] = (Elf32_Phdr){PT_INTERP, offsetof(struct image, name), 0, 0, strlen(names[n]) + 1, 0, PF_R, 1};
    run(names[n], &i, sizeof i);
    i.segments[1].p_filesz = 0x4000;
    run("and a lying segment", &i, sizeof i);
    i.segments[2].p_filesz -= 1;
    run("and an open name", &i, sizeof i);
    i.segments[2].p_offset = 0x9000;
    run("and a name beyond the end", &i, sizeof i);
  }
  mutations();
  return guest_status();
}
