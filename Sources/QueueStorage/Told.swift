/// What people should hear of the last thing that a store did, whatever came of it.
///
/// `@unchecked`: a store is used by one thread, like the command that made it.
public final class Told: @unchecked Sendable {
  /// A line each.
  public private(set) var notices: [String] = []
  /// Those of them that tell where somebody's work was put aside.
  public private(set) var urgent: [String] = []
  public private(set) var malformedRows: MalformedRows?

  /// The number of the entry that tells of it in the file's journal; `nil` where nothing
  /// was rewritten.
  var sequence: Int?

  public init() {}

  func take(_ notices: [String], urgent: [String]? = nil, _ malformedRows: MalformedRows?) {
    self.notices = notices
    self.urgent = urgent ?? notices
    self.malformedRows = malformedRows
  }
}
