import CommandSupport
import QueueModel

// Rules are tested with the sentences that people read.

extension Refusal {
  var message: String { Messages.english.text(of: self) }
}

extension Explanation {
  /// `A: waits for B (FAILED): ops retry B`.
  var line: String {
    [id ?? "-", Messages.english.text(of: self, at: now), remedy?.command ?? "nothing"]
      .joined(separator: ": ")
  }
}

extension IdleReason {
  var message: String { Messages.english.text(of: self) }
}
