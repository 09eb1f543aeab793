#!/bin/bash
# sqlite3: a database of some thousand rows, its journals, its locks and its checks.

rows=$((${FULL:-0} ? 50000 : 5000))

# fill DATABASE MODE: creates and fills the tables in this journal mode.
fill() {
  sqlite3 "$1" <<EOF
PRAGMA journal_mode=$2;
CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT, price REAL, data BLOB);
CREATE INDEX by_name ON item(name);
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $rows)
INSERT INTO item SELECT i, 'item ' || (i * 7919 % 10007), i / 7.0, zeroblob(i % 100) FROM n;
COMMIT;
EOF
}

case_journal_modes() {
  for mode in delete truncate persist memory wal off; do
    echo "-- $mode"
    fill $mode.db $mode
    sqlite3 $mode.db "SELECT count(*), sum(price), min(name), max(name), total(length(data)) FROM item; PRAGMA integrity_check;" \
      "UPDATE item SET price = price * 2 WHERE id % 3 = 0; DELETE FROM item WHERE id % 10 = 0; SELECT count(*), round(sum(price), 3) FROM item;" \
      "BEGIN; DELETE FROM item; ROLLBACK; SELECT count(*) FROM item; VACUUM; PRAGMA page_count; PRAGMA foreign_key_check; PRAGMA quick_check;"
    ls $mode.db*
  done
}

case_queries() {
  fill q.db wal
  sqlite3 -header -column q.db "SELECT id % 10 AS digit, count(*) AS n, printf('%.4f', avg(price)) AS mean FROM item GROUP BY 1 ORDER BY 3 DESC LIMIT 4;" \
    "SELECT a.id, b.name FROM item a JOIN item b ON b.id = a.id * 2 WHERE a.id BETWEEN 10 AND 13;" "SELECT name, row_number() OVER (ORDER BY price DESC) AS r, sum(price) OVER (ORDER BY id ROWS 2 PRECEDING) FROM item LIMIT 3;" \
    "EXPLAIN QUERY PLAN SELECT * FROM item WHERE name = 'item 5';" "SELECT json_extract('{\"a\":[1,2,{\"b\":3}]}', '\$.a[2].b'), date('2024-01-31', '+1 month'), strftime('%s', '2038-01-19 03:14:08'), julianday('2000-01-01'), hex(randomblob(4)) <> '', instr('hello', 'l'), upper('é'), quote(x'00ff'), 9223372036854775807 + 1, 1 / 3.0, -7 % 3, typeof(1e400), round(2.5), abs(-9223372036854775807), sqrt(2), sin(1), pow(2, 0.5);" \
    "CREATE VIRTUAL TABLE doc USING fts5(body); INSERT INTO doc VALUES('the quick brown fox'), ('lazy dogs'); SELECT rowid FROM doc WHERE doc MATCH 'quick OR dogs'; CREATE VIRTUAL TABLE box USING rtree(id, x0, x1); INSERT INTO box VALUES(1, 0, 10), (2, 5.5, 6.25); SELECT * FROM box WHERE x0 > 1;" \
    "CREATE TRIGGER log AFTER DELETE ON item BEGIN INSERT INTO doc VALUES('deleted ' || old.id); END; DELETE FROM item WHERE id < 4; SELECT * FROM doc; SELECT count(DISTINCT substr(name, 6, 2)), group_concat(id) FROM item WHERE name LIKE '%99%' LIMIT 1;"
  sqlite3 q.db 'SELECT nothing'
  echo $?
  sqlite3 q.db "INSERT INTO item(id) VALUES(100)"
  echo $?
  sqlite3 /nowhere/x.db 'SELECT 1 FROM t'
  echo $?
  echo garbage >bad.db
  sqlite3 bad.db .tables
  echo $?
  sqlite3 q.db .schema .tables
  sqlite3 -csv q.db 'SELECT * FROM item LIMIT 2'
  sqlite3 -json q.db 'SELECT id, name FROM item LIMIT 2'
  sqlite3 q.db .dump | sqlite3 copy.db
  sqlite3 copy.db 'SELECT count(*) FROM item; PRAGMA integrity_check'
  sqlite3 q.db '.backup backup.db' '.mode csv' '.output out.csv' 'SELECT id, name, price FROM item'
  wc -l out.csv
  sqlite3 new.db '.mode csv' '.import out.csv t' 'SELECT count(*) FROM t'
  sqlite3 backup.db 'PRAGMA integrity_check'
  sqlite3 q.db 'PRAGMA mmap_size=100000000; SELECT sum(length(data)) FROM item; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA page_size; PRAGMA encoding; PRAGMA compile_options;' | head -n 12
}

case_concurrency() {
  sqlite3 c.db 'PRAGMA journal_mode=wal; CREATE TABLE t(writer, n)'
  for w in 1 2 3 4; do (for n in $(seq 1 25); do sqlite3 -cmd '.timeout 20000' c.db "INSERT INTO t VALUES($w, $n)" || echo failed; done) & done
  wait
  sqlite3 c.db 'SELECT writer, count(*), sum(n) FROM t GROUP BY 1; PRAGMA integrity_check'
  coproc sqlite3 c.db
  echo "BEGIN IMMEDIATE; INSERT INTO t VALUES(9, 9); SELECT 'locked';" >&${COPROC[1]}
  read -r line <&${COPROC[0]}
  echo $line
  sqlite3 c.db 'INSERT INTO t VALUES(8, 8)'
  echo $?
  sqlite3 c.db 'SELECT count(*) FROM t'
  kill -9 $COPROC_PID
  wait $COPROC_PID 2>/dev/null
  sqlite3 c.db 'SELECT count(*) FROM t; PRAGMA integrity_check'
  sqlite3 c.db 'PRAGMA journal_mode=delete'
  ls c.db*
}

. /suites/lib.sh
