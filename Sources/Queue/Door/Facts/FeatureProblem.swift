/// An error that converts itself to a problem.
public protocol ProblemSource: Error {
  var problem: Problem { get }
}

/// Why a feature did not do something. Only the feature itself switches over the cases. Other code
/// shows the words, and decides by the kind and the other properties.
public protocol FeatureProblem: ProblemSource, Equatable, Sendable {
  var kind: Problem.Kind { get }
  /// A sentence about the problem, and a hint what to do.
  var words: Words { get }
  /// Whether the problem concerns the report of one row only.
  var concernsOneRow: Bool { get }
  /// Whether git refused or did not answer. Then a retry takes time and may fail again.
  var isOfGit: Bool { get }
}

extension FeatureProblem {
  public var concernsOneRow: Bool { false }
  public var isOfGit: Bool { false }

  public var problem: Problem { .fact(Fact(self)) }

  fileprivate func isEqual(to other: any FeatureProblem) -> Bool { self == other as? Self }
}

/// The problem of any feature.
public struct Fact: Equatable, Sendable {
  public let problem: any FeatureProblem

  public init(_ problem: some FeatureProblem) { self.problem = problem }

  public static func == (one: Fact, other: Fact) -> Bool { one.problem.isEqual(to: other.problem) }
}

extension Problem {
  /// The problem in the type of the feature; `nil` for a problem of another feature.
  public func fact<Value: FeatureProblem>(_: Value.Type = Value.self) -> Value? {
    if case .fact(let fact) = self { fact.problem as? Value } else { nil }
  }
}
