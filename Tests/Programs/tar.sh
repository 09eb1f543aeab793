#!/bin/bash
# tar, gzip, bzip2 and xz on a generated tree.

case_tar() {
  make_tree t
  touch -d '2020-01-01' t/a/b/data1.log
  tar cf t.tar --sort=name --owner=0 --group=0 --numeric-owner --mtime='2020-01-01' t && tar tf t.tar | md5sum
  md5sum t.tar
  tar tvf t.tar | head -n 5
  for z in gzip bzip2 xz; do tar c --$z -f t.$z t && mkdir o.$z && tar xf t.$z -C o.$z && tree_listing o.$z/t | md5sum && diff -r --no-dereference t o.$z/t 2>&1 | grep -v fifo; done
  tar cf - t | (
    mkdir p
    cd p
    tar xpf -
  )
  tree_listing p/t | md5sum
  tar df t.tar
  echo $?
  echo change >>t/a/file1.txt
  tar df t.tar 2>&1 | sort | head -n 5
  tar rf t.tar t/a/file1.txt
  tar tf t.tar | tail -n 1
  tar --delete -f t.tar t/d/large
  tar tf t.tar | grep -c large
  tar xOf t.tar t/a/file3.txt | md5sum
  tar uf t.tar t
  tar tf t.tar | wc -l
  tar cf i1.tar -g snapshot t
  echo new >t/new
  tar cf i2.tar -g snapshot t
  tar tf i2.tar
  truncate -s 100M sparse
  tar cSf s.tar sparse
  test $(stat -c %s s.tar) -lt 100000 && echo sparse
  tar xf s.tar && stat -c %s sparse
  tar xf nothing.tar
  echo $?
  head -c 1000 t.gzip | tar tzf - >/dev/null
  echo $?
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
  seq 1 100000 >n
  head -c 3000000 /dev/zero >z
  for c in 'gzip -n' 'gzip -n1' 'gzip -n9' 'bzip2 -9' 'xz -1' 'xz -T2 --block-size=200000' 'xz --format=lzma' 'xz -9e'; do
    for f in n z; do echo "$c $f $($c -c $f | md5sum)"; done
    $c -c n | ${c%% *} -dc | cmp - n && echo same
  done
  gzip -kn n
  gzip -l n.gz
  gzip -t n.gz
  echo $?
  gunzip -f n.gz
  xz -k n
  xz -l --robot n.xz | tail -n 1
  unxz -f n.xz
  xz -d <n
  echo $?
  printf junk | gunzip
  echo $?
  zcat <(gzip -c n) | md5sum
  gzip -c n | head -c 1000 | gunzip 2>&1 >/dev/null
  echo $?
  zdiff <(gzip -c n) <(gzip -c n)
  echo $?
  bzcat <(bzip2 -c n) | md5sum
  xzcat <(xz -c n) | md5sum
  xz -M 1MiB -9 -c n 2>&1 | md5sum
  gzip n
  stat -c %a n.gz
  gzip -d n.gz
  bzip2 n
  bunzip2 n.bz2
  xz n
  xz -d n.xz
  md5sum n
}

. /suites/lib.sh
