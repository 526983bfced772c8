/// The words by which people sort rows, such as `bug` or `ui`.
public enum Labels {
  /// The labels of a cell, a note or an option, separated by commas or blanks, without duplicates.
  public static func list(_ text: String) -> [String] {
    Dependencies.ids(in: text).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The labels in the form of a cell or note; `nil` if there are none.
  public static func text(_ labels: [String]) -> String? {
    labels.isEmpty ? nil : list(labels.joined(separator: ",")).joined(separator: ",")
  }
}
