import Door
import QueueStore
import Runner
import Text

extension StoreWarnings {
  /// The notices as they are printed.
  var texts: [String] { notices.map { $0.sentence.english } }
}

/// What a command changed, and what it warned of.
struct Answered<Value> {
  let value: Value
  let isRecorded: Bool
  let warnings: StoreWarnings

  init(_ change: (WarningReceiver) throws(StoreError) -> StoreOutcome<Value>) throws(StoreError) {
    var warnings = StoreWarnings()
    let outcome = try change { warnings = $0 }
    (value, isRecorded) = (outcome.value, outcome.isRecorded)
    self.warnings = warnings
  }
}
