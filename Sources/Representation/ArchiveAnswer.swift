public import Engine
public import Shaping

/// What went to the archive, or would go.
public struct ArchiveAnswer: Shaped {
  private let archived: Archived
  private let isDryRun: Bool

  public init(_ archived: Archived, isDryRun: Bool) {
    (self.archived, self.isDryRun) = (archived, isDryRun)
  }

  public static var shapeName: StaticString { "gc" }
  public static func shape(_ fields: inout Fields<ArchiveAnswer>) {
    fields.add("path", \.archived.path, "the archive")
    fields.add("archived", \.archived.ids, "the rows that went there, or would go")
    fields.add("dry_run", \.isDryRun, "whether it is a dry run")
    fields.add(
      "files", \.archived.files,
      "the files of attempts and refused reports that went along, or would go")
    fields.addIfAny(
      "expired", \.archived.expired?.count,
      "the attempts that were removed, or would be; only with `retention`")
  }
}
