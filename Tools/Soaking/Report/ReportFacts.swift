/// What a report says of where its figures come from.
public struct ReportFacts: Equatable, Sendable {
  /// `short`.
  public let profileName: String
  /// `2026-01-31`.
  public let date: String
  /// The line that was typed.
  public let command: String
  /// As `orch --version` tells it.
  public let version: String
  public let fileSystem: String

  public init(
    profileName: String, date: String, command: String, version: String, fileSystem: String
  ) {
    self.profileName = profileName
    self.date = date
    self.command = command
    self.version = version
    self.fileSystem = fileSystem
  }
}
