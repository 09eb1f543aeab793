#!/bin/bash
# GNU coreutils, with what every script leans on: files, text, dates, processes.

case_copy_move_link() {
  make_tree t
  cp -a t u && diff -r --no-dereference t u 2>&1 | grep -v fifo; tree_listing u | md5sum
  cp -r --preserve=mode,timestamps t/a v; ls v | wc -l
  cp --sparse=always t/d/zeros sparse; stat -c '%s %b' sparse
  cp --reflink=auto t/d/large large; cmp t/d/large large && echo same
  mv u/a u/moved; ls u; mv -n u/moved u/d; ls u/d
  status cp t/a here; status cp nothing here; status mv t t/a; status ln t/a/file1.txt t/d/hard
  ln -sr t/a/file2.txt relative; readlink relative; readlink -e t/a/broken; echo $?
  realpath --relative-to=t/d t/a/link t/a/file1.txt
  install -D -m 751 -o 3 -g 4 t/a/b/c/x.c deep/er/x; stat -c '%a %u %g' deep/er/x
  rm -rf t u v; ls
  mkdir -p -m 700 p/q; rmdir -p p/q; status rmdir nothing; mkfifo -m 644 f; mknod n p; stat -c %F f n
  chmod a+x,g-r,o=w large; stat -c %A large; chmod -R u+s . ; stat -c %A large
  chown 5:6 large; chown --from=5 :7 large; stat -c '%u:%g' large; chgrp 8 large; stat -c %g large
  touch -r /etc/passwd -d '2 days' large; touch -t 199912312359.58 old; stat -c %y old
  truncate -s 1G huge; stat -c %s huge; truncate -s 5G huge; stat -c %s huge; du --apparent-size -b huge
  dd if=/dev/zero of=huge bs=1 count=1 seek=4G conv=notrunc status=none
  stat -c %s huge; tail -c 1 huge | od -c
  mktemp -p . nameXXXX | sed 's/name..../name/'; sync huge; status shred -n 1 -u large; df . | wc -l
}

case_listing() {
  make_tree t
  ls t t/a | head -n 30; ls -F t/d; ls -R t | md5sum; ls -X t/a | tail -n 3
  ls -S t/a t/d | head -n 5; ls -1p t
  ls -l --time-style=long-iso t/a/file3.txt t/a/file5.txt; ls -ln --time-style=+%Y t/a/link | cut -c 1-10
  stat -c '%n %F %s %a %h %u %Y' t/a/file3.txt; stat -L -c %s t/a/link; stat -f -c %T .
  stat -c '%X %Y' t/a/file3.txt; du -a t --apparent-size | sort -k2 | md5sum; du -s --inodes t
  dir t; vdir --time-style=+ t/a/b/c; ls nothing; echo $?; pathchk -p 'a b'
  echo $?; basename -a -s .txt t/a/file?.txt | xargs; dirname a/b c
  test -f t/a/link -a -L t/a/broken -a -p t/d/fifo -a t/a/file1.txt -ef t/d/hard -a t/a/file5.txt -nt t/a/file3.txt
  echo $?
}

case_text() {
  seq 1 50000 >n; printf 'b 2\na 10\nc 1\na 9\nB 3\n' >f
  sort f; sort -k2,2n f; sort -rn -k2 f; sort -u -k1,1 f; sort -f f
  sort -c f; echo $?; sort -R n | sort -n | cmp - n && echo same
  shuf --random-source=n n | md5sum; sort -S 200k -T . <(rev n) | md5sum
  sort --parallel=2 -S 1M n n n | md5sum
  uniq -c <(cut -c 1 n | sort); comm <(seq 1 5) <(seq 3 7)
  join <(sort f) <(printf 'a X\nc Y\n'); paste -d, <(seq 1 3) <(seq 4 6)
  cut -d' ' -f2 f; cut -c2- --complement f; tr -dc 0-9 <f; echo; tr a-y b-z <f; tr -s '\n' <f | wc -l
  head -n -49997 n; tail -n +49999 n; head -c 20 n; tail -c 12 n
  split -n 3 n part; wc part*; csplit -s n 100 200; wc -l xx*
  wc n f; wc -L f; nl -ba -w3 f; fold -w 10 -s <<<'some words to be folded'
  fmt -w 20 <<<'some more words to be filled in lines'
  pr -l 10 -h title f | sed 2,4d | head -n 3; expand -t 4 <<<$'a\tb'
  unexpand -a <<<'a       b       c'; tac f; rev f
  od -A d -t x1z <f | head -n 2; od -t fF <<<abcdefgh; base64 f; base32 f
  basenc --z85 -w 0 <<<abcdefg; echo; ptx -w 30 f | head -n 3
  cat -A f | head -n 2; cat n n | tee copy | wc -l; md5sum n; sha256sum n
  b2sum n; cksum n; sum n; sha512sum n >s; status sha512sum -c s
  numfmt --to=iec 1048576 1500000; numfmt --from=si 1.5G
  factor 1234567890123456789 18446744073709551557; seq -w 1 3 11
  seq 0.5 0.25 1.5; seq 1e3 1e3 3e3
  tsort <<<'a b b c c d a d'
  printf '%d %o %x %e %g %a %s %b\n' 10 10 10 1.5 1e20 1 str 'a\tb'
  echo -e 'a\x41\0101'; expr 3 \* 4; expr length abc; yes no | head -n 2
}

