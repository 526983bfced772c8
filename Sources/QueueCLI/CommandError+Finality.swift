import CommandLineKit
import QueueModel

extension CommandError {
  /// Whether the rules said no for good. Where the file is only read, or the row can't be read
  /// for the moment, the same may be asked again.
  var isFinal: Bool { status == .refused && code != "read_only" && !isOfUnreadableRow }

  /// Whether the row is there, but malformed, or several have its id.
  var isOfUnreadableRow: Bool {
    switch refusal {
    case .malformedRow?, .repeatedID?: true
    default: false
    }
  }
}
