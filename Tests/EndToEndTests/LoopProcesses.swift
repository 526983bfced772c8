import Foundation
import Host
import JSON
import TestSupport
import Testing

// What runs in a scene of the loop, and what it leaves.

extension Scene {
  /// Those that run in this scene: all see its folder as their home.
  var processes: [ProcessIdentity] { ProcessTable.processes(with: ["HOME": folder]) }

  /// Waits until nothing runs any more that was started in this scene.
  func awaitWorkers() throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      let running = processes
      if running.isEmpty { return }
      for process in running {
        #expect(process.hasEnded(within: .milliseconds(60_000)), "\(process)")
      }
      try #require(ContinuousClock.now < deadline, "workers do not come to an end")
    }
  }

  /// The records of supervisors.
  var records: [WorkerTrace] {
    get throws {
      let folder = path(".orch/workers")
      guard exists(".orch/workers") else { return [] }
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(".json") }.sorted()
        .map { try WorkerTrace(contents(of: "\(folder)/\($0)")) }
    }
  }

  /// Nothing is left behind: no process, no record, no report that waits; and no row was worked
  /// on twice at the same time.
  func expectNothingLeft(
    _ story: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(processes == [], story, sourceLocation: sourceLocation)
    #expect(try records == [], story, sourceLocation: sourceLocation)
    #expect(try kept("inbox") == [], story, sourceLocation: sourceLocation)
    #expect(!exists("twice"), story, sourceLocation: sourceLocation)
  }
}

/// What these tests read of a supervisor's record.
struct WorkerTrace: Equatable {
  let id: String
  let claimToken: String
  let supervisor: ProcessIdentity
  let worker: ProcessIdentity?

  init(_ text: String) throws {
    let object = try #require(try JSONValue(parsing: Array(text.utf8)).objectValue, "\(text)")
    id = try #require(object["id"]?.stringValue)
    claimToken = try #require(object["attempt"]?.stringValue)
    supervisor = try #require(object["supervisor"].flatMap(Self.process))
    worker = object["worker"].flatMap(Self.process)
  }

  private static func process(_ json: JSONValue) -> ProcessIdentity? {
    guard let object = json.objectValue, let id = object["pid"]?.integerValue,
      let start = object["start"]?.integerValue, let boot = object["boot"]?.stringValue
    else { return nil }
    return ProcessIdentity(id: id, start: start, boot: boot)
  }
}
