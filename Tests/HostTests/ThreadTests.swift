import Glibc
import Synchronization
import Testing

@testable import Host

@Suite struct ParallelTests {
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

@Suite struct BackgroundWorkTests {
  @Test func `the answer is there when the work is done, not before`() throws {
    let pipe = try Pipe()
    let number = pipe.reading.number
    let work = try BackgroundWork {
      FileDescriptor(number: dup(number), path: "a pipe").becomesReadable(
        within: .seconds(1_000_000))
    }
    #expect(work.answer == nil)
    try pipe.writing.write([1])
    #expect(work.wait())
    #expect(work.answer == true)
    #expect(work.wait())
  }

  @Test func `work whose answer is not awaited any more goes on`() throws {
    let held = try Pipe()
    let done = try Pipe()
    let (input, output) = (held.reading.number, done.writing.number)
    do {
      let work = try BackgroundWork {
        _ = FileDescriptor(number: dup(input), path: "a pipe").becomesReadable(
          within: .seconds(1_000_000))
        return [UInt8(7)].withUnsafeBytes { write(output, $0.baseAddress, 1) }
      }
      #expect(work.answer(within: .nanoseconds(1)) == nil)
    }
    let isWritten = done.reading.becomesReadable(within: .zero)
    #expect(!isWritten)
    try held.writing.write([1])
    let isWrittenNow = done.reading.becomesReadable(within: .milliseconds(60_000))
    #expect(isWrittenNow)
  }
}
