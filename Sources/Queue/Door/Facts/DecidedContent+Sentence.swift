import Model

extension [DecidedContent.Part] {
  /// ` (task, brief)`; empty for none.
  var inParentheses: String {
    isEmpty ? "" : " (\(map(\.rawValue).joined(separator: ", ")))"
  }
}
