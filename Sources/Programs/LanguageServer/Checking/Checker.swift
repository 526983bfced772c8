import Host
import Text

/// Checks documents after they have rested for a moment, at most one at a time each.
struct Checker {
  private var running: [String: BackgroundWork<BufferCheck.Result>] = [:]

  /// How long the text must be unchanged.
  private static let rest = Duration.milliseconds(150)

  var descriptors: [Int32] { running.values.map(\.descriptor) }

  /// When the document is to be checked, on the monotonic clock; `nil` if not before something
  /// happens.
  func time(ofCheck document: OpenDocument) -> Duration? {
    running[document.address] == nil ? document.changedAt.map { $0 + Self.rest } : nil
  }

  /// Begins checks that are due, and takes over the findings of those that have ended.
  ///
  /// - Returns: the documents whose present text was checked.
  mutating func advance(_ documents: [OpenDocument]) -> [OpenDocument] {
    var checked: [OpenDocument] = []
    for document in documents {
      if let result = running[document.address]?.answer {
        running[document.address] = nil
        if document.endCheck(result) { checked.append(document) }
      }
      guard let time = time(ofCheck: document), time <= Clock.system.monotonic(), document.isQueue
      else { continue }
      let check = document.beginCheck()
      // Without a thread the check runs here.
      running[document.address] = try? BackgroundWork { check() }
    }
    return checked
  }

  mutating func forget(_ document: OpenDocument) { running[document.address] = nil }
}
