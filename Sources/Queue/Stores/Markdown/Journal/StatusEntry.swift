import Model
import Text

/// The changes of rows' status in a line of the journal, read without parsing the rest of the line.
struct StatusEntry {
  let sequence: Int
  /// The time in seconds since 1970; `nil` if it is unreadable.
  let seconds: Int?
  let changes: [StatusChange]

  /// - Returns: `nil` if the line is torn, or was changed by hand.
  init?(_ line: UnsafeRawBufferPointer) {
    guard JournalEntry.isSealed(line) else { return nil }
    var found = Members()
    JSONMembers.visit(line) { key, value in found.note(key, value) }
    guard let sequence = found.sequence, let time = found.time, let command = found.command else {
      return nil
    }
    self.sequence = sequence
    seconds = QueueTime(iso8601: .init(rebasing: time.dropFirst().dropLast()))?.epochSeconds
    guard found.isOfOneRow else {
      // The entry has several rows, the result of a merge, or facts.
      changes = JournalEntry.parse(line)?.historyEntries.map(StatusChange.init) ?? []
      return
    }
    if JournalEntry.silentCommands.contains(command) {
      changes = []
      return
    }
    var change = StatusChange(sequence: sequence, time: seconds, id: found.id, command: command)
    change.status = found.status
    change.isAddition = found.hasIDAfter && !found.hasIDBefore
    change.failure = found.failure
    change.hasFindings = found.hasFindings
    change.hasVerdict = found.hasVerdict
    change.undoes = found.undoes
    changes = [change]
  }

  private struct Members {
    var sequence: Int?
    var time: UnsafeRawBufferPointer?
    var command: String?
    var id: String?
    var before: UnsafeRawBufferPointer?
    var hasIDAfter = false
    var status: Status?
    var failure: FailureClass?
    var hasFindings = false
    var hasVerdict = false
    var undoes: Int?
    var isOfOneRow = true

    /// Whether the cells before the change include the id. Most entries do not change the id, so
    /// this is rarely read.
    var hasIDBefore: Bool {
      var isFound = false
      if let before {
        JSONMembers.visit(before) { column, _ in if column.isText("id") { isFound = true } }
      }
      return isFound
    }

    mutating func note(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
      switch key.count {
      case 2:
        if key.isText("ts"), value.first == UInt8(ascii: "\"") { time = value }
        if key.isText("id") { id = JSONMembers.text(of: value) }
      case 3: if key.isText("seq") { sequence = JSONMembers.integer(of: value) }
      case 4: if key.isText("rows") { isOfOneRow = false }
      case 5:
        if key.isText("facts") { isOfOneRow = false }
        if key.isText("after") {
          JSONMembers.visit(value) { column, text in
            if column.isText("id") { hasIDAfter = true }
            if column.isText("status") {
              status = JSONMembers.text(of: text).flatMap(Status.init(rawValue:))
            }
          }
        }
      case 6:
        if key.isText("before") { before = value }
        if key.isText("merges") { isOfOneRow = false }
        if key.isText("undoes") { undoes = JSONMembers.integer(of: value) }
      case 7:
        if key.isText("command") { command = JSONMembers.text(of: value) }
        if key.isText("failure") {
          failure = JSONMembers.text(of: value).flatMap(FailureClass.init(rawValue:))
        }
      case 9: if key.isText("guardrail") { hasFindings = true }
      case 11:
        if key.isText("review_gate") { (hasFindings, hasVerdict) = (true, true) }
      default: break
      }
    }
  }
}

extension UnsafeRawBufferPointer {
  func isText(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount
      && zip(self, UnsafeBufferPointer(start: text.utf8Start, count: count)).allSatisfy(==)
  }
}
