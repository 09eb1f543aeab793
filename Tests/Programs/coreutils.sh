#!/bin/bash
# GNU coreutils, with procps and util-linux, which every script leans on: files, text, dates, processes.

case_copy_move_link() {
  make_tree t
  cp -a t u && diff -r --no-dereference t u 2>&1 | grep -v fifo
  tree_listing u | md5sum
  cp -r --preserve=mode,timestamps t/a v
  ls v | wc -l
  cp --sparse=always t/d/zeros sparse
  stat -c '%s %b' sparse
  cp --reflink=auto t/d/large large
  cmp t/d/large large && echo same
  mv u/a u/moved
  ls u
  mv -n u/moved u/d
  ls u/d
  status cp t/a here
  status cp nothing here
  status mv t t/a
  status ln t/a/file1.txt t/d/hard
  ln -sr t/a/file2.txt relative
  readlink relative
  readlink -e t/a/broken
  echo $?
  realpath --relative-to=t/d t/a/link t/a/file1.txt
  install -D -m 751 -o 3 -g 4 t/a/b/c/x.c deep/er/x
  stat -c '%a %u %g' deep/er/x
  rm -rf t u v
  ls
  mkdir -p -m 700 p/q
  rmdir -p p/q
  status rmdir nothing
  mkfifo -m 644 f
  mknod n p
  stat -c %F f n
  chmod a+x,g-r,o=w large
  stat -c %A large
  chmod -R u+s .
  stat -c %A large
  chown 5:6 large
  chown --from=5 :7 large
  stat -c '%u:%g' large
  chgrp 8 large
  stat -c %g large
  touch -r /etc/passwd -d '2 days' large
  touch -t 199912312359.58 old
  stat -c %y old
  truncate -s 1G huge
  stat -c %s huge
  truncate -s 5G huge
  stat -c %s huge
  du --apparent-size -b huge
  dd if=/dev/zero of=huge bs=1 count=1 seek=4G conv=notrunc status=none
  stat -c %s huge
  tail -c 1 huge | od -c
  mktemp -p . nameXXXX | sed 's/name..../name/'
  sync huge
  status shred -n 1 -u large
  df . | wc -l
}

case_listing() {
  make_tree t
  ls t t/a | head -n 30
  ls -F t/d
  ls -R t | md5sum
  ls -X t/a | tail -n 3
  ls -S t/a t/d | head -n 5
  ls -1p t
  ls -l --time-style=long-iso t/a/file3.txt t/a/file5.txt
  ls -ln --time-style=+%Y t/a/link | cut -c 1-10
  stat -c '%n %F %s %a %h %u %Y' t/a/file3.txt
  stat -L -c %s t/a/link
  stat -f -c %T .
  stat -c '%X %Y' t/a/file3.txt
  du -a t --apparent-size | sort -k2 | md5sum
  du -s --inodes t
  dir t
  vdir --time-style=+ t/a/b/c
  ls nothing
  echo $?
  pathchk -p 'a b'
  echo $?
  basename -a -s .txt t/a/file?.txt | xargs
  dirname a/b c
  test -f t/a/link -a -L t/a/broken -a -p t/d/fifo -a t/a/file1.txt -ef t/d/hard -a t/a/file5.txt -nt t/a/file3.txt
  echo $?
}

case_text() {
  seq 1 50000 >n
  printf 'b 2\na 10\nc 1\na 9\nB 3\n' >f
  sort f
  sort -k2,2n f
  sort -rn -k2 f
  sort -u -k1,1 f
  sort -f f
  sort -c f
  echo $?
  sort -R n | sort -n | cmp - n && echo same
  shuf --random-source=n n | md5sum
  sort -S 200k -T . <(rev n) | md5sum
  sort --parallel=2 -S 1M n n n | md5sum
  uniq -c <(cut -c 1 n | sort)
  comm <(seq 1 5) <(seq 3 7)
  join <(sort f) <(printf 'a X\nc Y\n')
  paste -d, <(seq 1 3) <(seq 4 6)
  cut -d' ' -f2 f
  cut -c2- --complement f
  tr -dc 0-9 <f
  echo
  tr a-y b-z <f
  tr -s '\n' <f | wc -l
  head -n -49997 n
  tail -n +49999 n
  head -c 20 n
  tail -c 12 n
  split -n 3 n part
  wc part*
  csplit -s n 100 200
  wc -l xx*
  wc n f
  wc -L f
  nl -ba -w3 f
  fold -w 10 -s <<<'some words to be folded'
  fmt -w 20 <<<'some more words to be filled in lines'
  pr -l 10 -h title f | sed 2,4d | head -n 3
  expand -t 4 <<<$'a\tb'
  unexpand -a <<<'a       b       c'
  tac f
  rev f
  od -A d -t x1z <f | head -n 2
  od -t fF <<<abcdefgh
  base64 f
  base32 f
  basenc --z85 -w 0 <<<abcdefg
  echo
  ptx -w 30 f | head -n 3
  cat -A f | head -n 2
  cat n n | tee copy | wc -l
  md5sum n
  sha256sum n
  b2sum n
  cksum n
  sum n
  sha512sum n >s
  status sha512sum -c s
  numfmt --to=iec 1048576 1500000
  numfmt --from=si 1.5G
  factor 1234567890123456789 18446744073709551557
  seq -w 1 3 11
  seq 0.5 0.25 1.5
  seq 1e3 1e3 3e3
  tsort <<<'a b b c c d a d'
  printf '%d %o %x %e %g %a %s %b\n' 10 10 10 1.5 1e20 1 str 'a\tb'
  echo -e 'a\x41\0101'
  expr 3 \* 4
  expr length abc
  yes no | head -n 2
}

