import Host
import Model
import QueueStore
import Table
import Text

/// The highest numbers of the ids `PREFIX-NNN` of removed rows, by prefix. They ensure that no id
/// is used twice. The first entry that removes a row, or adds a row without a given id, records
/// these numbers, and so do all later entries.
package struct RemovedNumbers: Equatable, Sendable {
  package private(set) var byPrefix: [String: Int] = [:]

  /// The largest number of prefixes. It is limited because every line of the journal has them, and
  /// ids that people chose may look as if they had prefixes, too. The queue's own prefix and the
  /// usual one are always recorded.
  private static let mostPrefixes = 64
  /// The numbers that are recorded. JSON numbers keep only 53 bits.
  private static let numbers = 1..<1 << 53

  package init() {}

  /// The highest number with the prefix; 0 if there is none.
  subscript(prefix: String) -> Int { byPrefix[prefix] ?? 0 }

  /// - Parameters:
  ///   - id: the id of a removed row.
  ///   - ownPrefix: the prefix of the queue's new ids.
  mutating func add(_ id: String, ownPrefix: String) {
    guard let (prefix, number) = NumberedID.parts(of: id) else { return }
    raise(prefix, to: number, ownPrefix: ownPrefix)
  }

  mutating func raise(_ prefix: String, to number: Int, ownPrefix: String) {
    guard number > self[prefix], Self.numbers.contains(number),
      byPrefix[prefix] != nil || byPrefix.count < Self.mostPrefixes
        || [ownPrefix, NumberedID.usualPrefix].contains(prefix)
    else { return }
    byPrefix[prefix] = number
  }

  // MARK: Where no entry has them

  /// The numbers of the rows in the archive of the queue at `path`, and of rows that were removed
  /// in the history; empty if there is neither.
  init(
    archivedOf path: String, and history: JournalHistory, clock: Clock, ownPrefix: String
  ) throws(StoreError) {
    for id in try QueueDocument(archiveBeside: path, clock: clock)?.allIDs ?? [] {
      add(id, ownPrefix: ownPrefix)
    }
    for entry in try history.allEntries() where entry.isRemoval {
      if let id = entry.id { add(id, ownPrefix: ownPrefix) }
    }
  }

  // MARK: JSON

  /// Reads `{"ORCH":17}`; ignores other members.
  init(_ json: JSONValue) {
    for member in json.objectValue?.members ?? [] {
      guard let number = member.value.integerValue, Self.numbers.contains(number) else { continue }
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

/// The numbers of removed rows for a journal whose entries have none. They are read from the
/// archive and the history for the first command that needs them. From then on each entry has them.
final class NumbersInHistory {
  /// The numbers; `nil` until they are read.
  private(set) var value: RemovedNumbers?
  private let path: String
  private let history: JournalHistory
  private let clock: Clock

  init(path: String, history: JournalHistory, clock: Clock) {
    (self.path, self.history, self.clock) = (path, history, clock)
  }

  func read(ownPrefix: String) throws(StoreError) -> RemovedNumbers {
    if let value { return value }
    let numbers = try RemovedNumbers(
      archivedOf: path, and: history, clock: clock, ownPrefix: ownPrefix)
    value = numbers
    return numbers
  }
}
