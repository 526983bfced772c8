import Host
import JSON
import QueueModel
import QueueStore

/// One line of the journal: what was done, and the file that it left.
package struct JournalEntry: Equatable, Sendable {
  var sequence: Int
  var time: String
  var author: Author
  /// What `.git/HEAD` said, or `nil` outside a repository.
  var head: String?
  /// What was done to a row, where one command did it.
  var row: RowChange?
  /// The number of the entry that was taken back.
  var undoes: Int?
  /// What was done to several rows at once, or what a save by somebody else did.
  var rows: [RowChange] = []
  /// Who has the rows from now on.
  var claims: [ClaimChange] = []
  /// How far claims have come; `nil` where nobody ever took a row.
  var claimed: ClaimMark?
  /// The file that this entry left at the queue's path.
  var left: LastWritten
  /// The file that stood there before, which is now a generation.
  var displaced: FileIdentity?
  /// How the bytes that it left follow from those before; `nil` where an older orch wrote it.
  var version: VersionRecord?
  /// The number of the version, kept as a file, that the later ones follow from.
  var base: Int?
  /// For a save: the number of the entry that left the version it was edited from.
  var origin: Int?
  /// For a save that a rewrite took in: the number of that rewrite's entry, which comes behind
  /// it. Without that one it says nothing.
  var partOf: Int?
  /// What the merge of a save did beside taking what was typed.
  var merges: [RowMerge] = []
  /// How many conflicts there were in all, this entry's included.
  var conflicts = 0
  /// The queue's id; `nil` where there never was a database.
  var mark: QueueMark?
  /// Whether the file was rewritten in place, and whether that was ended.
  var inPlace: InPlace?

  package enum InPlace: String, Sendable { case begun, ended }

  package static let externalActor = "external"
  /// What an entry is called that only brings saves together.
  static let mergeCommand = "merge"
  /// The same of one that only says the queue's id.
  static let markCommand = "queue_id"
}
