import Host
import Synchronization
import Testing

@Suite struct ParallelTests {
  @Test func `both halves are done when it returns`() {
    for _ in 1...50 {
      let calls = Mutex<[Int]>([])
      Parallel.halves { half in calls.withLock { $0.append(half) } }
      #expect(calls.withLock(\.self).sorted() == [0, 1])
    }
  }

  @Test func `the halves run at the same time`() {
    // Each waits for the other to have begun: one after the other this never ends.
    let begun = Mutex(0)
    Parallel.halves { _ in
      begun.withLock { $0 += 1 }
      while begun.withLock(\.self) < 2 {}
    }
    #expect(begun.withLock(\.self) == 2)
  }

  @Test func `all that stands beside a body is done when it returns`() {
    let calls = Mutex<[Int]>([])
    let begun = Mutex(0)
    let answer = Parallel.beside(5) { number in
      begun.withLock { $0 += 1 }
      calls.withLock { $0.append(number) }
    } body: {
      // All of them run at the same time as this.
      while begun.withLock(\.self) < 5 {}
      return "done"
    }
    #expect(answer == "done")
    #expect(calls.withLock(\.self).sorted() == [0, 1, 2, 3, 4])
  }
}
