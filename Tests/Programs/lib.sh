# Sourced as the last line of a shell suite: runs the case that the first argument names, in a folder of its own.

# status COMMAND…: runs it and prints how it ended.
status() {
  "$@"
  printf '[status %d]\n' $?
}

# need COMMAND…: what a case cannot do without; where it fails natively, the case is worth nothing, and is a failure.
need() {
  "$@" && return
  echo "failed: $*"
  exit 99
}

# settle COMMAND…: waits until the command succeeds, at most ten seconds.
settle() {
  _left=200
  until "$@" >/dev/null 2>&1; do
    _left=$((_left - 1))
    [ $_left -gt 0 ] || {
      echo "never came true: $*"
      return 1
    }
    sleep 0.05
  done
}

# tree_listing DIR: names, kinds, modes and sizes of a tree without what differs from run to run.
tree_listing() {
  find "$1" -printf '%y %m %s %P %l\n' | sort -k4
}

# make_tree DIR: the same files and folders every time.
make_tree() {
  mkdir -p "$1"/a/b/c "$1"/d "$1"/empty "$1/with space"
  _n=0
  while [ $_n -lt "${2:-40}" ]; do
    seq $_n $((_n * 7 + 20)) >"$1/a/file$_n.txt"
    printf 'line %d alpha\nline %d beta gamma\n' $_n $((_n * 3)) >"$1/a/b/data$_n.log"
    _n=$((_n + 1))
  done
  seq 1 20000 >"$1/d/large"
  head -c 70000 /dev/zero >"$1/d/zeros"
  printf 'void main() { return; }\n' >"$1/a/b/c/x.c"
  printf 'quoted "text" here\n' >"$1/with space/name with space.txt"
  ln -s ../d/large "$1/a/link"
  ln -s nowhere "$1/a/broken"
  ln "$1/a/file1.txt" "$1/d/hard"
  mkfifo "$1/d/fifo"
  chmod 600 "$1/a/file2.txt"
  chmod 755 "$1/a/b/c/x.c"
  chmod 2750 "$1/empty"
  touch -d '2001-02-03 04:05:06' "$1/a/file3.txt" "$1/a/file4.txt"
  touch -d '2010-01-01 00:00:00' "$1/a/file5.txt"
}

mkdir -p /tmp/work
cd /tmp/work || exit 125
"case_$1"
