#!/bin/bash
# git: repositories from init to gc, with fixed dates and names so that every hash is known.

export GIT_AUTHOR_NAME=Author GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=Committer GIT_COMMITTER_EMAIL=c@example.org
export GIT_AUTHOR_DATE='1700000000 +0100' GIT_COMMITTER_DATE='1700000000 +0100' GIT_CONFIG_NOSYSTEM=1 GIT_PAGER=cat GIT_EDITOR=true

# history DIR [COMMITS]: a repository with a branch, a tag and some history.
history() {
  git init -q -b main "$1"
  cd "$1" || exit
  for n in $(seq 1 "${2:-15}"); do
    seq "$n" $((n * 20)) >"file$((n % 5))"
    mkdir -p "dir$((n % 3))/sub"
    echo "commit $n" >>"dir$((n % 3))/sub/log"
    git add -A
    GIT_AUTHOR_DATE="$((1700000000 + n * 60)) +0100" GIT_COMMITTER_DATE="$((1700000000 + n * 60)) +0100" git commit -qm "Commit $n"
  done
  git tag -a v1 -m 'Version 1'
}

case_commits() {
  git init -b main r
  cd r
  git status
  echo one >a
  mkdir d
  seq 1 100 >d/b
  ln -s a link
  chmod +x d/b
  git add -A
  git status --short
  git commit -m 'First commit'
  git log --stat
  echo two >>a
  git diff
  git commit -qam Second
  git show --stat
  git log --oneline --graph --all
  git rm -q link
  git mv a renamed
  git commit -m Third
  git log --follow --oneline renamed
  git blame -s renamed
  git ls-tree -r HEAD
  git cat-file -p HEAD
  git rev-parse HEAD HEAD^{tree} HEAD~2
  git commit --amend -qm 'Third, again'
  git reflog | cut -c 1-60
  git describe --always
  git commit -m nothing
  echo $?
  git show nothing
  echo $?
  git checkout nothing
  echo $?
  git nothing
  echo $?
}

case_branches_and_merges() {
  history r
  git branch side HEAD~5
  git checkout -q side
  echo side >sidefile
  git add .
  git commit -qm 'Side commit'
  git merge --no-edit main 2>&1 | tail -n 5
  git log --oneline | head -n 4
  git checkout -q main
  git checkout -qb conflict HEAD~1
  echo conflicting >file0
  git commit -qam Conflict
  git merge side
  echo $?
  git status --short
  git diff | head -n 8
  git checkout --theirs file0
  git add file0
  git commit -qm Resolved
  git log --oneline --graph | head -n 6
  git checkout -qb rebased main~6
  echo r >rb
  git add .
  git commit -qm 'To rebase'
  git rebase main 2>&1 | tail -n 1 | tr '\r' '\n' | tail -n 1
  git log --oneline | head -n 2
  git cherry-pick side~1 2>&1 | tail -n 2
  git revert --no-edit HEAD~1 2>&1 | head -n 1
  git stash 2>&1
  echo dirty >file1
  git stash -q
  git stash list
  git stash pop -q
  git status --short
  git reset -q --hard HEAD~1
  git tag
  git branch -a
  git bisect start -q HEAD v1~10 >/dev/null
  git bisect run sh -c 'test $(wc -l <dir1/sub/log) -lt 4' 2>&1 | tail -n 3
  git bisect reset -q
  git worktree add -q ../tree v1
  ls ../tree
  git worktree list | cut -d' ' -f1
  git branch -D side
  git merge-base main rebased
  git diff --stat v1~3 v1
  git shortlog -sn HEAD
  git name-rev v1~2
  git rev-list --count HEAD
}

case_clone_fetch_push() {
  history r
  cd ..
  git clone -q --bare r bare.git
  git clone bare.git work 2>&1
  cd work
  git log --oneline | head -n 2
  echo more >more
  git add .
  git commit -qm More
  git push 2>&1 | tail -n 1
  cd ..
  git clone -q --depth 2 "file://$PWD/bare.git" shallow
  git -C shallow log --oneline
  git -C r remote add up ../bare.git
  git -C r fetch -q up
  git -C r pull -q --no-rebase up main
  git -C r log --oneline -n 1
  git clone -q --no-hardlinks --recurse-submodules r full
  git -C full fsck
  git -C bare.git for-each-ref
  git ls-remote bare.git
  git -C work push -q origin HEAD:refs/heads/new
  git -C bare.git branch
  git clone nothing x
  echo $?
  git -C r bundle create -q ../b.bundle main
  git clone -q -b main b.bundle frombundle
  git -C frombundle rev-parse HEAD
  git -C r archive --format=tar --prefix=p/ HEAD | tar tf - | sort
  git -C r archive --format=tar.gz HEAD | gunzip | md5sum
  git -C work fetch --all --prune 2>&1
  git daemon --base-path=. --export-all --listen=127.0.0.1 --port=9418 2>/dev/null &
  settle git ls-remote git://127.0.0.1/bare.git
  git clone -q git://127.0.0.1/bare.git bydaemon
  git -C bydaemon rev-parse HEAD
  kill %1
}

case_maintenance() {
  history r 40
  git count-objects
  git gc -q
  git count-objects -v | grep -v size
  git fsck --full --strict
  git repack -adq --threads=2
  git verify-pack -v .git/objects/pack/*.idx | tail -n 1 | sed 's/.*://'
  git prune
  git pack-refs --all
  cat .git/packed-refs
  git log --oneline | md5sum
  git gc --aggressive --prune=now -q
  git fsck
  git commit-graph write 2>/dev/null
  git commit-graph verify 2>/dev/null
  echo $?
  git rev-list --objects --all | wc -l
  git cat-file --batch-all-objects --batch-check | md5sum
  echo broken >.git/refs/heads/bad
  git fsck 2>&1 | head -n 2
  rm .git/refs/heads/bad
  git fast-export --all | md5sum
  git init -q -b main ../imported
  git fast-export --all | git -C ../imported fast-import --quiet
  git -C ../imported rev-parse main
  git grep -n 'commit 1' | head -n 3
  git log -S'commit 12' --oneline
  git log --format='%h %an %ad %s' --date=iso | head -n 3
  git log --format=%H -- dir1 | wc -l
  git config --list --local | sort
  git config user.name
  git hash-object --stdin <<<hello
  git filter-branch -f --msg-filter 'sed s/Commit/Rewritten/' HEAD~3..HEAD 2>&1 | tail -n 1
  git log --oneline | head -n 3
  seq 1 30000 >large
  git add large
  git commit -qm Large
  git diff HEAD~1 --stat
  git format-patch -2 --stdout | md5sum
  git format-patch -q -1 -o ..
  git reset -q --hard HEAD~1
  git am -q ../0001*
  git log --oneline -n 1
  printf '#!/bin/sh\necho hook ran; exit 1\n' >.git/hooks/pre-commit
  chmod +x .git/hooks/pre-commit
  echo x >x
  git add x
  git commit -m no
  echo $?
  git clean -ndx
  git ls-files -s | md5sum
  git check-ignore x
  echo $?
  git apply --check <(git diff HEAD~1 HEAD) 2>&1 | head -n 1
  git interpret-trailers --trailer 'Key: value' <<<subject
  git submodule --quiet add ../imported sub 2>&1 | tail -n 1
  git -c protocol.file.allow=always submodule add -q ../imported sub
  git submodule status | cut -c 1-48
}

. /suites/lib.sh
