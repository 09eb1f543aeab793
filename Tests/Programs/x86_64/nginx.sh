#!/bin/bash
# nginx with several workers under ab and wrk; throughput is not compared, only answers.

requests=$((${FULL:-0} ? 20000 : 3000))

# serve: a master and two workers on a loopback port and a unix socket.
serve() {
  mkdir -p www logs body
  make_tree www/tree 10
  head -c 300000 /dev/zero | tr '\0' x >www/large.txt
  echo hello >www/index.html
  cat >nginx.conf <<'EOF'
daemon off;
user root;
worker_processes 2;
pid /tmp/work/nginx.pid;
error_log /tmp/work/logs/error.log notice;
events { worker_connections 512; }
http {
  access_log /tmp/work/logs/access.log;
  client_body_temp_path /tmp/work/body;
  proxy_temp_path /tmp/work/body; fastcgi_temp_path /tmp/work/body; uwsgi_temp_path /tmp/work/body; scgi_temp_path /tmp/work/body;
  sendfile on; tcp_nopush on; aio threads;
  gzip on; gzip_min_length 100; gzip_types text/plain;
  server {
    listen 127.0.0.1:8080 reuseport;
    listen unix:/tmp/work/nginx.sock;
    root /tmp/work/www;
    location /tree/ { autoindex on; }
    location /again/ { proxy_pass http://unix:/tmp/work/nginx.sock:/; }
    location /moved { return 301 /index.html; }
  }
}
EOF
  nginx -p /tmp/work -c nginx.conf &
  server=$!
  settle curl -sf http://127.0.0.1:8080/
}

stop() {
  kill -"$1" $server
  wait $server
  echo "server $?"
}

case_requests() {
  nginx -V 2>&1 | head -n 1
  serve
  curl -s http://127.0.0.1:8080/index.html
  curl -s --unix-socket nginx.sock http://x/index.html
  curl -s http://127.0.0.1:8080/again/index.html
  curl -s http://127.0.0.1:8080/large.txt | md5sum
  curl -s --compressed http://127.0.0.1:8080/large.txt | md5sum
  curl -s -r 100-199 http://127.0.0.1:8080/large.txt | wc -c
  curl -s -o /dev/null -w '%{http_code} %{size_download}\n' http://127.0.0.1:8080/missing http://127.0.0.1:8080/moved
  curl -s -X POST -d data -o /dev/null -w '%{http_code}\n' http://127.0.0.1:8080/index.html
  curl -s http://127.0.0.1:8080/tree/a/ | grep -c 'file.*txt'
  stop QUIT
  # How much of the body nginx counts is by chance where the client is gone first.
  cut -d '"' -f 2,3 logs/access.log | sed 's, [0-9]* $,,' | sort | uniq -c
}

case_load() { # limit 120
  serve
  ab -q -n $requests -c 20 http://127.0.0.1:8080/index.html 2>&1 | grep -E '^(Complete|Failed|Non-2xx|Document Length)'
  ab -q -k -n $requests -c 20 http://127.0.0.1:8080/index.html 2>&1 | grep -E '^(Complete|Failed|Non-2xx|Keep-Alive)'
  ab -q -k -n 500 -c 10 http://127.0.0.1:8080/large.txt 2>&1 | grep -E '^(Complete|Failed|HTML)'
  wrk -t 2 -c 20 -d 2s http://127.0.0.1:8080/index.html | grep -E 'threads and|Socket errors|Non-2xx'
  stop TERM
  grep -cE 'exited on signal|emerg|alert' logs/error.log
}

case_reload() {
  serve
  for n in 1 2 3; do
    ab -q -k -n 300 -c 5 http://127.0.0.1:8080/index.html 2>&1 | grep -E '^(Complete|Failed)'
    kill -HUP $server
    settle sh -c "[ \$(grep -c 'worker process.*exited with code 0' logs/error.log) -ge $((n * 2)) ]"
    curl -s http://127.0.0.1:8080/index.html
  done
  mv logs/access.log logs/old.log
  kill -USR1 $server
  settle test -e logs/access.log
  curl -s http://127.0.0.1:8080/index.html
  settle grep -q GET logs/access.log
  pkill -9 -o -P $server
  settle sh -c "[ \$(pgrep -c -P $server) = 2 ] && grep -q 'exited on signal 9' logs/error.log"
  curl -s http://127.0.0.1:8080/index.html
  stop QUIT
}

. /suites/lib.sh
