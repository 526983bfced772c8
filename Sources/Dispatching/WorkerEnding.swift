import Host
public import JSON
public import QueueModel
import ReviewerGate
import TeamProtocol

/// How a program that was started for a claim ended. It decides what becomes of the row, unless a
/// report does.
public enum WorkerEnding: Equatable, Sendable {
  /// A program of kind `command` exited with 0: the work was accepted, in this session if it named
  /// one.
  case accepted(session: String?)
  /// A worker exited with 0, with or without a report.
  case finished
  /// The program could not be started, or one of kind `command` failed.
  case notStarted(reason: String)
  /// A worker failed.
  case failed(note: String)
  /// The supervisor was asked to end it: the row becomes PENDING again.
  case interrupted
}

extension WorkerEnding {
  /// The transition of the row, if it is still claimed for this worker; `nil` for none. `label` is
  /// the session that owns the row.
  public func transition(of id: String, label: String) -> Transition? {
    switch self {
    case .accepted(nil), .accepted(label): nil
    case .accepted(let session?): .assign(id: id, to: session, from: label, force: false)
    case .finished: Self.failure(of: id, "no_report: the worker ended without one")
    case .notStarted(let reason): Self.failure(of: id, "spawn_failed: \(reason)")
    case .failed(let note): Self.failure(of: id, note)
    case .interrupted: .release(id: id, force: false)
    }
  }

  private static func failure(of id: String, _ note: String) -> Transition {
    .finish(.init(id: id, as: .failed(isPermanent: false), notes: note, appends: true))
  }

  public var json: JSONValue {
    switch self {
    case .accepted(let session): ["accepted": JSONValue(session)]
    case .finished: ["finished": true]
    case .notStarted(let reason): ["not_started": .string(reason)]
    case .failed(let note): ["failed": .string(note)]
    case .interrupted: ["interrupted": true]
    }
  }

  /// `nil` for an invalid value.
  public init?(_ json: JSONValue) {
    guard let object = json.objectValue else { return nil }
    if let accepted = object["accepted"] {
      self = .accepted(session: accepted.stringValue)
    } else if let reason = object["not_started"]?.stringValue {
      self = .notStarted(reason: reason)
    } else if let note = object["failed"]?.stringValue {
      self = .failed(note: note)
    } else if object["finished"] != nil {
      self = .finished
    } else if object["interrupted"] != nil {
      self = .interrupted
    } else {
      return nil
    }
  }
}

extension WorkerEnding {
  /// - Parameters:
  ///   - ending: how the process ended.
  ///   - kind: the kind of its spawner.
  ///   - output: its standard output.
  ///   - errors: its standard error.
  init(
    _ ending: Subprocess.Ending, of kind: Spawner.Kind, output: OutputTail, errors: OutputTail
  ) {
    switch (ending, kind) {
    case (.exited(0), .command): self = .accepted(session: output.firstLine.flatMap(Self.session))
    case (.exited(0), .worker), (.exited(0), .none): self = .finished
    case (.interrupted, _): self = .interrupted
    case (_, .command):
      self = .notStarted(reason: Self.reason(ending, output, errors))
    case (_, .worker), (_, .none):
      self = .failed(note: Self.reason(ending, output, errors))
    }
  }

  /// Takes the last line of standard error, else of standard output, unless that is a report.
  private static func reason(
    _ ending: Subprocess.Ending, _ output: OutputTail, _ errors: OutputTail
  ) -> String {
    let result =
      Report(reading: output.text).isReport ? "its report was not taken" : output.lastLine
    let line = (errors.lastLine ?? result).map { ": \(short(Notes.withinSegment($0)))" } ?? ""
    return switch ending {
    case .exited(let status): "exit \(status)\(line)"
    case .signalled(let number): "signal \(number)\(line)"
    case .timedOut: "timeout"
    case .interrupted(let number): "interrupted by signal \(number)"
    }
  }

  /// Cuts a line to a length that fits a cell of the table.
  private static func short(_ line: String) -> String {
    line.unicodeScalars.count <= 200 ? line : "\(String(line.unicodeScalars.prefix(199)))…"
  }

  /// The line as a session's key, which is one word; `nil` for other output, such as JSON.
  private static func session(_ line: String) -> String? {
    let isWord = line.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
    guard isWord, line.utf8.count <= 200, !line.hasPrefix("{"), !line.hasPrefix("[") else {
      return nil
    }
    return CellText.value(line)
  }
}
