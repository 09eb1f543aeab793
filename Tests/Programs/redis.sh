#!/bin/bash
# redis-server under redis-benchmark and redis-cli; throughput is not compared, only answers.

requests=$((${FULL:-0} ? 20000 : 2000))

# serve OPTION…: a server on a unix socket and a loopback port.
serve() {
  redis-server --port 6390 --unixsocket /tmp/work/redis.sock --dir /tmp/work --save '' --daemonize no --logfile log --loglevel warning "$@" &
  server=$!
  settle redis-cli -s /tmp/work/redis.sock ping
}

cli() { redis-cli -s /tmp/work/redis.sock "$@"; }

case_commands() {
  serve
  cli set key value
  cli get key
  cli incrby counter 41
  cli incr counter
  cli lpush list a b c
  cli lrange list 0 -1
  cli hset hash f1 1 f2 2
  cli hgetall hash
  cli sadd set x y z
  cli smembers set | sort
  cli zadd sorted 3 c 1 a 2.5 b
  cli zrange sorted 0 -1 withscores
  cli expire key 100
  cli ttl key
  cli type hash
  cli append key more
  cli strlen key
  cli getrange key 2 5
  cli setbit bits 100 1
  cli bitcount bits
  cli pfadd hll a b c
  cli pfcount hll
  cli xadd stream 1-1 f v
  cli xrange stream - +
  cli geoadd geo 13.36 38.11 Palermo 15.08 37.5 Catania
  cli geodist geo Palermo Catania
  cli eval 'local s = 0; for i = 1, 10000 do s = s + i % 7 end; return {s, KEYS[1], redis.call("get", "counter")}' 1 k
  cli nonsense
  cli hget key x
  printf 'MULTI\nINCR counter\nGET counter\nEXEC\n' | cli
  cli dbsize
  cli --raw scan 0 count 1000 | tail -n +2 | sort
  cli object encoding counter
  cli set volatile x px 50
  sleep 0.2
  cli get volatile
  cli incrbyfloat float 0.1
  cli incrbyfloat float 0.2
  cli sort list alpha
  cli debug sleep 0
  cli dump counter | md5sum
  cli config get maxclients
  cli flushall
  cli dbsize
  redis-cli -p 6390 ping
  redis-cli -p 1 ping
  echo $?
  cli info server | grep -o 'arch_bits:.*' | tr -d '\r'
  cli shutdown nosave >/dev/null 2>&1
  wait $server
  echo "server $?"
}

case_benchmark() { # limit 120
  serve
  redis-benchmark -s /tmp/work/redis.sock -q -n $requests -c 20 -t ping,set,get,incr,lpush,lpop,sadd,hset,spop,zadd,zpopmin,lrange_100,mset -d 100 2>&1 | tr '\r' '\n' | grep 'requests per second' | sed 's/: .*//'
  redis-benchmark -p 6390 -q -n $requests -P 16 -t set,get -r 1000 2>&1 | tr '\r' '\n' | grep 'requests per second' | sed 's/: .*//'
  redis-benchmark -s /tmp/work/redis.sock -q -n $requests --threads 2 -t get 2>&1 | tr '\r' '\n' | grep 'requests per second' | sed 's/: .*//'
  cli get counter:__rand_int__
  cli llen mylist
  cli dbsize | grep -c '^[0-9]'
  cli info stats | grep -c total_commands_processed
  cli info clients | grep connected_clients: | tr -d '\r'
  kill $server
  wait $server
  echo "server $?"
  grep -c 'ready to exit' log
}

case_persistence() {
  serve --appendonly yes --appendfsync always
  for n in $(seq 1 100); do echo "SET key$n value$n"; done | cli | sort | uniq -c
  cli save
  cli bgsave
  settle sh -c "redis-cli -s /tmp/work/redis.sock info persistence | grep -q rdb_bgsave_in_progress:0"
  cli bgrewriteaof
  settle sh -c "redis-cli -s /tmp/work/redis.sock info persistence | grep -q aof_rewrite_in_progress:0"
  cli info persistence | grep -E 'last_bgsave_status|last_bgrewrite_status' | tr -d '\r'
  cli set last one
  kill -9 $server
  wait $server 2>/dev/null
  echo "killed $?"
  ls appendonlydir | sed 's/[0-9]*/N/g'
  redis-check-rdb dump.rdb | tail -n 1 | sed 's/^\[[^]]*\]//'
  serve --appendonly yes
  cli dbsize
  cli get key77
  cli get last
  cli shutdown >/dev/null 2>&1
  wait $server
  echo "server $?"
}

case_subscription() {
  serve
  redis-cli -s /tmp/work/redis.sock subscribe news >heard &
  listener=$!
  settle sh -c "redis-cli -s /tmp/work/redis.sock publish news ready | grep -q 1"
  for n in 1 2 3; do cli publish news "item $n"; done
  settle grep -q 'item 3' heard
  kill $listener
  grep item heard
  (
    sleep 0.3
    cli rpush queue job
  ) >/dev/null &
  cli blpop queue 5
  cli blpop queue 0.1
  cli client kill type normal skipme yes | grep -c .
  for n in $(seq 1 30); do cli incr parallel >/dev/null & done
  settle sh -c '[ $(redis-cli -s /tmp/work/redis.sock get parallel) = 30 ]'
  cli get parallel
  redis-server --port 6391 --replicaof 127.0.0.1 6390 --dir /tmp --save '' --logfile /tmp/replica.log --repl-diskless-sync-delay 0 &
  replica=$!
  settle sh -c 'redis-cli -p 6391 get parallel | grep -q 30'
  redis-cli -p 6391 get parallel
  redis-cli -p 6391 set x y
  kill $replica
  wait $replica
  cli shutdown nosave >/dev/null 2>&1
  wait $server
  echo "server $?"
}

. /suites/lib.sh