case_dates() {
  date -u -d @0; date -u -d @2147483648 +%F
  date -u -d '2024-02-29 +1 year' +%F; date -u -d @4294967296 +%FT%T
  date -u -d '1901-12-13' +%s
  TZ=Europe/Paris date -d @1700000000 +%c
  TZ='EST5EDT,M3.2.0,M11.1.0' date -d @1720000000 '+%F %T %Z %z'
  date -u -d 'last friday of' 2>&1 | head -c 20; echo
  touch -d '2038-01-20' late; stat -c %Y late; touch -d '1960-01-01' early
  stat -c %Y early; touch -d @5000000000 far; stat -c %Y far
  date -s @1 >/dev/null 2>&1; date +%s | grep -c '^[0-9]*$'
  before=$(date +%s%N); sleep 0.1; after=$(date +%s%N)
  ((after - before > 100000000)) && echo slept
}

case_processes() {
  timeout 0.2 sleep 5; echo $?; timeout -s KILL 0.2 sleep 5; echo $?
  timeout --preserve-status -s HUP 0.2 sleep 5; echo $?
  timeout 5 sh -c 'exit 7'; echo $?
  timeout --foreground -k 0.2 0.2 sh -c 'trap "" TERM; while :; do sleep 0.05; done'; echo $?
  nice -n 5 nice; nohup echo hup 2>&1 | tail -n 1; env -i A=1 env
  env -u HOME -C / pwd; env -S 'A=2 printenv A'
  env --default-signal=PIPE --block-signal=USR1 true; echo $?
  stdbuf -oL echo buffered; nproc --ignore=0 >/dev/null; echo $?
  chroot / echo chrooted; setsid echo session; kill -l 9 15; kill -0 $$
  echo $?
  id; id -u nobody; groups root; whoami; logname; echo $?; tty
  hostname 2>/dev/null; uname -sn; arch | wc -l; uname -o; hostid | wc -c
  pinky root | wc -l; who; users; uptime >/dev/null 2>&1; pwd -P
  printenv HOME; stty -a 2>&1; true; false; echo $?
  sleep 0.01s 0.01; echo $?; status sleep x; taskset -p $$ >/dev/null
  echo $?; ionice -c 2 -n 3 echo nice; chrt -o 0 echo scheduled
  prlimit -n100:200 bash -c 'ulimit -n; ulimit -Hn'
  flock file -c 'flock -n file echo got || echo busy'
  renice -n 1 $$ | sed 's/^[0-9]*/PID/'
  getopt -o ab: -l long: -- -a --long=x rest; mcookie | wc -c; rev <<<abc
  unshare -m echo unshared; nsenter -t $$ -m echo entered
  fallocate -l 10000 space; stat -c %s space
  fallocate -p -o 0 -l 4096 space; echo $?; ipcs -l | head -n 3
  ipcmk -M 4096 | sed 's/[0-9]*$/N/'; ipcs -m | wc -l
  ps -o comm= -p $$; ps -p $$ -o args=; pgrep -c nothing
  sleep 9 & pkill -x sleep; wait $!; echo $?; pidof nothing; echo $?
  free | wc -l; vmstat | wc -l; sysctl -n kernel.ostype
  pmap $$ | tail -n 1 | sed 's/[0-9]*K/N/'
  top -bn1 | head -n 1 | cut -c 1-3; pwdx $$ | cut -d: -f2; uptime | wc -l
}

case_findutils() {
  make_tree t
  find t -printf '%y %m %s %l %P\n' | sort
  find t -newer t/a/file3.txt -type f | wc -l
  find t -name '*.txt' -size +1k | sort | head -n 3; find t -empty | sort
  find t -perm -2000; find t -links 2 -type f | sort
  find t -samefile t/d/hard | sort; find -L t -type l
  find t -regex '.*/data1[0-9]\.log' | sort
  find t -maxdepth 1 -mindepth 1 | sort
  find t -name 'data*' -delete; find t | wc -l
  find t -type f -exec sh -c 'echo "$# files"' sh {} +
  find t -name '*.txt' -print0 | sort -z | xargs -0 -n 10 echo | wc -l
  find t -path '*with*' -prune -o -name 'file1*' -print | sort
  find t -user root -type d | wc -l; find t -mtime +5000 | sort
  find t -inum $(stat -c %i t/d/large); find t/d -execdir pwd \; | sort -u
  find nothing; echo $?; find t -ok true \; </dev/null 2>/dev/null
  find t -fprint out; wc -l <out
  seq 1 100 | xargs -n 10 -P 4 sh -c 'echo $#' sh | sort | uniq -c
  seq 1 10000 | xargs echo | wc; xargs -a <(echo a b c) -I{} echo '[{}]'
  echo 'a "b c" d' | xargs -n 1; false | xargs -r echo never
  echo x | xargs sh -c 'exit 255'; echo $?; echo x | xargs nothing; echo $?
}