case_dates() {
  date -u -d @0
  date -u -d @2147483648 +%F
  date -u -d '2024-02-29 +1 year' +%F
  date -u -d @4294967296 +%FT%T
  date -u -d '1901-12-13' +%s
  TZ=Europe/Paris date -d @1700000000 +%c
  TZ='EST5EDT,M3.2.0,M11.1.0' date -d @1720000000 '+%F %T %Z %z'
  date -u -d 'last friday of' 2>&1 | head -c 20
  echo
  touch -d '2038-01-20' late
  stat -c %Y late
  touch -d '1960-01-01' early
  stat -c %Y early
  touch -d @5000000000 far
  stat -c %Y far
  date +%s | grep -c '^[0-9]*$'
  before=$(date +%s%N)
  sleep 0.1
  after=$(date +%s%N)
  ((after - before > 100000000)) && echo slept
}

case_processes() {
  timeout 0.2 sleep 5
  echo $?
  timeout -s KILL 0.2 sleep 5
  echo $?
  timeout --preserve-status -s HUP 0.2 sleep 5
  echo $?
  timeout 5 sh -c 'exit 7'
  echo $?
  timeout --foreground -k 0.2 0.2 sh -c 'trap "" TERM; while :; do sleep 0.05; done'
  echo $?
  nice -n 5 nice
  nohup echo hup 2>&1 | tail -n 1
  env -i A=1 env
  env -u HOME -C / pwd
  env -S 'A=2 printenv A'
  env --default-signal=PIPE --block-signal=USR1 true
  echo $?
  stdbuf -oL echo buffered
  nproc --ignore=0 >/dev/null
  echo $?
  chroot / echo chrooted
  setsid echo session
  kill -l 9 15
  kill -0 $$
  echo $?
  id
  id -u nobody
  groups root
  whoami
  logname
  echo $?
  tty
  hostname 2>/dev/null
  uname -sn
  arch | wc -l
  uname -o
  hostid | wc -c
  pinky root | wc -l
  who
  users
  uptime >/dev/null 2>&1
  pwd -P
  printenv HOME
  stty -a 2>&1
  true
  false
  echo $?
  sleep 0.01s 0.01
  echo $?
  status sleep x
  taskset -p $$ >/dev/null
  echo $?
  ionice -c 2 -n 3 echo nice
  chrt -o 0 echo scheduled
  prlimit -n100:200 bash -c 'ulimit -n; ulimit -Hn'
  flock file -c 'flock -n file echo got || echo busy'
  renice -n 1 $$ | sed 's/^[0-9]*/PID/'
  getopt -o ab: -l long: -- -a --long=x rest
  mcookie | wc -c
  rev <<<abc
  unshare -m echo unshared
  nsenter -t $$ -m echo entered
  fallocate -l 10000 space
  stat -c %s space
  fallocate -p -o 0 -l 4096 space
  echo $?
  ipcs -l | head -n 3
  ipcmk -M 4096 | sed 's/[0-9]*$/N/'
  ipcs -m | wc -l
  ps -o comm= -p $$
  ps -p $$ -o args=
  pgrep -c nothing
  sleep 9 &
  sleep 0.3
  pkill -x sleep
  wait $!
  echo $?
  pidof nothing
  echo $?
  free | wc -l
  vmstat | wc -l
  sysctl -n kernel.ostype
  pmap $$ | tail -n 1 | sed 's/[0-9]*K/N/'
  top -bn1 | head -n 1 | cut -c 1-3
  pwdx $$ | cut -d: -f2
  uptime | wc -l
}

. /suites/lib.sh
