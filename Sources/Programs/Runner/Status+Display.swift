public import Model
public import Text

extension Status {
  /// The colour of the status on a terminal, in addition to its word.
  public var color: Paint.Color? {
    switch self {
    case .pending: nil
    case .inProgress: .blue
    case .done: .green
    case .failed: .red
    case .blocked: .yellow
    }
  }

  /// The status as one column, if there is no colour or no room for the word. ASCII characters are
  /// one column wide in every terminal and font.
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

extension [Status: Int] {
  /// `PENDING=1`, for each status.
  public func words(_ paint: Paint = Paint(isOn: false)) -> [String] {
    Status.summaryOrder.map { paint("\($0.rawValue)=\(self[$0] ?? 0)", $0.color) }
  }
}
