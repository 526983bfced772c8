import Model
import Text

/// The entries that were read. They are recorded because an entry may occur twice: after a crash
/// during archiving some entries are in two files, and a rewrite in place has two lines, one after
/// the other.
struct SeenEntries {
  private let isOfSeveralFiles: Bool
  private var keys: Set<Key> = []
  private var previous: Int?

  init(ofSeveralFiles isOfSeveralFiles: Bool) { self.isOfSeveralFiles = isOfSeveralFiles }

  /// - Returns: whether the entry is new.
  mutating func insert(_ entry: some NumberedEntry) -> Bool {
    defer { previous = entry.sequence }
    return isOfSeveralFiles
      ? keys.insert(Key(sequence: entry.sequence, time: entry.seconds)).inserted
      : entry.sequence != previous
  }

  /// The time is part of the key: after a journal was deleted, numbers start again at 1.
  private struct Key: Hashable {
    let sequence: Int
    /// In seconds since 1970; `nil` if it is unreadable.
    let time: Int?
  }
}

/// The number and the time of an entry, read from the beginning of its line.
struct EntryHead {
  let sequence: Int
  private let time: QueueTime

  /// - Returns: `nil` if the line does not begin as `orch` writes it.
  init?(_ line: UnsafeRawBufferPointer) {
    // {"seq":1,"ts":"2026-01-31T18:00:00+09:00"
    guard line.starts(with: Self.beginning) else { return nil }
    let digits = line.dropFirst(Self.beginning.count).prefix { $0 != UInt8(ascii: ",") }
    let rest = line[digits.endIndex...]
    guard let sequence = JSONMembers.integer(of: .init(rebasing: digits)),
      rest.starts(with: Self.middle),
      let time = QueueTime(iso8601: .init(rebasing: rest.dropFirst(Self.middle.count).prefix(25)))
    else { return nil }
    (self.sequence, self.time) = (sequence, time)
  }

  private static let (beginning, middle) = (Array("{\"seq\":".utf8), Array(",\"ts\":\"".utf8))

  /// Whether the entry was written before a time; `false` without a time.
  func isBefore(_ start: QueueTime?) -> Bool { start.map { time < $0 } ?? false }
}

/// An entry of the journal of which all or some members were read.
protocol NumberedEntry {
  var sequence: Int { get }
  /// The time in seconds since 1970; `nil` if it is unreadable.
  var seconds: Int? { get }
}

extension JournalEntry.Parsed: NumberedEntry {
  var seconds: Int? { QueueTime(iso8601: time)?.epochSeconds }
}
extension StatusEntry: NumberedEntry {}
