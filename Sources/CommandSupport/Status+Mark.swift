public import QueueModel

extension Status {
  /// One column that tells the statuses apart where there is no colour, or no
  /// room for the word. ASCII is one column wide in every terminal and font.
  public var mark: String {
    switch self {
    case .pending: "."
    case .inProgress: ">"
    case .done: "+"
    case .failed: "x"
    case .blocked: "!"
    }
  }
}
