import Host
import Model
import TestSupport
import Testing
import Text

@testable import Workers

/// What holds for the transcripts of all programs.
@Suite struct RecordedTranscriptTests {
  /// No member has to be of the type that is expected.
  @Test(arguments: [
    (WorkerProfile.Adapter.claude, ["background", "permission", "rate_limit", "structured"]),
    (.codex, ["done", "older", "turn_failed"]),
    (.opencode, ["steps", "rate-limit", "refused"]),
  ])
  func `members of other types are passed over`(
    _ adapter: WorkerProfile.Adapter, _ files: [String]
  ) throws {
    let others: [JSONValue] = [
      .null, true, -1, .integer(.max), 1e300, "", "rejected", [], ["x", [], [:]], [:],
    ]
    for file in files {
      let lines = try adapter.transcript(file).split(separator: UInt8(ascii: "\n"))
      let events = try lines.map { try JSONValue(parsing: $0) }
      for other in others {
        for place in events.indices {
          for event in Self.variants(of: events[place], with: other) {
            var reader = try #require(adapter.implementation.makeTranscriptReader(of: nil))
            for (index, value) in events.enumerated() {
              reader.read(try #require((index == place ? event : value).objectValue))
            }
            let usage = reader.transcript.counted(as: .session, after: nil).usage
            #expect((usage?.inputTokens ?? 0) >= 0)
          }
        }
      }
    }
  }

  /// The value with `other` in each of its places, one after the other.
  private static func variants(of value: JSONValue, with other: JSONValue) -> [JSONValue] {
    switch value {
    case .object(let object):
      object.members.flatMap { key, value in
        (variants(of: value, with: other) + [other]).map { new in
          var changed = object
          changed[key] = new
          return .object(changed)
        }
      }
    case .array(let elements):
      elements.indices.flatMap { index in
        (variants(of: elements[index], with: other) + [other]).map { new in
          var changed = elements
          changed[index] = new
          return .array(changed)
        }
      }
    case .null, .bool, .integer, .number, .string: []
    }
  }
}

extension WorkerProfile.Adapter {
  /// What is made of a run whose output is a transcript in `Tests/Cases/transcripts`.
  ///
  /// - Parameters:
  ///   - file: its name; `nil` for no output.
  ///   - reader: reads it; `nil` for that of the adapter.
  func result(
    of file: String?, _ ending: Subprocess.Ending = .exited(0), errors text: String = "",
    readBy reader: (any TranscriptReader)? = nil
  ) throws -> WorkerResult {
    var errors = OutputTail()
    errors.append(Array(text.utf8))
    let lines = try lines(of: file, readBy: reader)
    return implementation.interpret(
      WorkerRun(ending, output: OutputTail(), errors: errors, transcript: lines.transcript),
      of: WorkerOrder(by: WorkerProfile(name: "w", adapter: self)))
  }

  /// The lines of a transcript, read to their end.
  func lines(
    of file: String?, readBy reader: (any TranscriptReader)? = nil
  ) throws -> TranscriptLines {
    // Each program of an agent has one.
    var lines = TranscriptLines(for: reader ?? implementation.makeTranscriptReader(of: nil)!)
    lines.append(try file.map(transcript)?[...] ?? [])
    lines.finish()
    return lines
  }

  func transcript(_ file: String) throws -> [UInt8] {
    Array(try Project.text("Tests/Cases/transcripts/\(rawValue)/\(file).jsonl").utf8)
  }
}
