public import CommandLineKit
public import QueueModel

extension Status {
  /// The colour of the status on a terminal; its word says the same.
  public var color: Paint.Color? {
    switch self {
    case .pending: nil
    case .inProgress: .blue
    case .done: .green
    case .failed: .red
    case .blocked: .yellow
    }
  }
}
