import CommandSupport
import QueueStore

extension StoreWarnings {
  /// The notices as they are printed.
  var texts: [String] { notices.map { Messages.english.text(of: $0) } }
}
