import Host
import JSON
import QueueDocument
import QueueModel
import QueueStore

/// The highest numbers of the ids `PREFIX-NNN` of rows that are gone, by prefix, so that no id is
/// used twice. Each entry of the journal carries them on from the first row that was removed.
package struct RemovedNumbers: Equatable, Sendable {
  private var byPrefix: [String: Int] = [:]

  /// Every line of the journal has them. Other ids than generated ones look like prefixes, too.
  private static let mostPrefixes = 64

  package init() {}

  /// The highest number with the prefix; 0 for none.
  subscript(prefix: String) -> Int { byPrefix[prefix] ?? 0 }

  mutating func add(_ id: String) {
    guard let (prefix, number) = NumberedID.parts(of: id), number > self[prefix],
      byPrefix[prefix] != nil || byPrefix.count < Self.mostPrefixes
    else { return }
    byPrefix[prefix] = number
  }

  // MARK: Where no entry has them

  /// The numbers of the rows in the archive of the queue at `path`; none where it can't be read.
  init(archivedOf path: String, clock: Clock) {
    guard let archive = try? ArchiveOutcome.path(beside: path),
      let file = try? QueueReader(path: archive, clock: clock).readNow(wasThere: false),
      let document = try? file.document.get()
    else { return }
    for id in document.ids { add(id) }
  }

  /// The same, and those of the rows that were removed in the history.
  init(archivedOf path: String, and history: JournalHistory, clock: Clock) {
    self.init(archivedOf: path, clock: clock)
    for entry in (try? history.entries(.everything)) ?? [] where entry.isRemoval {
      if let id = entry.id { add(id) }
    }
  }

  // MARK: JSON

  /// `{"ORCH":17}`; other members are passed over.
  init(_ json: JSONValue) {
    for member in json.objectValue?.members ?? [] {
      guard let number = member.value.integerValue, number > 0, number < 1 << 53 else { continue }
      byPrefix[member.key] = number
    }
  }

  var json: JSONValue {
    var object: JSONObject = [:]
    for (prefix, number) in byPrefix.sorted(by: { $0.key < $1.key }) {
      object[prefix] = .integer(number)
    }
    return .object(object)
  }
}
