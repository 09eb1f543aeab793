#!/bin/bash
# curl against a server of python3 on loopback, and against files.

serve() {
  python3 /suites/http_server.py 8090 >/dev/null 2>&1 &
  settle curl -s http://127.0.0.1:8090/
}

case_http() {
  serve
  url=http://127.0.0.1:8090
  curl -s $url/echo
  curl -s -o out -w '%{http_code} %{size_download} %{content_type} %{num_connects}\n' $url/size/1000000
  md5sum out
  curl -s -I $url/echo | tr -d '\r' | grep -v -i '^date\|^server'
  curl -s -d 'a=1&b=2' $url/echo
  curl -s -X PUT -T /etc/hosts $url/echo
  curl -s -F file=@/etc/hosts -F x=y $url/echo | wc -l
  curl -s -H 'X-Header: value' -A agent -e referer -b cookie=1 $url/echo
  curl -s -L -w '%{url_effective} %{num_redirects}\n' $url/redirect/3
  curl -s -f $url/status/404
  echo $?
  curl -s -o /dev/null -w '%{http_code}\n' $url/status/503
  curl -s -r 10-19 $url/size/100
  echo
  curl -s --compressed $url/gzip | md5sum
  curl -s -c jar -b jar $url/cookie $url/echo | grep -i cookie
  curl -s -u user:pass $url/echo | grep -i auth
  curl -s "$url/echo?n=[1-3]" | grep path
  curl -s -Z --parallel-max 5 "$url/size/[1000-1010]" 2>/dev/null | wc -c
  curl -s -m 0.3 $url/slow
  echo $?
  curl -s --limit-rate 2M $url/size/500000 | wc -c
  curl -s $url/chunked | md5sum
  curl -s -T - $url/echo <<<streamed
  curl -sS -C 50000 -o partial $url/size/100000
  stat -c %s partial
  curl -s --data-binary @out $url/length
  curl -s --http1.0 $url/echo | head -n 1
  curl -s --resolve host.test:8090:127.0.0.1 http://host.test:8090/echo | head -n 2
  curl -s -w '%{remote_ip} %{remote_port}\n' -o /dev/null $url/echo
  for i in 1 2 3 4 5 6 7 8 9 10; do curl -s $url/size/$i; done
  echo
  curl -s -K - <<<"url=$url/echo" | head -n 1
}

case_files_and_errors() {
  seq 1 50000 >n
  curl -s file:///tmp/work/n | md5sum
  curl -s -r -10 file:///tmp/work/n
  curl -sS file:///nowhere
  echo $?
  curl -sS http://127.0.0.1:1/ 2>&1 | sed "s/after [0-9]* ms/after N ms/"
  curl -sS http://nowhere.invalid/ 2>&1 | sed "s/after [0-9]* ms/after N ms/"
  curl -sS nothing://x
  echo $?
  curl -sS http://
  echo $?
  curl --version | sed -n 's/.*\(AsynchDNS\).*/\1/p'
  curl -s -T n file:///tmp/work/copied
  cmp n copied && echo same
  serve
  curl -sS --unix-socket nothing http://x/ 2>&1 | sed "s/after [0-9]* ms/after N ms/"
  curl -s -m 5 --connect-timeout 1 telnet://127.0.0.1:8090 <<<$'GET /size/5 HTTP/1.0\r\n\r' | tail -n 1
  echo
}

. /suites/lib.sh
