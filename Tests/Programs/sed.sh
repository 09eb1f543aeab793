#!/bin/bash
# sed, both awks and diffutils.

case_sed_awk() {
  seq 1 20 >n
  sed -n '5,7p;$p' n
  sed '1~3d' n | xargs
  sed -E 's/([0-9])([0-9])/\2\1/' n | tail -n 3
  sed ':a;N;$!ba;s/\n/,/g' n
  sed -n '/5/{=;p}' n
  sed '3i before' n | head -n 4
  sed -i.bak 's/1/one/g' n
  head -n 2 n n.bak
  sed y/123/abc/ n.bak | head -n 3
  sed '5q7' n
  echo $?
  sed --debug -n p /dev/null
  sed 's/x' n
  echo $?
  sed -s -n '$=' n n.bak
  sed 'w out' n >/dev/null
  wc -l out
  echo hello | sed 's/\(.*\)/\U\1/'
  sed '/2/,/4/!d' n.bak | xargs
  sed -e 's/.*/echo &/e' <<<hi
  sed -z 's/\n/;/g' n
  echo
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

case_diffutils() {
  seq 1 30 >a
  sed '3d;10s/$/ changed/;20a added' a >b
  mkdir x y
  cp a x
  cp b y/a
  touch x/only y/other
  diff a b
  diff -u a b | tail -n +3
  diff -c a b | tail -n +3
  diff -y -W 40 a b | head
  diff -r x y
  diff -rq x y
  diff -e a b
  diff --brief a a
  echo $?
  diff -i <(echo A) <(echo a) && echo equal
  diff -w <(echo 'a  b') <(echo 'a b')
  echo $?
  cmp a b
  cmp -l a b | head -n 2
  sdiff -s -w 30 a b
  diff3 a b a
  diff -u /dev/null a | wc -l
  diff nothing a
  echo $?
  diff -u a b --color=always | tail -n +3 | head -n 4 | cat -v
  file a x /bin/ls | cut -c 1-60
}

. /suites/lib.sh
