/// How urgent a row is: P0 before P1 before P2, and a spelling that nobody
/// knows after all of them.
public enum Priority: Hashable, Sendable {
  case p0, p1, p2
  /// What the cell says when it is none of the three.
  case unknown(String)

  /// The priorities that `add` takes, most urgent first.
  public static let known: [Priority] = [.p0, .p1, .p2]

  public init(_ text: String) {
    self = Priority.known.first { $0.text == text } ?? .unknown(text)
  }

  /// The cell's text.
  public var text: String {
    switch self {
    case .p0: "P0"
    case .p1: "P1"
    case .p2: "P2"
    case .unknown(let text): text
    }
  }

  /// The place in the order of picking: 0 for P0 up to 3 for unknown.
  public var rank: Int {
    switch self {
    case .p0: 0
    case .p1: 1
    case .p2: 2
    case .unknown: 3
    }
  }
}
