#!/bin/bash
# Go: its compiler, and programs with goroutines, preemption by signals, HTTP on loopback, faults as panics, children.

PATH=/usr/lib/go-1.19/bin:$PATH
export GOCACHE=/tmp/cache GOPATH=/tmp/go GO111MODULE=off GOFLAGS=-p=2

program() {
  cat >main.go <<'EOF'
package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

func fault() (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	var p *int
	return fmt.Sprint(*p)
}

func main() {
	runtime.GOMAXPROCS(2)
	var sum int64
	var group sync.WaitGroup
	for i := 0; i < 2000; i++ {
		group.Add(1)
		go func(n int64) {
			defer group.Done()
			_ = make([]byte, 10000)
			atomic.AddInt64(&sum, n)
			runtime.Gosched()
		}(int64(i))
	}
	group.Wait()
	fmt.Println("sum", sum)

	// Loops without a call: only a signal takes the processor from them.
	var stop int32
	for i := 0; i < 2; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for n := 0; atomic.LoadInt32(&stop) == 0; n++ {
			}
		}()
	}
	for i := 0; i < 5; i++ {
		time.Sleep(time.Millisecond)
		runtime.GC()
	}
	atomic.StoreInt32(&stop, 1)
	group.Wait()
	fmt.Println("preempted")
	for i := 0; i < 1000; i++ {
		if i == 999 {
			fmt.Println(fault())
		} else {
			fault()
		}
	}

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %d", r.URL.Path, len(data))
	}))
	var good int32
	for i := 0; i < 20; i++ {
		group.Add(1)
		go func(n int) {
			defer group.Done()
			for k := 0; k < 25; k++ {
				answer, err := http.Post(fmt.Sprintf("http://%s/%d", listener.Addr(), n), "text/plain", bytes.NewReader(make([]byte, k*100)))
				if err != nil {
					fmt.Println(err)
					return
				}
				text, _ := io.ReadAll(answer.Body)
				answer.Body.Close()
				if string(text) == fmt.Sprintf("/%d %d", n, k*100) {
					atomic.AddInt32(&good, 1)
				}
			}
		}(i)
	}
	group.Wait()
	fmt.Println("answers", good)

	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGUSR1)
	for i := 0; i < 100; i++ {
		syscall.Kill(os.Getpid(), syscall.SIGUSR1)
		<-heard
	}
	fmt.Println("signals")
	for i := 0; i < 20; i++ {
		out, err := exec.Command("/bin/sh", "-c", fmt.Sprintf("echo child; exit %d", i)).Output()
		if i%10 == 7 {
			fmt.Printf("%s%v\n", out, err)
		}
	}
	name, _ := os.Executable()
	fmt.Println(name)
	os.Exit(5)
}
EOF
}

case_build_and_run() { # limit 400
  program
  status go build -o program main.go
  for n in 1 2; do status ./program; done
  GOGC=5 status ./program
}

case_race_of_builds() { # limit 400
  printf 'package main\nimport "testing"\nfunc f(n int) int { if n < 2 { return n }; return f(n-1) + f(n-2) }\nfunc TestF(t *testing.T) { if f(20) != 6765 { t.Fail() } }\nfunc main() { println(f(30)) }\n' >a.go
  mv a.go a_test.go
  status go test -run TestF a_test.go 2>&1 | sed 's/[0-9.]*s$/TIME/'
  go vet a_test.go
  echo "vet $?"
}

. /suites/lib.sh
