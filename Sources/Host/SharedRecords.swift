/// Texts by kind and key that all machines of a queue share, in the place of files beside it.
public protocol SharedRecords: Sendable {
  /// - Returns: `nil` where there is none.
  func text(_ kind: String, _ key: String) throws(SystemError) -> String?

  /// All texts of a kind, by their keys.
  func texts(_ kind: String) throws(SystemError) -> [String: String]

  func keys(_ kind: String) throws(SystemError) -> [String]

  /// Adds a text, durably.
  ///
  /// - Returns: `false` where there is one, which stays.
  func add(_ text: String, _ kind: String, _ key: String) throws(SystemError) -> Bool

  /// Writes a text, durably.
  func replace(_ text: String, _ kind: String, _ key: String) throws(SystemError)

  /// Removes a text, durably; nothing happens where there is none.
  func remove(_ kind: String, _ key: String) throws(SystemError)
}
