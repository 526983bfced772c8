import Glibc
import Testing

@testable import Host

@Suite struct EnvironmentTests {
  @Test func `a variable that is empty counts as not set`() {
    let environment = Environment(["FULL": "value", "EMPTY": ""])
    #expect(environment["FULL"] == "value")
    #expect(environment["EMPTY"] == nil)
    #expect(environment["NONE"] == nil)
    #expect(environment["full"] == nil)
  }

  @Test func `the process has its own`() {
    #expect(Environment.process["PATH"] == getenv("PATH").map { String(cString: $0) })
    #expect(Environment.process["ORCH_NO_SUCH_VARIABLE"] == nil)
  }
}

@Suite struct CurrentProcessTests {
  @Test func `the actor is a user and this machine`() {
    #expect(CurrentProcess.id == Int(getpid()))
    let parts = CurrentProcess.actor.split(separator: "@", omittingEmptySubsequences: false)
    #expect(parts.count == 2 && !parts[0].isEmpty && !parts[1].contains("."))
    #expect(parts.last != "\(getpid())")
  }

  @Test(
    arguments: [
      (0, "root"), (1000, "me"), (7, nil), (9, nil), (100, nil), (12, "last"),
    ] as [(UInt32, String?)])
  func `a user without variables has the name of passwd`(_ id: UInt32, _ name: String?) {
    let users = """
      root:x:0:0:root:/root:/bin/bash
      :x:7:7::/:
      short:x
      me:x:1000:1000:Me,,,:/home/me:/bin/sh
      other:x:1000:1000::/:
      last:x:12
      """
    #expect(CurrentProcess.userName(of: id, in: Array(users.utf8)) == name)
  }

  @Test func `random digits are hexadecimal, and others each time`() {
    let drawn = (0..<100).map { _ in Randomness.hexDigits(12) }
    #expect(drawn.allSatisfy { $0.count == 12 && $0.allSatisfy(\.isHexDigit) })
    #expect(drawn.allSatisfy { $0 == $0.lowercased() })
    #expect(Set(drawn).count == 100)
    #expect(Set(drawn.joined()).count == 16)
    #expect(Randomness.hexDigits(0) == "")
  }

  @Test func `a random UUID is of version 4`() {
    let drawn = (0..<100).map { _ in Randomness.uuid() }
    for uuid in drawn {
      let groups = uuid.split(separator: "-")
      #expect(groups.map(\.count) == [8, 4, 4, 4, 12] && groups.joined().allSatisfy(\.isHexDigit))
      #expect(groups[2].first == "4" && "89ab".contains(groups[3].prefix(1)), "\(uuid)")
    }
    #expect(Set(drawn).count == 100)
  }
}

@Suite struct ClockTests {
  @Test func `a monotonic clock does not go back, and a sleep lasts`() {
    let clock = Clock.system
    let before = clock.monotonic()
    clock.sleep(.milliseconds(1))
    #expect(clock.monotonic() - before >= .milliseconds(1))
  }

  @Test func `the wall clock counts from 1970`() {
    // After 2025, and before the year 2200.
    #expect((1_735_689_600_000_000_000..<7_258_118_400_000_000_000).contains(Clock.system.now()))
  }
}
