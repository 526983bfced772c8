public import Door
import Host
public import Model
import QueueStore
import Stores
import Text

// A queue with history and archive as one document. It has the same contents that `copyQueue`
// copies.

extension TaskQueue {
  /// The whole queue: rows, history, archive, keys of requests and briefs.
  ///
  /// - Parameter template: the text around the table of a new file.
  /// - Returns: the document, the number of its rows, and the number of malformed rows that were
  ///   left out.
  public func wholeQueue(
    template: String, as caller: Caller
  ) throws(Problem) -> (document: [UInt8], rows: Int, leftOut: Int) {
    try asking {
      let folder = try TemporaryFolder(environment: opening.environment)
      let contents = try contentsStore(in: folder.path, template, as: caller).contents()
        .withPlainCopies(command: JournalEntry.copyCommand)
      let ids = Set((contents[.items] + contents[.archivedItems]).compactMap { $0[0] })
      let workspace = try workspace()
      let times = try CopiedTimes(of: self)
      var output = Array("{\"version\":\(QueueJSON.version),\n".utf8)
      output += "\"\(times.key)\":\(times.value),\n".utf8
      contents.writeMembers(to: &output)
      output += "\"briefs\":{".utf8
      QueueJSON.write(briefs: try workspace.neededBriefs(of: ids), to: &output)
      output += "}}\n".utf8
      let leftOut = try isInTable ? fileStore().document().malformedRows?.count ?? 0 : 0
      return (output, ids.count, leftOut)
    }
  }

  /// Imports such a document to a place that was never used, and makes the place if it is missing.
  ///
  /// - Parameters:
  ///   - document: a document of `wholeQueue`.
  ///   - target: the path of a table (`*.md`) or database, or the address of a server.
  ///   - source: the document's name, for messages.
  ///   - template: the text around the table of a new file with this zone and these headings.
  /// - Returns: how many rows were imported, including archived ones.
  public func importWholeQueue(
    _ document: [UInt8], to target: String, from source: String,
    template: (QueueZone, TimeHeadings) -> String, as caller: Caller
  ) throws(Problem) -> Int {
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue(parsing: document) } catch {
      throw .noWholeQueue(source, Sentence("not JSON: \(error)", "JSON이 아닙니다: \(error)"))
    }
    guard let object = value.objectValue, let contents = QueueContents(members: object) else {
      throw .noWholeQueue(source, Sentence("the document has no history", "이력이 없습니다"))
    }
    if let version = object["version"], version != .integer(QueueJSON.version) {
      throw .noWholeQueue(source, UnreadReason.unknownVersion("\(version)").sentence)
    }
    if let id = contents.repeatedID {
      throw .noWholeQueue(
        source, Sentence("two rows have the id \(id.escaped)", "id가 \(id.escaped)인 행이 둘입니다"))
    }
    if let number = contents.largeNumber {
      throw .noWholeQueue(
        source, Sentence("the number \(number) is too large", "\(number)은(는) 너무 큰 수입니다"))
    }
    let times: CopiedTimes?
    do throws(UnreadReason) { times = try CopiedTimes(object) } catch {
      throw .noWholeQueue(source, error.sentence)
    }
    return try asking {
      let folder = try TemporaryFolder(environment: opening.environment)
      let queue = try queueForCopy(at: target, keeping: times, of: source, as: caller)
      let store = try queue.contentsStore(
        in: folder.path, template(queue.zone(), queue.timeHeadings()), copying: source, as: caller)
      let workspace = try queue.workspace()
      let briefs = (object["briefs"]?.objectValue?.members ?? []).compactMap { member in
        member.value.stringValue.map { (id: member.key, text: $0) }
      }
      for (id, text) in briefs {
        guard ItemID.isWellFormed(id) else { throw Problem.refused(.illFormedID(id)) }
        if let found = workspace.wholeBrief(of: id), found != text {
          throw Problem.briefExists(path: workspace.briefPath(of: id), id: id)
        }
      }
      try Directory.createWithParents(workspace.home)
      // The briefs are written first. If a crash interrupts this, the next call completes it if
      // there are no rows yet.
      var added: [String] = []
      do {
        for (id, text) in briefs where try workspace.keepBrief(text, of: id) { added.append(id) }
        guard try store.fill(with: contents) else { throw Problem.placeIsUsed(target) }
      } catch {
        for id in added { try? workspace.removeBrief(of: id) }
        throw error
      }
      return contents[.items].count + contents[.archivedItems].count
    }
  }
}

extension QueueContents {
  /// An id that two rows share; `nil` if there is none. An archived row may have the id of a newer
  /// row.
  fileprivate var repeatedID: String? {
    for table: Table in [.items, .archivedItems] {
      var ids: Set<String> = []
      for case let id?? in self[table].map(\.first) where !ids.insert(id).inserted { return id }
    }
    return nil
  }
}

extension Problem {
  fileprivate static func noWholeQueue(_ source: String, _ why: Sentence) -> Problem {
    .adapter(
      .malformedTasks,
      Sentence(
        "\(source) is not a whole queue: \(why.english)", "\(source): 큐 전체가 아닙니다: \(why.korean)"),
      hint: Sentence(
        "orch export --to json --all writes one; import a document of rows without --all",
        "orch export --to json --all로 만듭니다. --all이 없으면 행만 가져옵니다"))
  }
}
