import Model

/// A program that hands the work over to another system, and may name the session that got the
/// work. The report comes by `orch report`.
struct OpenclawAdapter: WorkerAdapter {
  var leavesProcesses: Bool { true }

  func interpret(_ run: WorkerRun, of order: WorkerOrder) -> WorkerResult {
    guard var failure = run.failure(of: .spawn) else {
      return WorkerResult(.handedOver(session: run.output.firstLine.flatMap(Self.session)))
    }
    guard failure.failureClass != .interrupted, failure.failureClass != .lost else {
      return WorkerResult(.failed(failure))
    }
    // After a failure of any kind, no work has begun.
    failure.failureClass = .spawn
    return WorkerResult(.failed(failure))
  }

  /// The key of a session in a line that is one word; `nil` for other output, such as JSON.
  private static func session(_ line: String) -> String? {
    let isWord = line.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
    guard isWord, line.utf8.count <= 200, !line.hasPrefix("{"), !line.hasPrefix("[") else {
      return nil
    }
    return CellText.value(line)
  }
}