case_grep() {
  make_tree t
  grep -rc beta t/a/b | sort | head -n 3
  grep -rn 'line 1[0-9] ' t/a/b | sort | head
  grep -rlZ gamma t --include='*1.log' | sort -z | tr '\0' '\n'
  grep -c '' t/d/large; grep -m 3 -n '77' t/d/large
  grep -E '^(1|2){3}$' t/d/large; grep -P '^(\d)\1{3}$' t/d/large
  grep -P '(?<=12)34' t/d/large | head -n 2
  grep -F -x -f <(seq 5 7) t/d/large
  grep -o '[a-z]*a\b' <<<'alpha beta gamma'; grep -v 1 t/d/large | wc -l
  grep -B 1 -A 1 '^500$' t/d/large; grep -i LINE -h t/a/b/data1.log
  grep -w alpha t/a/b/data2.log
  grep -q x /dev/null; echo $?; grep x nothing; echo $?; grep -s x nothing
  echo $?; grep -E '(' x; echo $?
  grep -z a <(printf 'a\0b\0') | tr '\0' '\n'; grep -a -c . t/d/zeros
  grep -b -o 999 t/d/large | head -n 2; printf 'é\nÀ\n' | grep -i à
  printf '\377\376\n' | grep -c .; egrep 'a|b' <<<a 2>/dev/null
  zgrep -c 7 <(gzip -c t/d/large)
  zgrep -h 1999 <(gzip -c t/d/large) | head -n 2
}

case_sed_awk() {
  seq 1 20 >n
  sed -n '5,7p;$p' n; sed '1~3d' n | xargs
  sed -E 's/([0-9])([0-9])/\2\1/' n | tail -n 3; sed ':a;N;$!ba;s/\n/,/g' n
  sed -n '/5/{=;p}' n; sed '3i before' n | head -n 4
  sed -i.bak 's/1/one/g' n; head -n 2 n n.bak
  sed y/123/abc/ n.bak | head -n 3; sed '5q7' n; echo $?
  sed --debug -n p /dev/null; sed 's/x' n; echo $?; sed -s -n '$=' n n.bak
  sed 'w out' n >/dev/null; wc -l out; echo hello | sed 's/\(.*\)/\U\1/'
  sed '/2/,/4/!d' n.bak | xargs; sed -e 's/.*/echo &/e' <<<hi
  sed -z 's/\n/;/g' n; echo
  for awk in mawk gawk; do
    echo "-- $awk"
    $awk '{ s += $1 } END { print s, NR, s / NR, sqrt(s), exp(1), log(10), atan2(0, -1), int(-3.7), 2 ^ 0.5, 1e300 * 1e10 }' n.bak
    $awk 'BEGIN { printf "%5.3f|%-5d|%05d|%e|%g|%c|%s|%x\n", 3.14159, 42, 42, 123456, 1e-10, 65, "s", 255 }'
    $awk -F: '{ c[$NF]++ } END { for (k in c) print k, c[k] }' /etc/passwd | sort
    $awk 'BEGIN { while (("seq 1 3" | getline x) > 0) print "got", x; close("seq 1 3"); print "piped" | "cat"; system("exit 3") }'
    $awk 'BEGIN { "date +%Y" | getline y; print (y > 2000), length("abc"), substr("abcdef", 2, 3), index("abc", "c"), toupper("x"), match("xxab", /ab/), RSTART; s = "aaa"; print gsub(/a/, "b", s), s; n = split("a,b,c", p, ","); print n, p[3]; exit 4 }'
    echo $?
    $awk 'function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) } BEGIN { print f(18) }'
    $awk '{ a[NR] = $0 } END { for (i = NR; i > 17; i--) print a[i] }' n.bak
    $awk 'NR==2,NR==4' n.bak
    $awk 'BEGIN { srand(1); x = rand(); print (x >= 0 && x < 1); print ENVIRON["HOME"], ARGC; print > "/dev/stderr" }'
  done
  gawk 'BEGIN { PROCINFO["sorted_in"] = "@ind_num_desc"; for (i = 0; i < 3; i++) a[i]; for (i in a) print i; print strftime("%F", 86400, 1), gensub(/(b)/, "[\\1]", "g", "abc"), and(12, 10), strtonum("0x1f"); cmd = "cat"; print "co" |& cmd; close(cmd, "to"); cmd |& getline x; print x }'
  gawk -v s=127.0.0.1 'BEGIN { print PROCINFO["platform"]; printf "%'"'"'d\n", 1234567; print systime() > 0 }' | head -n 2
  gawk -M 'BEGIN { print 2 ^ 100 }' 2>&1
}

