#!/bin/bash
# PostgreSQL as an ordinary user: initdb, psql, pgbench, crash and recovery. Speeds are not compared.

PATH=/usr/lib/postgresql/15/bin:$PATH
export PGHOST=/tmp/work PGUSER=owner PGDATABASE=postgres

# as_owner COMMAND…: the server refuses to run as root.
as_owner() { setpriv --reuid 1000 --regid 1000 --clear-groups -- "$@"; }

start() {
  need as_owner pg_ctl -D data -w -t 60 -l log -o "-k /tmp/work -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=40 $1" start >out
}

stop() {
  as_owner pg_ctl -s -D data -w -t 60 -m "$1" stop
  echo "stop $?"
}

prepare() {
  chown 1000:1000 /tmp/work
  mkdir -p data && chown 1000:1000 data
  need as_owner initdb -D data -U owner -A trust -E UTF8 --locale C.UTF-8 -N >out
}

case_queries() { # limit 180
  prepare
  start
  psql -Atq <<'EOF' 2>&1 | sed "s,PID [0-9]*,PID N,"
create table numbers as select n, n * n as square, md5(n::text) as hash from generate_series(1, 20000) n;
create index on numbers (hash);
analyze numbers;
select count(*), sum(square), min(hash), max(hash) from numbers;
select n from numbers where hash = md5('777');
with recursive f(a, b) as (values (0::numeric, 1::numeric) union all select b, a + b from f where b < 1e30) select max(a) from f;
set max_parallel_workers_per_gather = 2; set parallel_setup_cost = 0; set parallel_tuple_cost = 0;
set min_parallel_table_scan_size = 0;
select count(*) from numbers a join numbers b using (n) where a.square % 3 = 0;
begin; delete from numbers; rollback;
select count(*) from numbers;
create function sum_to(k int) returns bigint language plpgsql as $$
declare s bigint := 0; begin for i in 1..k loop s := s + i; end loop; return s; end $$;
select sum_to(50000);
listen news; notify news, 'word';
select 1 / 0;
set statement_timeout = 100; select pg_sleep(10);
vacuum full numbers;
EOF
  psql -h 127.0.0.1 -Atqc "copy (select n from numbers order by n limit 5) to program 'sort -rn >/tmp/work/copied'"
  cat copied
  stop fast
}

case_pgbench() { # limit 240
  prepare
  start
  pgbench -i -q -s 1 >out 2>&1
  echo "filled $?"
  pgbench -n -c 4 -j 2 -t 100 | grep -E 'processed|failed'
  pgbench -n -S -h 127.0.0.1 -c 4 -j 2 -t 300 -M prepared | grep -E 'processed|failed'
  psql -Atqc 'select count(*), (select sum(delta) from pgbench_history) = (select sum(bbalance) from pgbench_branches) from pgbench_history'
  stop smart
}

case_recovery() { # limit 180
  prepare
  start '-c fsync=on'
  psql -Atqc 'create table kept (n int); insert into kept select generate_series(1, 1000)'
  kill -9 "$(pgrep -f 'postgres: walwriter')"
  settle psql -Atqc 'select 1'
  psql -Atqc 'select count(*) from kept'
  stop immediate
  start
  psql -Atqc 'select count(*) from kept'
  grep -cE 'database system was not properly shut down|automatic recovery in progress' log
  stop fast
}

. /suites/lib.sh
