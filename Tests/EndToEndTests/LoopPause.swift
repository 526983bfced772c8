import Foundation
import Host
import TestSupport
import Testing

// Workers that wait until the test lets them go on, by two named pipes: nobody has to look
// again and again.

extension Scene {
  /// Starts a worker for ORCH-001 that waits in the middle of its work.
  ///
  /// - Parameter isThere: whether the row is in the queue already.
  func startPausing(isThere: Bool = false) throws -> ProcessIdentity {
    if !isThere { try submit("Pause", "file: ORCH-001.txt") }
    try expect(tick(), is: .prints("ORCH-001\n"))
    return try awaitPause("ORCH-001")
  }

  /// Waits until a worker of the row waits.
  ///
  /// - Returns: the worker.
  @discardableResult
  func awaitPause(_ id: String) throws -> ProcessIdentity {
    let words = try patiently("head", ["-n", "1", "at-work"]).output.split(separator: " ")
    try #require(words.first.map(String.init) == id, "\(words)")
    let process = words.last.flatMap { Int($0.filter(\.isNumber)) }
    return try #require(process.flatMap(ProcessIdentity.init(of:)), "\(words)")
  }

  /// Lets a worker that waits go on.
  func goOn(_ id: String) throws {
    try patiently("tee", ["go-on-\(id)"])
  }

  /// Runs a program that waits for what another one does.
  @discardableResult
  private func patiently(_ program: String, _ words: [String]) throws -> ChildProcess.Ending {
    let ending = try TestSupport.run("timeout", ["60", program] + words, in: folder, input: "\n")
    try #require(ending.status == 0, "\(ending)")
    return ending
  }
}
