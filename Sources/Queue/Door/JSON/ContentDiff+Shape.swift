import Model
public import Text

extension ContentDiff: Shaped {
  public static var shapeName: StaticString { "changes since approval" }
  public static func shape(_ fields: inout Fields<ContentDiff>) {
    fields.add("id", \.id)
    fields.add("approved", \.approved, "the digest of the approved content")
    fields.add("approval_digest", \.now, "the digest of the current content")
    fields.add("changed", \.changes, "the parts that differ")
  }

  /// Each part that changed, followed by its lines before and after, as in a diff.
  public var lines: [String] {
    changes.flatMap { change in
      ["@@ \(change.part.rawValue) @@"]
        + UnifiedDifference(old: Self.lines(change.from), new: Self.lines(change.to)).body
    }
  }

  private static func lines(_ text: String?) -> [String] {
    let lines = text?.split(omittingEmptySubsequences: false) { $0.isNewline } ?? []
    return (lines.last?.isEmpty ?? false ? lines.dropLast() : lines[...]).map {
      String($0).escaped
    }
  }
}

extension ContentDiff.Change: Shaped {
  public static var shapeName: StaticString { "change since approval" }
  public static func shape(_ fields: inout Fields<ContentDiff.Change>) {
    fields.add(
      "field", \.part.rawValue,
      """
      `task`, `success_criteria`, `notes`, `brief`, `worker`, `repo`, `id`, `question`, `base`, \
      `commit` or `report`, which is a digest
      """)
    fields.add("from", \.from, "the approved text; null if the part was empty")
    fields.add("to", \.to, "the current text")
  }
}
