import Foundation
import TestSupport
import Testing
import Text

/// A folder after an accident, and what has to be true of it.
struct CrashAftermath {
  let folder: String
  /// What happened, for messages.
  let story: Comment

  var text: String { (try? contents(of: "\(folder)/QUEUE.md")) ?? "" }

  /// Checks that the queue has `text`, and that it and its sidecar serve all
  /// further commands.
  ///
  /// - Parameter isChanged: whether `text` has the change that met the accident.
  func check(_ text: String, isChanged: Bool) throws {
    #expect(self.text == text, story)
    try checkList(of: text)
    // A reader sees what the crash left, a writer has brought it in order.
    try checkLease(in: text)
    try checkNextAddition(to: text)
    try checkLease(in: text)
    try checkNextPick(in: text)
    try checkSidecar(isChanged: isChanged)
  }

  // MARK: The next commands

  private func checkList(of text: String) throws {
    let list = try CrashScene.orch(["list"], in: folder)
    #expect(list.status == 0 && list.errors == "", story)
    #expect(list.output == QueueRow.rows(in: text).map { $0.listed + "\n" }.joined(), story)
  }

  private func checkNextAddition(to text: String) throws {
    let addition = try CrashScene.orch(CrashScene.addition("NEXT", task: "Go on"), in: folder)
    #expect(addition.output == "Added NEXT\n", story)
    #expect(
      addition.status == 0 && addition.errors == "", "\(story): \(addition)")
    #expect(self.text != text && self.text.withoutRow("NEXT") == text, story)
  }

  /// What waits is handed out, what was claimed is not.
  private func checkNextPick(in text: String) throws {
    let pick = try CrashScene.orch(["pick"], in: folder)
    let next = QueueRow.rows(in: text).first { $0.status == "PENDING" }
    #expect(pick.output == (next?.id ?? "NEXT") + "\n" && pick.errors == "", story)
  }

  /// The lease of A belongs to the owner of its row while A is `IN_PROGRESS`; otherwise there is
  /// none.
  private func checkLease(in text: String) throws {
    let show = try CrashScene.orch(["show", "A", "--json"], in: folder)
    let item = try JSONValue(parsing: Array(show.output.utf8)).objectValue?["item"]?.objectValue
    let row = QueueRow.rows(in: text).first { $0.id == "A" }
    let worker = row?.status == "IN_PROGRESS" ? row?.owner : nil
    #expect(item?["lease_owner"]?.stringValue == worker, "\(story): \(show)")
  }

  // MARK: The sidecar

  private func checkSidecar(isChanged: Bool) throws {
    let journal = try contents(of: "\(folder)/.orch/journal.jsonl")
    #expect(journal.hasSuffix("}\n"), story)
    let entries = try JournalLine.lines(in: journal)
    #expect(entries.map(\.sequence) == Array(1...entries.count), story)
    let mine = entries.filter { $0.trace == CrashScene.trace && !$0.isExternal }
    #expect(mine.count == (isChanged ? 1 : 0), story)
    #expect(entries.filter(\.isExternal) == [], story)
    #expect(entries.last?.inode == (try inode(of: "QUEUE.md")), story)
    #expect(try names("/.orch/gen") == ["\(entries.count)"], story)
    // What is known of claims may be behind: the journal makes up for it.
    let files = try names("/.orch").subtracting(["claims.json", "claims.json.new"])
    #expect(files == [".gitignore", "gen", "journal.jsonl", "lock", "versions"], story)
    #expect(try names("") == [".orch", "QUEUE.md", "logs"])
    #expect(try contents(of: "\(folder)/.orch/.gitignore") == "*\n", story)
  }

  private func names(_ path: String) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder + path))
  }

  private func inode(of name: String) throws -> String {
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
    return "\(attributes[.systemFileNumber] ?? "")"
  }
}

extension String {
  /// The text without the line of a row.
  func withoutRow(_ id: String) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("| \(id) |") }.joined(separator: "\n")
  }
}

/// A row of a queue's text, read in the simplest way: no cell of these tests
/// holds a pipe.
struct QueueRow: Equatable {
  let id: String, status: String, priority: String, task: String, owner: String, notes: String

  /// Its line in `orch list`.
  var listed: String { [id, status, priority, task].joined(separator: "\t") }

  static func rows(in text: String) -> [QueueRow] {
    text.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| -") }.dropFirst()
      .map { line in
        let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        return QueueRow(
          id: cells[0], status: cells[1], priority: cells[2], task: cells[3], owner: cells[5],
          notes: cells[8])
      }
  }
}

/// What these tests compare of a line of the journal.
struct JournalLine: Equatable {
  let sequence: Int
  let trace: String
  let id: String?
  let isExternal: Bool
  /// The inode of the file that it left.
  let inode: String?

  /// `begun` and `ended`, the two lines of a rewrite in place, or `nil`.
  let inPlace: String?

  /// The changes that the lines record, the two of a rewrite in place as one.
  static func lines(in text: String) throws -> [JournalLine] {
    let lines = try text.split(separator: "\n").map { try JournalLine($0) }
    return zip(lines, lines.dropFirst().map(Optional.some) + [nil]).filter { line, next in
      line.inPlace != "begun" || next?.inPlace != "ended" || line.sequence != next?.sequence
    }.map(\.0)
  }

  private init(_ line: Substring) throws {
    let object = try #require(try JSONValue(parsing: Array(line.utf8)).objectValue, "\(line)")
    sequence = try #require(object["seq"]?.integerValue)
    trace = object["trace"]?.stringValue ?? ""
    id = object["id"]?.stringValue
    isExternal = object["command"]?.stringValue == "external_edit"
    inode = object["identity"]?.objectValue?["ino"]?.stringValue
    inPlace = object["in_place"]?.stringValue
  }
}
