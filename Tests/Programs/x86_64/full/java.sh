#!/bin/bash
# OpenJDK: javac, the interpreter and both compilers, threads, collectors, exceptions that are faults, processes, sockets.

export JAVA_HOME=$(echo /usr/lib/jvm/java-17-openjdk-*)
PATH=$JAVA_HOME/bin:$PATH
flags="-Xmx192m -Xlog:disable -Xlog:all=warning:stderr"

program() {
  cat >Main.java <<'EOF'
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.io.*;
import java.net.*;
import java.nio.*;
import java.nio.channels.*;
import java.nio.file.*;

public class Main {
  static int depth;
  static void deep() { depth++; deep(); }
  static Object nothing;

  public static void main(String[] args) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(16);
    LongAdder sum = new LongAdder();
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      final int n = i;
      answers.add(pool.submit(() -> {
        int s = 0;
        for (int k = 0; k < 20000; k++) s += (k * n) % 7;
        byte[][] garbage = new byte[50][];
        for (int k = 0; k < 50; k++) garbage[k] = new byte[10000];
        sum.add(s);
        return s;
      }));
    }
    long total = 0;
    for (Future<Integer> f : answers) total += f.get();
    pool.shutdown();
    System.out.println(total + " " + (total == sum.sum()) + " " + pool.awaitTermination(10, TimeUnit.SECONDS));

    // Faults that the machine turns into exceptions.
    int caught = 0;
    for (int i = 0; i < 20000; i++) try { nothing.hashCode(); } catch (NullPointerException e) { caught++; }
    for (int i = 0; i < 20000; i++) try { caught += 1 / (i & 0); } catch (ArithmeticException e) { caught++; }
    System.out.println("caught " + caught);
    try { deep(); } catch (StackOverflowError e) { System.out.println("deep " + (depth > 1000)); }

    ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread echo = new Thread(() -> {
      try {
        for (int i = 0; i < 20; i++)
          try (Socket s = server.accept()) { s.getInputStream().transferTo(s.getOutputStream()); }
      } catch (IOException e) { System.out.println(e); }
    });
    echo.start();
    int same = 0;
    for (int i = 0; i < 20; i++)
      try (Socket s = new Socket("127.0.0.1", server.getLocalPort())) {
        s.getOutputStream().write(("word " + i).getBytes());
        s.shutdownOutput();
        if (new String(s.getInputStream().readAllBytes()).equals("word " + i)) same++;
      }
    echo.join();
    System.out.println("echoes " + same);

    Path file = Files.createTempFile("dragoman", ".bin");
    try (FileChannel c = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer m = c.map(FileChannel.MapMode.READ_WRITE, 0, 1 << 20);
      for (int i = 0; i < 1 << 18; i++) m.putInt(i);
      m.force();
    }
    System.out.println("file " + Files.size(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));

    Process p = new ProcessBuilder("/bin/sh", "-c", "read line; echo child $line; exit 9").redirectErrorStream(true).start();
    p.getOutputStream().write("hello\n".getBytes());
    p.getOutputStream().close();
    System.out.print(new String(p.getInputStream().readAllBytes()));
    System.out.println("ended " + p.waitFor());

    Thread sleeper = new Thread(() -> {
      try { Thread.sleep(60000); } catch (InterruptedException e) { System.out.println("interrupted"); }
    });
    sleeper.start();
    Thread.sleep(50);
    sleeper.interrupt();
    sleeper.join();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
    if (args.length > 0) { System.out.println("waiting"); System.out.flush(); Thread.sleep(60000); }
    System.exit(4);
  }
}
EOF
}

case_threads() { # limit 240
  program
  status javac -J-Xmx256m Main.java
  status java $flags -cp . Main
  status java $flags -Xint -cp . Main
  status java $flags -XX:+UseSerialGC -Xcomp -XX:TieredStopAtLevel=1 -cp . Main
}

case_collectors() { # limit 240
  program
  javac -J-Xmx256m Main.java
  for collector in G1 Parallel Z; do status java $flags -XX:+Use${collector}GC -cp . Main; done
}

case_ended_by_signal() { # limit 120
  program
  javac -J-Xmx256m Main.java
  java $flags -cp . Main wait >out &
  settle grep -q waiting out
  kill -TERM $!
  wait $!
  echo "ended $?"
  tail -n 2 out
}

. /suites/lib.sh
