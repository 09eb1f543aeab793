import Glibc
import Synchronization
import Testing

@testable import ResidentHosted

/// A lock and what it guards, shared between threads.
private final class Guarded: Sendable {
  let lock = Lock()
  /// Changed by a load and a store, so that two threads inside lose a count.
  let count = Atomic<Int>(0)
  let inside = Atomic<Int>(0)
  let overlaps = Atomic<Int>(0)
  let finished = Atomic<Int>(0)

  func work(_ rounds: Int) {
    let me = ownThread()
    for round in 0..<rounds {
      lock.acquire(for: me)
      if inside.add(1, ordering: .relaxed).newValue != 1 { overlaps.add(1, ordering: .relaxed) }
      count.store(count.load(ordering: .relaxed) + 1, ordering: .relaxed)
      if round % 64 == 0 { sched_yield() }
      inside.subtract(1, ordering: .relaxed)
      lock.release()
    }
    finished.add(1, ordering: .releasing)
  }

  /// Waits for all threads for a minute at most.
  func wait(for threads: Int) -> Bool {
    for _ in 0..<60_000 {
      if finished.load(ordering: .acquiring) == threads { return true }
      usleep(1000)
    }
    return false
  }
}

private func ownThread() -> Int32 { Int32((try? Host.call(.gettid)) ?? 0) }

/// Starts a detached host thread.
private func startThread(_ body: @escaping @Sendable () -> Void) {
  final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
  var thread = pthread_t()
  let context = Unmanaged.passRetained(Body(body)).toOpaque()
  let error = pthread_create(
    &thread, nil,
    { context in
      Unmanaged<Body>.fromOpaque(context!).takeRetainedValue().run()
      return nil
    }, context)
  precondition(error == 0)
  pthread_detach(thread)
}

@Suite("A lock")
struct LockTests {
  @Test func `lets one thread in at a time`() {
    let guarded = Guarded()
    let (threads, rounds) = (24, 4000)
    for _ in 0..<threads { startThread { guarded.work(rounds) } }
    #expect(guarded.wait(for: threads))
    #expect(guarded.overlaps.load(ordering: .relaxed) == 0)
    #expect(guarded.count.load(ordering: .relaxed) == threads * rounds)
  }

  @Test func `wakes a thread that sleeps for it`() {
    let guarded = Guarded()
    guarded.lock.acquire(for: ownThread())
    startThread { guarded.work(1) }
    usleep(50_000)
    #expect(guarded.count.load(ordering: .relaxed) == 0)
    guarded.lock.release()
    #expect(guarded.wait(for: 1))
  }

  @Test func `is taken over when its owner died`() {
    let guarded = Guarded()
    startThread {
      guarded.lock.acquire(for: ownThread())
      guarded.finished.add(1, ordering: .releasing)
    }
    #expect(guarded.wait(for: 1))
    for _ in 0..<4 { startThread { guarded.work(100) } }
    #expect(guarded.wait(for: 5))
    #expect(guarded.count.load(ordering: .relaxed) == 400)
    #expect(guarded.overlaps.load(ordering: .relaxed) == 0)
  }
}