case_tar() {
  make_tree t; touch -d '2020-01-01' t/a/b/data1.log
  tar cf t.tar --sort=name --owner=0 --group=0 --numeric-owner --mtime='2020-01-01' t && tar tf t.tar | md5sum
  md5sum t.tar; tar tvf t.tar | head -n 5
  for z in gzip bzip2 xz; do tar c --$z -f t.$z t && mkdir o.$z && tar xf t.$z -C o.$z && tree_listing o.$z/t | md5sum && diff -r --no-dereference t o.$z/t 2>&1 | grep -v fifo; done
  tar cf - t | (mkdir p; cd p; tar xpf -); tree_listing p/t | md5sum
  tar df t.tar; echo $?; echo change >>t/a/file1.txt
  tar df t.tar 2>&1 | sort | head -n 5; tar rf t.tar t/a/file1.txt
  tar tf t.tar | tail -n 1; tar --delete -f t.tar t/d/large
  tar tf t.tar | grep -c large; tar xOf t.tar t/a/file3.txt | md5sum
  tar uf t.tar t; tar tf t.tar | wc -l
  tar cf i1.tar -g snapshot t; echo new >t/new; tar cf i2.tar -g snapshot t
  tar tf i2.tar; truncate -s 100M sparse; tar cSf s.tar sparse
  test $(stat -c %s s.tar) -lt 100000 && echo sparse
  tar xf s.tar && stat -c %s sparse; tar xf nothing.tar; echo $?
  head -c 1000 t.gzip | tar tzf - >/dev/null; echo $?
  tar c --use-compress-program='gzip -1' -f u.tgz t
  tar cML 200 -f v1 -f v2 -f v3 -f v4 -f v5 -f v6 t/d/large t/d/zeros 2>&1
  ls v?
  tar xf t.tar --transform 's/^t/renamed/' --strip-components=0 --exclude='*.log'
  find renamed -type f | wc -l
  tar cf c.tar -T <(find t/a -name '*.txt' | sort) && tar tf c.tar | wc -l
  tar cf - --format=pax --xattrs t/a 2>&1 | tar tf - | wc -l
  tar cf k.tar --checkpoint=100 --checkpoint-action=dot t
}

case_compressors() {
  seq 1 100000 >n; head -c 3000000 /dev/zero >z
  for c in 'gzip -n' 'gzip -n1' 'gzip -n9' 'bzip2 -9' 'xz -1' 'xz -T2 --block-size=200000' 'xz --format=lzma' 'xz -9e'; do
    for f in n z; do echo "$c $f $($c -c $f | md5sum)"; done; $c -c n | ${c%% *} -dc | cmp - n && echo same
  done
  gzip -kn n; gzip -l n.gz; gzip -t n.gz; echo $?; gunzip -f n.gz; xz -k n
  xz -l --robot n.xz | tail -n 1; unxz -f n.xz; xz -d <n; echo $?
  printf junk | gunzip; echo $?; zcat <(gzip -c n) | md5sum
  gzip -c n | head -c 1000 | gunzip 2>&1 >/dev/null; echo $?
  zdiff <(gzip -c n) <(gzip -c n); echo $?; bzcat <(bzip2 -c n) | md5sum
  xzcat <(xz -c n) | md5sum; xz -M 1MiB -9 -c n 2>&1 | md5sum; gzip n
  stat -c %a n.gz; gzip -d n.gz; bzip2 n; bunzip2 n.bz2; xz n; xz -d n.xz
  md5sum n
}

case_diffutils() {
  seq 1 30 >a; sed '3d;10s/$/ changed/;20a added' a >b; mkdir x y; cp a x; cp b y/a; touch x/only y/other
  diff a b; diff -u a b | tail -n +3; diff -c a b | tail -n +3
  diff -y -W 40 a b | head; diff -r x y; diff -rq x y; diff -e a b
  diff --brief a a; echo $?; diff -i <(echo A) <(echo a) && echo equal
  diff -w <(echo 'a  b') <(echo 'a b'); echo $?; cmp a b
  cmp -l a b | head -n 2; sdiff -s -w 30 a b; diff3 a b a
  diff -u /dev/null a | wc -l; diff nothing a; echo $?
  diff -u a b --color=always | tail -n +3 | head -n 4 | cat -v
  file a x /bin/ls | cut -c 1-60
}

. /suites/lib.sh
