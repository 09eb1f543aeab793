#!/bin/bash
# findutils and grep on a generated tree.

case_findutils() {
  make_tree t
  find t -printf '%y %m %s %l %P\n' | sort
  find t -newer t/a/file3.txt -type f | wc -l
  find t -name '*.txt' -size +1k | sort | head -n 3
  find t -empty | sort
  find t -perm -2000
  find t -links 2 -type f | sort
  find t -samefile t/d/hard | sort
  find -L t -type l
  find t -regex '.*/data1[0-9]\.log' | sort
  find t -maxdepth 1 -mindepth 1 | sort
  find t -name 'data*' -delete
  find t | wc -l
  find t -type f -exec sh -c 'echo "$# files"' sh {} +
  find t -name '*.txt' -print0 | sort -z | xargs -0 -n 10 echo | wc -l
  find t -path '*with*' -prune -o -name 'file1*' -print | sort
  find t -user root -type d | wc -l
  find t -mtime +5000 | sort
  find t -inum $(stat -c %i t/d/large)
  find t/d -execdir pwd \; | sort -u
  find nothing
  echo $?
  find t -ok true \; </dev/null 2>/dev/null
  find t -fprint out
  wc -l <out
  seq 1 100 | xargs -n 10 -P 4 sh -c 'echo $#' sh | sort | uniq -c
  seq 1 10000 | xargs echo | wc
  xargs -a <(echo a b c) -I{} echo '[{}]'
  echo 'a "b c" d' | xargs -n 1
  false | xargs -r echo never
  echo x | xargs sh -c 'exit 255'
  echo $?
  echo x | xargs nothing
  echo $?
}

case_grep() {
  make_tree t
  grep -rc beta t/a/b | sort | head -n 3
  grep -rn 'line 1[0-9] ' t/a/b | sort | head
  grep -rlZ gamma t --include='*1.log' | sort -z | tr '\0' '\n'
  grep -c '' t/d/large
  grep -m 3 -n '77' t/d/large
  grep -E '^(1|2){3}$' t/d/large
  grep -P '^(\d)\1{3}$' t/d/large
  grep -P '(?<=12)34' t/d/large | head -n 2
  grep -F -x -f <(seq 5 7) t/d/large
  grep -o '[a-z]*a\b' <<<'alpha beta gamma'
  grep -v 1 t/d/large | wc -l
  grep -B 1 -A 1 '^500$' t/d/large
  grep -i LINE -h t/a/b/data1.log
  grep -w alpha t/a/b/data2.log
  grep -q x /dev/null
  echo $?
  grep x nothing
  echo $?
  grep -s x nothing
  echo $?
  grep -E '(' x
  echo $?
  grep -z a <(printf 'a\0b\0') | tr '\0' '\n'
  grep -a -c . t/d/zeros
  grep -b -o 999 t/d/large | head -n 2
  printf 'é\nÀ\n' | grep -i à
  printf '\377\376\n' | grep -c .
  egrep 'a|b' <<<a 2>/dev/null
  zgrep -c 7 <(gzip -c t/d/large)
  zgrep -h 1999 <(gzip -c t/d/large) | head -n 2
}

. /suites/lib.sh
