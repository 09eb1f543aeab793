#!/bin/bash
# bash: its language, its jobs and its terminal.

shopt -s extglob

case_language() {
  declare -A map=([one]=1 [two]=2 [three]=3)
  for key in $(printf '%s\n' "${!map[@]}" | sort); do echo "$key=${map[$key]}"; done
  list=(a b "c d" e)
  list+=(f)
  unset 'list[1]'
  printf '<%s>' "${list[@]}"
  echo " ${#list[@]} ${!list[*]} ${list[@]:1:2}"
  mapfile -t lines < <(seq 1 5)
  echo "${lines[@]} ${#lines[@]}"
  text=hello.world.tar.gz
  echo "${text%.*} ${text%%.*} ${text#*.} ${text##*.} ${text/o/0} ${text//o/0} ${text^^} ${text^} ${text:3:4} ${text: -2}"
  echo $((2 ** 62 - 1 + 2 ** 62)) $((-7 / 2)) $((-7 % 3)) $((0x7fffffffffffffff + 1)) $((16#ff ^ 8#17)) $((1 ? 2 : 3))
  echo $((9223372036854775807 / 3)) $((1 << 40)) $((-1 >> 1)) $((12345678901 * 1000003 % 97))
  for ((i = 0, j = 10; i < j; i += 3, j--)); do printf '%d,%d ' $i $j; done
  echo
  let 'a = 5, b = a++ * 2'
  echo $a $b
  [[ abc123 =~ ([a-z]+)([0-9]+) ]] && echo "${BASH_REMATCH[@]}"
  [[ file.txt == *.txt && ! -e file.txt ]] && echo matched
  shopt -s nullglob
  touch x1 x2 y1 z
  echo !(x*) @(x1|y1) none*
  case foo in f@(oo|ee)) echo case ;;& *) echo fallthrough ;; esac
  printf '%q %b %5.2f %#x %(%Y-%m-%d)T\n' 'a b' 'x\ty' 3.14159 255 86400
  printf -v out '%03d' 7
  echo $out
  f() {
    local -n ref=$1
    ref=changed
  }
  v=old
  f v
  echo $v
  declare -i n=5
  n+=7
  echo $n
  readonly r=1
  (r=2) 2>&1
  echo $?
  echo {1..5} {a..e..2} {x,y}{1,2} {01..03}
  IFS=: read -r one two rest <<<"p:q:r:s"
  echo "$one|$two|$rest"
  echo ${BASH_VERSION%%.*} ${#FUNCNAME[@]} $BASH_SUBSHELL $(echo $BASH_SUBSHELL)
  select x in a b; do
    echo "chose $x"
    break
  done <<<2 2>&1
}

case_recursion_and_loops() {
  fib() {
    (($1 < 2)) && {
      echo $1
      return
    }
    echo $(($(fib $(($1 - 1))) + $(fib $(($1 - 2)))))
  }
  fib $((${FULL:-0} ? 18 : 12))
  sum=0
  for ((i = 0; i < 100000; i++)); do ((sum += i * i % 7)); done
  echo $sum
  deep() { (($1 == 0)) && echo bottom || deep $(($1 - 1)); }
  deep 500
}

case_pipelines() {
  seq 1 100000 | grep 7 | sed 's/7/seven/' | sort | uniq -c | awk '{ s += $1 } END { print NR, s }'
  true | false | true
  echo "${PIPESTATUS[@]}"
  set -o pipefail
  true | false | true
  echo $?
  set +o pipefail
  yes | head -n 3
  echo "${PIPESTATUS[@]}"
  ! false
  echo $?
  echo a |& cat
  {
    echo out
    echo err >&2
  } 2>&1 >/dev/null | cat
  shopt -s lastpipe
  echo last | read -r v
  echo "v=$v"
  for i in {1..40}; do echo $i | cat | cat; done | md5sum
  seq 1 2000 | while read -r n; do ((n % 500)) || echo $n; done
}

case_process_substitution() {
  diff <(seq 1 5) <(seq 2 6)
  echo $?
  cat <(echo one) <(echo two) <(cat <(echo nested))
  seq 1 5 | tee >(wc -l >count) >(sort -rn >sorted) >/dev/null
  wait
  settle test -s count -a -s sorted
  cat count sorted
  while read -r a b; do echo "$b $a"; done < <(paste <(seq 1 3) <(seq 4 6))
  exec 5< <(echo held)
  read -r x <&5
  exec 5<&-
  echo $x
  wc -c < <(head -c 200000 /dev/zero)
}

case_redirections() {
  exec 3>out 4<&0
  echo to three >&3
  exec 3>&-
  cat out
  exec {fd}>dyn
  echo dynamic >&$fd
  exec {fd}>&-
  cat dyn
  echo append >>out
  wc -l <out
  exec 6<>both
  echo rw >&6
  exec 6>&-
  cat both
  set -C
  echo no >out
  echo $?
  echo yes >|out
  cat out
  set +C
  cat <<-'EOF'
	no $expansion
	EOF
  cat <<<"string $((1 + 1))"
  {
    echo a
    echo b >&2
  } &>all
  cat all
  cat nothing 2>&1
  echo $?
  /etc/passwd
  echo $?
  ./nothing
  echo $?
  /tmp
  echo $?
  printf '#!/bin/sh\necho script "$0" "$@"\n' >script
  ./script 2>&1
  chmod +x script
  ./script a 'b c'
  printf '#!/nowhere/interp\n' >bad
  chmod +x bad
  ./bad
  echo $?
  printf 'echo no hash-bang $#\n' >plain
  chmod +x plain
  ./plain 1 2
  echo full >/dev/full
  echo $?
  (cd /proc/self/fd && ls) | wc -l
  ls /dev/fd/ >/dev/null
  echo $?
  read -r line </dev/tcp/127.0.0.1/9
  echo $?
}

case_traps() {
  trap 'echo exit $?' EXIT
  trap 'echo int' INT
  kill -INT $$
  trap 'echo usr1' USR1
  kill -USR1 $BASHPID
  trap 'echo "error at $LINENO"' ERR
  false
  trap - ERR
  trap '' TERM
  kill -TERM $$
  (
    kill -TERM $BASHPID
    echo ignored in child
  )
  trap - TERM
  (
    trap 'echo child done' EXIT
    kill -TERM $BASHPID
    sleep 5
  )
  echo $?
  trap 'echo winch' WINCH
  (kill -WINCH $$)
  trap -p WINCH
  trap 'echo alarm' ALRM
  (
    sleep 0.2
    kill -ALRM $$
  ) &
  sleep 0.6
  wait
  echo waited
  (
    sleep 0.2
    kill -USR1 $$
  ) &
  wait $!
  echo "wait $?"
  wait
  for s in HUP INT QUIT ILL TRAP ABRT BUS FPE KILL SEGV PIPE ALRM TERM XCPU XFSZ VTALRM PROF SYS RTMIN RTMAX; do
    (
      ulimit -c 0
      bash -c "kill -$s \$\$" >/dev/null 2>&1
    )
    echo "$s $?"
  done
  trap -l | tail -n 1
  count=0
  trap '((++count))' USR2
  for i in {1..200}; do kill -USR2 $$; done
  echo $count
  trap 'echo debug' DEBUG
  :
  trap - DEBUG
  f() { trap 'echo return' RETURN; }
  f
  trap - RETURN
  exit 5
}

case_background() {
  for i in 3 1 2; do
    (
      until [ -e go$i ]; do sleep 0.02; done
      exit $i
    ) &
    pids[$i]=$!
  done
  : >go1
  wait -n
  echo first $?
  : >go2
  wait -n
  echo second $?
  : >go3
  wait ${pids[3]}
  echo third $?
  wait -n
  echo none $?
  sleep 20 &
  kill %1
  wait %1
  echo $?
  (
    sleep 0.2
    echo later
  ) &
  wait
  echo $?
  wait 999999
  echo $?
  sleep 0.1 &
  wait -p who -n
  [[ $who == $! ]] && echo same
  total=0
  for i in {1..60}; do
    (exit $((i % 5))) &
    many+=($!)
  done
  for p in ${many[@]}; do
    wait $p
    ((total += $?))
  done
  echo $total
  disown -a
  jobs
  sleep 0.1 &
  disown %+
  jobs
  wait
  echo end
}

case_coproc_and_read() {
  coproc UP { while read -r line; do echo "${line^^}"; done; }
  echo hello >&${UP[1]}
  read -r answer <&${UP[0]}
  echo $answer
  up=${UP[1]}
  exec {up}>&-
  wait $UP_PID
  echo $?
  coproc cat
  echo x >&${COPROC[1]}
  read -t 2 -r y <&${COPROC[0]}
  echo $y
  kill $COPROC_PID
  wait $COPROC_PID
  echo $?
  read -t 0.2 x < <(sleep 2)
  echo "timeout $?"
  read -t 0 <<<ready
  echo $?
  read -n 3 x <<<abcdef
  echo $x
  read -d , x <<<'p,q'
  echo $x
  read -a words <<<'one two three'
  echo ${words[2]}
  echo secret | {
    read -s x
    echo $x
  }
  mkfifo fifo
  (echo through >fifo) &
  read -r x <fifo
  wait
  echo $x
  read -r x </dev/null
  echo $?
}

case_limits() {
  ulimit -c 0
  ulimit -c
  (
    ulimit -n 50
    ulimit -n
    ulimit -Hn
    exec 60>x
  ) 2>&1
  echo $?
  (
    ulimit -f 1
    head -c 5000 /dev/zero >big
  ) 2>/dev/null
  echo $?
  stat -c %s big
  (
    ulimit -t 1
    while :; do :; done
  ) 2>/dev/null
  echo $?
  (
    ulimit -s 8192
    ulimit -s
  )
  (
    ulimit -s 256
    f() { f; }
    f
  ) >/dev/null 2>&1
  echo $?
  (
    ulimit -u 1000
    ulimit -u
  )
  (
    ulimit -v 1000000
    ulimit -v
  )
  umask 027
  touch m
  stat -c %a m
  umask -S
  ulimit -Sn 100
  ulimit -n
}

case_builtins() {
  type -t cd ls if bash
  hash -r
  command -V echo
  pushd /usr >/dev/null
  pushd bin >/dev/null
  dirs
  popd >/dev/null
  pwd
  popd >/dev/null
  echo $UID $EUID $PPID | sed 's/[0-9]*$/N/'
  echo ${GROUPS[0]}
  times | wc -l
  SECONDS=100
  echo $((SECONDS >= 100))
  [[ $RANDOM != "$RANDOM$RANDOM" ]] && echo random
  [[ $EPOCHREALTIME == *.* ]] && echo epoch
  set -- -a -b value rest
  while getopts ab: o; do echo "$o $OPTARG"; done
  shift $((OPTIND - 1))
  echo $1
  enable -n echo
  type -t echo
  enable echo
  caller
  bash -c 'echo $0 $@' zero one two
  bash --norc -xc 'true && echo x' 2>&1
  bash -n -c 'if' 2>&1
  echo $?
  exec -a fake bash -c 'echo $0; cat /proc/$$/comm; tr "\0" " " </proc/$$/cmdline; echo; readlink /proc/$$/exe'
}

case_exec_statuses() {
  (exec /bin/true)
  echo $?
  (exec /nowhere)
  echo $?
  (exec /etc/passwd)
  echo $?
  env -i /bin/bash -c 'env' | sort
  env -i A=b /usr/bin/env
  A=1 bash -c 'echo $A'
  export B=2
  bash -c 'echo $B'
  bash -c 'exit 300'
  echo $?
  bash -c 'exit -1'
  echo $?
  long=$(head -c 100000 /dev/zero | tr '\0' x)
  /bin/echo $long | wc -c
  /bin/true $(seq 1 20000)
  echo $?
  huge=$(head -c 200000 /dev/zero | tr '\0' x)
  /bin/true $huge
  echo $?
  for i in {1..200}; do /bin/true || echo failed; done
  echo 200
}

case_terminal() { # limit 90
  python3 /suites/session.py bash
}

. /suites/lib.sh
