package import Host
package import Model
import Text
import Workers

/// Reads the content of rows that people decide about, and keeps the decided content in
/// `decisions/ID/DIGEST.json` in the sidecar, so that a later change can be shown.
package struct DecidedContents: Sendable {
  let workspace: Workspace
  let policy: Policy

  /// The current content of a row that a person decides about.
  package func content(of item: QueueItem, _ matter: DecidedContent.Matter) -> DecidedContent {
    var content = DecidedContent(of: item, matter, policy)
    content[.brief] = workspace.wholeBrief(of: item.id)
    content[.worker] = workspace.profiles.roster?.name(for: item)
    content[.repository] = workspace.repositoryName(of: item)
    guard matter == .result else { return content }
    let work = workspace.keptAttempts(of: item.id).last?.folder?.result()?.work
    (content[.base], content[.commit]) = (work?.base, work?.commit)
    content[.report] = workspace.reportOfAttempt(of: item.id).map {
      SHA256.hexDigest(of: Array($0.message.text.utf8))
    }
    return content
  }

  package func digest(of item: QueueItem, _ matter: DecidedContent.Matter) -> String {
    content(of: item, matter).digest
  }

  /// Whether a digest names the content. A digest of 1.0 is too short to be enough: the content
  /// that is kept for it must be the same, unless none is kept.
  package func isNamed(_ content: DecidedContent, of id: String, by digest: String) -> Bool {
    guard digest.utf8.count == DecidedContent.olderDigits else { return digest == content.digest }
    guard digest == content.olderDigest else { return false }
    return kept(digest, of: id).map {
      $0.olderText.utf8.elementsEqual(content.olderText.utf8)
    } ?? true
  }

  /// The reader for the rules.
  var reader: ContentReader {
    ContentReader(digest: digest(of:_:)) { item, matter, digest in
      isNamed(content(of: item, matter), of: item.id, by: digest)
    } changes: { item, digest in
      guard let kept = kept(digest, of: item.id) else { return [] }
      return content(of: item, item.matter).parts(unlike: kept)
    }
  }
}

extension DecidedContent {
  /// The first hexadecimal digits of the SHA-256 of the text.
  package var digest: String { Self.digest(of: text, Self.digits) }

  /// The digest of the same content in 1.0.
  package var olderDigest: String { Self.digest(of: olderText, Self.olderDigits) }

  private static func digest(of text: String, _ digits: Int) -> String {
    String(SHA256.hexDigest(of: Array(text.utf8)).prefix(digits))
  }

  fileprivate var json: JSONValue {
    .object(
      JSONObject(
        members: Part.allCases.compactMap { part in
          self[part].map { (part.rawValue, .string($0)) }
        }))
  }

  fileprivate init?(json bytes: [UInt8]) {
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue else { return nil }
    self.init()
    for part in Part.allCases { self[part] = object[part.rawValue]?.stringValue }
  }
}

// MARK: Decided content

extension DecidedContents {
  /// The folder in the sidecar.
  static let folder = "decisions"

  private static func folder(of id: String) -> String { "\(folder)/\(id)" }
  private static func path(of digest: String, _ id: String) -> String {
    "\(folder(of: id))/\(digest).json"
  }

  /// The content with a digest; `nil` if it is not kept.
  package func kept(_ digest: String, of id: String) -> DecidedContent? {
    guard ItemID.isWellFormed(id), digest.utf8.allSatisfy("0123456789abcdef".utf8.contains),
      let bytes = try? workspace.sharedFiles.bytes(of: Self.path(of: digest, id)),
      let content = DecidedContent(json: bytes),
      [content.digest, content.olderDigest].contains(digest)
    else { return nil }
    return content
  }

  /// Keeps the contents that the changes decided, the contents that await a decision since the
  /// changes, and the contents whose digests are in the notes of the rows. All other kept contents
  /// of these rows are removed. For a removed row nothing is kept, and for a restored row only
  /// content that has not changed. The files only help people: if a file can't be written, commands
  /// continue, and people see less.
  func keep(_ changes: [ItemChange]) {
    for change in changes where ItemID.isWellFormed(change.id) {
      if change.after == nil {
        if !(change.before?.digestsInNotes ?? []).isEmpty {
          Self.remove(change.id, in: workspace)
        }
        continue
      }
      let isBack = change.before == nil && !(change.after?.digestsInNotes ?? []).isEmpty
      guard change.digest != nil || isBack else { continue }
      let items = [change.before, change.after].compactMap(\.self)
      let named = Set(items.flatMap(\.digestsInNotes) + [change.digest ?? ""])
      let contents = items.flatMap { item in
        [content(of: item, .start), content(of: item, item.matter)]
      }
      let files = workspace.sharedFiles
      let folder = Self.folder(of: change.id)
      guard (try? files.makeFolder(folder)) != nil else { continue }
      for content in contents {
        for digest in [content.digest, content.olderDigest] where named.contains(digest) {
          if kept(digest, of: change.id) != nil { continue }
          let path = Self.path(of: digest, change.id)
          try? files.replace(path, with: "\(content.json)\n", mayBeLost: true)
        }
      }
      for name in (try? files.names(in: folder)) ?? []
      where !named.contains(where: { name == "\($0).json" }) {
        try? files.remove("\(folder)/\(name)")
      }
    }
  }

  /// The rows for which content is kept.
  package static func rows(in files: SharedFiles) -> [String] {
    ((try? files.names(in: folder)) ?? []).filter(ItemID.isWellFormed)
  }

  package static func remove(_ id: String, in workspace: Workspace) {
    let (files, folder) = (workspace.sharedFiles, folder(of: id))
    for name in (try? files.names(in: folder)) ?? [] { try? files.remove("\(folder)/\(name)") }
    try? Directory.removeFolder(files.shownPath(of: folder))
  }
}

extension QueueItem {
  fileprivate var digestsInNotes: [String] {
    approvedDigests + [withdrawnDigest].compactMap(\.self)
  }
}
