package import Host
import QueueDocument

/// What is remembered of a file, to know it again and to see that a later one
/// is only half written.
package struct LastWritten: Equatable, Sendable {
  package var identity: FileIdentity
  var endsWithLineEnd: Bool
  var hasTextAfterTable: Bool
}

extension LastWritten {
  init(_ version: QueueVersion, identity: FileIdentity) {
    let document = try? version.document.get()
    self.init(
      identity: identity, endsWithLineEnd: version.bytes.withBytes { $0.last == 10 },
      hasTextAfterTable: (document?.trailingCount ?? 0) > 0)
  }
}
