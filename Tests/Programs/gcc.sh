#!/bin/bash
# gcc, g++ and make: programs of several files, built and run.

ulimit -c 0

# build FOLDER OPTION…: makes the program of a folder here, and prints what make prints in an order that -j keeps.
build() {
  cp -r "/suites/gcc/$1" .
  make -C "$1" --no-print-directory -j2 "${@:2}" 2>&1 | sort
}

case_c() {
  build c
  ./c/program argument 2>&1
  echo $?
  make -C c
  make -C c clean
  make -C c -j2 CFLAGS='-g -O0 -std=gnu11 -pthread' program libtable.so 2>&1 | grep -c gcc\\\|cc
  ./c/program
  echo $?
  nm -D c/libtable.so | grep table_ | cut -d ' ' -f 2-
  objdump -d c/table.o | grep -c call
  readelf -h c/program | grep -E 'Class|Machine|Type'
  size c/table.o
  strip c/program
  file c/program | cut -d , -f 1,2
  ./c/program >/dev/null
  echo $?
  addr2line -f -e c/table.o 0 | head -n 1
  ar rcs lib.a c/table.o
  ar t lib.a
  strings c/program | grep -c key
  ldd c/program | sed 's/ (0x.*//'
}

case_c_kinds() {
  cp -r /suites/gcc/c .
  cd c
  for options in '-static' '-no-pie' '-static-pie' '-O3 -flto' '-Os -m32 -march=i686' '-fsanitize=undefined' '-O1 -fno-plt -Wl,-z,now' '-mfpmath=sse -msse2'; do
    gcc -std=gnu11 -pthread $options ./*.c -o p -lm 2>&1 | head -n 3
    ./p 2>&1 | md5sum
    echo "$options ${PIPESTATUS[0]}"
  done
  gcc -c /nowhere.c
  echo $?
  echo 'int main( { return 0; }' | gcc -x c - 2>&1 | head -n 2
  echo 'int f(void); int main(void) { return f(); }' | gcc -x c - -o no 2>&1 | tail -n 2 | sed 's/cc[A-Za-z0-9]*\.o/x.o/; s/^.*ld: //'
  gcc -E -dM - </dev/null | grep -E '__i386__|__SIZEOF_POINTER__|__linux__'
  echo 'int x = 3;' | gcc -S -o - -x c - | grep -c x
  gcc -dumpmachine
  printf 'extern int puts(const char *); int f(void) { return puts("from a library"); }' >l.c
  gcc -shared -fPIC -o libl.so l.c
  printf 'int f(void); int main(void) { return f() < 0; }' >m.c
  gcc m.c -L. -ll -Wl,-rpath,'$ORIGIN' -o m
  ./m
  LD_DEBUG=files ./m 2>&1 | grep -c 'calling init'
  LD_BIND_NOW=1 ./m
  LD_PRELOAD=./libl.so true
  echo $?
  printf '#include <dlfcn.h>\n#include <stdio.h>\nint main(void) { int (*f)(void) = dlsym(dlopen("./libl.so", RTLD_NOW), "f"); f(); puts(dlopen("./no.so", 1) ? "" : dlerror()); }' | gcc -x c - -o d
  ./d
}

case_cxx() { # limit 120
  build cxx
  cd cxx
  ./program 2>&1
  echo $?
  ./program terminate 2>&1 | tail -n 2
  echo "${PIPESTATUS[0]}"
}

case_cxx_debug() { # limit 120
  build cxx CXXFLAGS='-g -O0 -std=c++20 -pthread -D_GLIBCXX_ASSERTIONS'
  cd cxx
  ./program | md5sum
  g++ -g -O1 -static -std=c++17 -pthread ./*.cpp -o s && ./s | md5sum
  readelf -S s | grep -c debug
  c++filt _ZNSt6vectorIiSaIiEE9push_backERKi
}

. /suites/lib.sh
