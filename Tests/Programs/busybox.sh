#!/bin/busybox sh
# Debian's static busybox: its shell runs the cases, and every command in them is one of its applets.

busybox mkdir -p /tmp/bin
busybox --install -s /tmp/bin
PATH=/tmp/bin
export PATH

case_text_tools() {
  seq 1 300 >n
  printf 'pear 3\napple 10\nfig 2\napple 1\n' >fruit
  for command in 'head -n 3 n' 'tail -n 3 n' 'tac fruit' 'rev fruit' 'sort fruit' 'sort -k2n fruit' 'sort -ru fruit' \
    'uniq -c fruit' 'wc n fruit' 'cut -d\  -f2 fruit' 'nl fruit' 'fold -w 4 fruit' 'expand fruit' 'unexpand -a fruit' \
    'paste fruit fruit' 'grep -n apple fruit' 'egrep -c a|e fruit' 'fgrep -v fig fruit' 'sed s/a/A/g fruit' \
    'awk {s+=$2}END{print(s)} fruit' 'tr a-z A-Z' 'cat -n fruit' 'strings fruit' 'factor 360360 97' 'more fruit' \
    'shuf -e one' 'tee copy' 'cmp copy fruit' 'ts -s x' 'xxd fruit' 'getopt ab: -a -b 1'; do
    echo "-- $command"
    status $command <fruit 2>&1 | head -n 20
  done
}

case_digests() {
  seq 1 50000 >n
  for command in md5sum sha1sum sha256sum sha512sum sha3sum crc32; do
    echo "-- $command"
    status busybox $command n 2>&1
  done
  md5sum n >sums
  status md5sum -c sums
  echo tampered >>n
  status md5sum -c sums
}

case_encodings() {
  seq 1 100 >n
  base64 n | tail -n 2
  base64 n | base64 -d | cmp - n && echo same
  uuencode -m n name | tail -n 3
  uuencode n name | uudecode -o back && cmp n back && echo same
  xxd n | head -n 3
  xxd -p n | head -n 2
  hexdump -C n | tail -n 3
  hexdump n | head -n 2
  od -c n | head -n 3
  od -t x4 n | tail -n 2
  printf 'a\r\nb\r\n' | dos2unix | od -c
  printf 'a\nb\n' | unix2dos | od -c
  printf 'text' | ascii 2>/dev/null | head -n 2
}

case_compression() {
  seq 1 30000 >n
  for pair in 'gzip gunzip gz' 'bzip2 bunzip2 bz2'; do
    set -- $pair
    cp n m
    status $1 m
    wc -c m.$3
    status $2 m.$3
    cmp n m && echo "$1 same"
  done
  gzip -c n | zcat | md5sum
  bzip2 -c n | bzcat | md5sum
  printf 'not a gzip' >bad.gz
  status gunzip bad.gz 2>&1
  head -c 500 /dev/zero | gzip -c | head -c 20 >cut.gz
  status zcat cut.gz 2>&1 >/dev/null
}

case_archives() {
  mkdir -p t/u
  seq 1 100 >t/one
  seq 1 2000 >t/u/two
  ln -s one t/link
  chmod 640 t/one
  touch -d '2003-04-05 06:07:08' t/one t/u/two t/u t
  touch -h -d '2003-04-05 06:07:08' t/link
  tar cf t.tar t && tar tvf t.tar
  mkdir out && tar xf t.tar -C out && diff -r t out/t && echo same
  tar czf t.tgz t && tar tzf t.tgz
  find t | sort | cpio -o -H newc 2>/dev/null | cpio -t 2>/dev/null
  ar -r x.a t/one 2>&1
  ar -t x.a 2>&1
}

case_files() {
  status touch a b
  status cp a c
  status mv b d
  status ln c e
  status ln -s c f
  status readlink f
  status readlink -f f
  status realpath f
  status mkdir -p g/h/i
  status rmdir g/h/i
  status rmdir g 2>&1
  status rm -r g
  status mkfifo p
  status mknod q p
  status chmod 600 a
  status chown 1:2 c
  status chgrp 3 c
  status stat -c '%n %A %u:%g %h %s %F' a c d e f p q
  status truncate -s 12345 t
  status fallocate -l 8192 u
  status stat -c '%n %s' t u
  status dd if=/dev/zero of=v bs=1k count=5 2>/dev/null
  status dd if=v of=w bs=512 skip=2 seek=1 count=3 conv=notrunc 2>/dev/null
  status stat -c '%n %s' v w
  status cmp v w 2>&1
  status unlink e
  status shred -u w
  status basename /x/y/z.c .c
  status dirname /x/y/z.c
  status ls -1aF
  status cat nothing 2>&1
  status rm nothing 2>&1
  status cp nothing x 2>&1
  status test -f a -a ! -d a
  status [ a = b ]
  status sync
  mktemp -d /tmp/work/tmpXXXXXX | sed 's/tmp[^/]*$/tmp/'
}

case_find_xargs() {
  mkdir -p t/a/b
  for n in $(seq 1 20); do
    echo $n >t/a/f$n
    echo $n >t/a/b/g$n.txt
  done
  find t -name '*1*' | sort
  find t -type d | sort
  find t -type f -size -1 | wc -l
  find t -name '*.txt' -exec cat '{}' \; | sort -n | tail -n 2
  find t -type f -print0 | xargs -0 cat | wc
  seq 1 30 | xargs -n 7 echo
  seq 1 6 | xargs -n 1 -P 3 sh -c 'exit 0'
  echo $?
  seq 1 3 | xargs -I % echo '<%>'
  du -s t >/dev/null && echo du
  status find t/nowhere 2>&1
  grep -rl 17 t | sort
}

