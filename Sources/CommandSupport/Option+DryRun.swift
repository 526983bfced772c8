public import CommandLineKit

extension Option {
  /// `--dry-run`.
  public static func dryRun(_ store: @escaping @Sendable (inout Root) -> Void) -> Self {
    .flag("--dry-run", "say what would become of it, and write nothing", store)
  }
}
