import Host
import Testing

@testable import Soaking

@Suite struct QueueClockTests {
  @Test func `the queue's clock runs as ORCH_NOW says`() {
    let machine = Clock(now: { 1010 * 1_000_000_000 }, monotonic: { 0 }, sleep: { _ in })
    let fast = QueueClock(speed: 12, epoch: 1000)
    #expect(fast.now(machine) == 1120 && fast.variable == "x12@1000")
    #expect(fast.real(60_000) == .milliseconds(5_000))
    let same = QueueClock(speed: 1, epoch: 1000)
    #expect(same.now(machine) == 1010 && same.variable == nil)
  }
}
