import Foundation
import JSON
import TestSupport
import Testing

/// How a soak ends that does not run as it should.
@Suite struct SoakEndTests {
  private static let interrupted = "interrupted: the figures are those until then"

  @Test func `a signal ends it with a report of what was, and leaves nobody at work`() throws {
    let soak = try SoakScene((old: "minutes\": 8", new: "minutes\": 4000"))
    let process = try soak.start()
    try awaitCondition("rows were worked on") { soak.ledger.contains("\"worked\"") }
    process.send(SIGINT)
    let ending = process.wait()
    #expect(ending.status == 1, "\(ending)")
    #expect(ending.output.contains("soak: \(Self.interrupted)\n"))
    let report = try soak.report()
    #expect(report["verdict"] == .string(Self.interrupted))
    #expect(report["attempts"]?.integerValue ?? 0 > 0)
    #expect(try soak.supervisorsLeft() == [])
  }
}
