import Host
import QueueModel
import ReviewerGate
import TeamProtocol

extension WorkerEnding {
  /// - Parameters:
  ///   - ending: the program's.
  ///   - kind: what it was for.
  ///   - said: its standard output.
  ///   - complained: its standard error.
  init(
    _ ending: Subprocess.Ending, of kind: Spawner.Kind, said: OutputTail, complained: OutputTail
  ) {
    switch (ending, kind) {
    case (.exited(0), .command): self = .accepted(session: said.firstLine.flatMap(Self.session))
    case (.exited(0), .worker), (.exited(0), .none): self = .finished
    case (.interrupted, _): self = .interrupted
    case (_, .command):
      self = .notStarted(reason: Self.reason(ending, said, complained))
    case (_, .worker), (_, .none):
      self = .failed(note: Self.reason(ending, said, complained))
    }
  }

  /// Errors tell more than results do, and the last line of a report tells nothing.
  private static func reason(
    _ ending: Subprocess.Ending, _ said: OutputTail, _ complained: OutputTail
  ) -> String {
    let result = Report(reading: said.text).isReport ? "its report was not taken" : said.lastLine
    let line = (complained.lastLine ?? result).map { ": \(short(Notes.withinSegment($0)))" } ?? ""
    return switch ending {
    case .exited(let status): "exit \(status)\(line)"
    case .signalled(let number): "signal \(number)\(line)"
    case .timedOut: "timeout"
    case .interrupted(let number): "interrupted by signal \(number)"
    }
  }

  /// A note is a cell of a table.
  private static func short(_ line: String) -> String {
    line.unicodeScalars.count <= 200 ? line : "\(String(line.unicodeScalars.prefix(199)))…"
  }

  /// A session's key is one word; what programs print besides, such as JSON, is none.
  private static func session(_ line: String) -> String? {
    let isWord = line.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
    guard isWord, line.utf8.count <= 200, !line.hasPrefix("{"), !line.hasPrefix("[") else {
      return nil
    }
    return CellText.value(line)
  }
}