case_diff_and_editors() {
  seq 1 20 >a
  sed '5d; s/^12$/twelve/; $a\21' a >b
  status diff -u a b | tail -n +3
  status cmp a a
  printf '5d\n1,3p\nw c\nq\n' | ed a
  wc c
  awk 'BEGIN { for (i = 0; i < 5; i++) print i, i * 1.5, i / 7, 10 / 3; printf "%.3e %x %c\n", 12345.678, 255, 65 }'
  awk -F: '{ print $1, NF }' /etc/passwd | head -n 3
  echo '2^64; scale=10; 22/7; sqrt(2); 17 % 5' | bc
  echo '2 3 + p 4 * p 7 / p 2 32 ^ p' | dc
  status expr 6 '*' 7
  status expr abc : 'a\(.*\)'
}

case_shell() {
  x=5
  y=$((x * 7 % 4 + (1 << 10)))
  echo $y ${x:-no} ${z:-default} ${#y}
  f() {
    local v=$1
    echo "f $v $#"
    return 7
  }
  f a b
  echo $?
  for i in a b c; do case $i in b) continue ;; *) echo $i ;; esac done
  i=0
  while [ $i -lt 3 ]; do i=$((i + 1)); done
  echo $i
  trap 'echo trapped' USR1
  kill -USR1 $$
  trap - USR1
  (exit 3)
  echo $?
  sh -c 'kill -TERM $$'
  echo $?
  sh -c 'kill -SEGV $$'
  echo $?
  echo one | {
    read v
    echo "read $v"
  }
  cat <<EOF
here $x $((1 + 1))
EOF
  sleep 0.05 &
  wait $!
  echo $?
  false | true
  echo $?
  set -- 1 2 3
  shift
  echo "$*" $#
  printf '%05d|%-6s|%x|%s\n' 42 ab 255 end
  eval 'echo evaluated'
  (
    trap 'echo bye' EXIT
    exit 4
  )
  echo $?
  ulimit -n
  umask
  type cd
  command -v ls
  nothing_like_it 2>&1
  echo $?
  getopt -o ab: -- -a -b c d
  yes | head -n 2
  time -p true 2>&1 | sed 's/[0-9.]*$/N/'
}

case_processes() {
  sleep 30 &
  p=$!
  sleep 0.2
  status kill -0 $p
  status ps -o comm 2>&1 | grep -c sleep
  pidof sleep | wc -w
  {
    status kill $p
    wait $p
  } 2>/dev/null
  echo $?
  sleep 30 &
  sleep 0.3
  {
    killall sleep
    wait $!
  } 2>/dev/null
  echo $?
  status timeout 0.2 sleep 10
  status timeout -s KILL 0.2 sleep 10
  status ionice -c 3 true
  status renice -n 3 $$
  status setsid true
  status env -i A=1 env
  status start-stop-daemon -S -x /tmp/bin/true
  status usleep 1000
  status nproc --all >/dev/null
  sh -c 'echo $PPID' | grep -c '^[0-9]'
  cat /proc/self/comm
  tr '\0' ' ' </proc/self/cmdline
  echo
  readlink /proc/self/exe
  taskset 1 true 2>&1
  echo $?
  watch -n 1 true >/dev/null 2>&1 &
  sleep 0.2
  {
    kill $!
    wait $!
  } 2>/dev/null
  echo $?
}

case_system() {
  status id
  status whoami
  status groups
  status hostname
  status uname -s
  status logname 2>&1
  status tty
  status pwd
  status date -u -d @1000000000
  status date -u -d '2024-02-29 12:00' +%j-%u-%s
  status cal 2 2024
  status cat /etc/hosts
  status df / >/dev/null
  status free >/dev/null
  status uptime >/dev/null
  status which ls sh
  status run-parts --test / 2>&1
  status mount >/dev/null
  status ipcalc -n 10.1.2.3/20
  status mkpasswd -m sha512 -S abcdefgh secret 2>&1
  status true
  status false
  status hostid >/dev/null
  status dmesg >/dev/null 2>&1
  status sysctl kernel.ostype
  status stty </dev/null 2>&1
  status lsmod >/dev/null
  status who
  status getopt ab -a -- b
  status linux32 uname -m
  status busybox nothing-like-it 2>&1
}

case_network() {
  mkdir www
  seq 1 5000 >www/numbers
  echo page >www/index.html
  httpd -f -p 127.0.0.1:8080 -h www &
  server=$!
  settle wget -q --spider http://127.0.0.1:8080/index.html
  status wget -q -O - http://127.0.0.1:8080/index.html
  status wget -q -O got http://127.0.0.1:8080/numbers
  cmp got www/numbers && echo same
  status wget -q -O - http://127.0.0.1:8080/absent 2>&1
  kill $server
  wait $server 2>/dev/null
  # Its input stays open for a while: nc would stop listening to the other side when it ends.
  sleep 2 | nc -l -p 8081 >received &
  settle grep -q ':1F91 .* 0A ' /proc/net/tcp /proc/net/tcp6
  seq 1 100 | nc 127.0.0.1 8081
  wait $!
  wc received
  ifconfig lo | grep -o 'inet addr:[0-9.]*'
  netstat -ln >/dev/null
  echo $?
  status ping -c 1 -W 1 127.0.0.1 | grep -o '1 packets received'
  status nslookup localhost 127.0.0.1 >/dev/null 2>&1
  status ip -o addr show lo | grep -o '127.0.0.1/8'
  route -n | wc -l
}

. /suites/lib.sh
