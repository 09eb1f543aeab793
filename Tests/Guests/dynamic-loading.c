// dlopen, dlsym, dl_iterate_phdr (with the vDSO among the objects), and thread-local data of a loaded library.
// guest: link=dynamic cflags=-ldl,-rdynamic
#include "guest.h"
#include <dlfcn.h>
#include <link.h>
#include <sys/auxv.h>

static int count, with_vdso;
static int each(struct dl_phdr_info *i, size_t size, void *data) {
  count++;
  for (int j = 0; j < i->dlpi_phnum; j++)
    with_vdso |= i->dlpi_phdr[j].p_type == PT_LOAD && i->dlpi_addr + i->dlpi_phdr[j].p_vaddr == getauxval(AT_SYSINFO_EHDR);
  return 0;
}
int exported(int x) { return x * 3; }

int main(void) {
  void *m = dlopen("libm.so.6", RTLD_NOW);
  NEED(m);
  double (*cosine)(double) = (double (*)(double))dlsym(m, "cos");
  say("%.10f\n", cosine(1));
  int (*own)(int) = (int (*)(int))dlsym(NULL, "exported");
  SHOW(own(14));
  CHECK(dlsym(m, "no_such_name") == NULL);
  CHECK(dlopen("no-such-library.so", RTLD_NOW) == NULL);
  dl_iterate_phdr(each, NULL);
  CHECK(count >= 4);
  SHOW(with_vdso);
  Dl_info info;
  CHECK(dladdr((void *)exported, &info) && strcmp(info.dli_sname, "exported") == 0);
  SHOW(dlclose(m));
  return guest_status();
}
