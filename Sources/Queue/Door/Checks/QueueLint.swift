import Gate
import Host
public import Model
import QueueStore
import Stores
public import Table
import Workers

extension TaskQueue {
  /// What `orch lint` finds: all findings in the queue file, and those in the settings.
  public func lint() throws(Problem) -> [(file: String, finding: Finding)] {
    let (file, document) = try asking { (try queuePath(), try fileStore().document()) }
    // Settings that can't be read are reported elsewhere.
    let workers = (try? fileSettings())?.workers ?? WorkerProfiles()
    let settings = (try? settingsFile()) ?? []
    let inSettings = workers.profiles.flatMap { $0.findings(in: settings) }
    return findings(in: document).map { (Path.name(of: file), $0) }
      + inSettings.map { ("orch.json", $0) }
  }

  /// All findings in a version of the queue file, with those in its briefs and criteria, in the order
  /// of the lines.
  ///
  /// Settings that can't be read are left out: they are reported elsewhere.
  ///
  /// - Parameter document: the file as it is, or as an editor is about to save it.
  public func findings(in document: QueueDocument) -> [Finding] {
    check(document).findings
  }

  /// The same, for a program that checks one version after the other.
  ///
  /// - Parameter earlier: what the check of an earlier version left, with the same settings and rows.
  package func check(
    _ document: QueueDocument, since earlier: CheckedRows? = nil
  ) -> (findings: [Finding], rows: CheckedRows) {
    let settings = try? fileSettings()
    let workers = settings?.workers ?? WorkerProfiles()
    var facts: [String: [Finding.Fact]] = [:]
    if !workers.profiles.isEmpty { addBriefs(of: document, to: &facts) }
    addUnseenTexts(ofBriefsIn: document, to: &facts)
    let checks = settings.flatMap(MissingChecks.init)
    // Lazy: most tables refer only to rows that exist.
    lazy var table = try? fileStore().snapshot()
    return document.lintChanges(
      workers.profiles.isEmpty ? nil : workers.roster(), facts: facts,
      criteria: { item in
        Proof.malformed(in: item.successCriteria).map { .malformedProof($0) }
          + (checks?.names(of: item).map { .missingCheck($0, known: checks?.known ?? []) } ?? [])
          + unreadableSchemas(of: item)
      }, since: earlier, absence: { try? table?.absence(of: $0) })
  }

  private func unreadableSchemas(of item: QueueItem) -> [Finding.Fact] {
    Checklist(item.successCriteria ?? "").items.compactMap { criterion in
      guard case .json(_, let path?)? = Proof.parse(criterion),
        let root = try? workspace().projectRoot()
      else { return nil }
      do throws(JSONSchemaFile.Fault) {
        _ = try JSONSchemaFile.read(path, below: Path.resolved(root) ?? root)
        return nil
      } catch {
        return .unreadableSchema(path: path, reason: error.reason)
      }
    }
  }

  /// Adds the texts in briefs of unfinished rows that people do not see.
  private func addUnseenTexts(
    ofBriefsIn document: QueueDocument, to facts: inout [String: [Finding.Fact]]
  ) {
    guard let home = try? home() else { return }
    let found = unseenTextsOfBriefs { document.status(of: $0).map { !$0.isFinished } ?? false }
    for (id, (path, texts)) in found {
      facts[id, default: []] += texts.map {
        .unseenText($0, path: Path.relative(path, to: home))
      }
    }
  }

  /// Adds what is wrong with the briefs of rows that workers may get.
  private func addBriefs(
    of document: QueueDocument, to facts: inout [String: [Finding.Fact]]
  ) {
    guard let home = try? home() else { return }
    let warnings = briefWarnings { document.status(of: $0).map { !$0.isFinished } ?? false }
    for (id, warning) in warnings {
      switch warning {
      case .failure(.badBrief(let path, _, let problem)):
        facts[id, default: []].append(.badBrief(path: Path.relative(path, to: home), problem))
      case .longBrief(let path, let bytes, let limit):
        facts[id, default: []].append(
          .longBrief(path: Path.relative(path, to: home), bytes: bytes, limit: limit))
      default: break
      }
    }
  }
}

extension WorkerProfile {
  /// The unknown placeholders, each at its first position in `orch.json`.
  fileprivate func findings(in settings: [UInt8]) -> [Finding] {
    unknownPlaceholders.map { word, key in
      let lines = settings.prefix(settings.firstOffset(of: Array(word.utf8), from: 0) ?? 0)
        .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let before = lines.last.map { String(decoding: $0, as: UTF8.self) } ?? ""
      let known = Placeholder.allCases.map(\.rawValue)
      return Finding(
        .unknownPlaceholder(word, key: key, known: known), line: max(lines.count, 1),
        column: before.unicodeScalars.count + 1)
    }
  }
}
