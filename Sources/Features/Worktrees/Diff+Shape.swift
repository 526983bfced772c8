public import Git
public import Text

/// What the work on a row changes.
public struct DiffAnswer: Shaped {
  private let diff: WorkDiff

  public init(_ diff: WorkDiff) { self.diff = diff }

  public static var shapeName: StaticString { "diff" }
  public static func shape(_ fields: inout Fields<DiffAnswer>) {
    fields.add("id", \.diff.id)
    fields.add("branch", \.diff.branch, "the row's branch")
    fields.add("base", \.diff.base.text, "the commit with which it is compared")
    fields.add("commit", \.diff.commit.text, "its last commit; the files may have more")
    fields.add("subject", \.diff.subject, "the first line of that commit's message")
    fields.add("files", \.diff.files, "the changed files")
  }
}

extension ChangedFile: Shaped {
  public static var shapeName: StaticString { "changed file" }
  public static func shape(_ fields: inout Fields<ChangedFile>) {
    fields.add("path", \.path, "from the top folder of the repository")
    fields.add(
      "change", \.change.word, "`added`, `modified`, `deleted` or `type_changed`, as to a link")
  }
}

extension ChangedFile.Change {
  fileprivate var word: String {
    switch self {
    case .added: "added"
    case .modified: "modified"
    case .deleted: "deleted"
    case .typeChanged: "type_changed"
    }
  }
}
