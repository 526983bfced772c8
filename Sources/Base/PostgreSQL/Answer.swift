import CPostgres

/// A statement with the values of its parameters `$1`, `$2`.
public struct Statement: Sendable {
  let sql: String
  let values: [String?]

  public init(_ sql: String, _ values: [(any Parameter)?] = []) {
    self.sql = sql
    self.values = values.map { $0?.parameterText }
  }
}

/// A value of a parameter.
public protocol Parameter {
  var parameterText: String { get }
}

extension String: Parameter { public var parameterText: String { self } }
extension Int: Parameter { public var parameterText: String { String(self) } }

/// The rows of a statement's answer.
public final class Answer {
  private let result: OpaquePointer

  init(_ result: OpaquePointer) { self.result = result }

  deinit { PQclear(result) }

  public var count: Int { Int(PQntuples(result)) }

  public var rows: [Row] { (0..<count).map { Row(answer: self, index: Int32($0)) } }

  public var first: Row? { count > 0 ? Row(answer: self, index: 0) : nil }

  /// A row, whose columns are counted from 0.
  public struct Row {
    let answer: Answer
    let index: Int32

    public func isNull(_ column: Int) -> Bool {
      PQgetisnull(answer.result, index, Int32(column)) != 0
    }

    public func text(_ column: Int) -> String {
      String(cString: PQgetvalue(answer.result, index, Int32(column)))
    }

    public func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

    public func int(_ column: Int) -> Int { Int(text(column)) ?? 0 }

    public func optionalInt(_ column: Int) -> Int? { isNull(column) ? nil : int(column) }
  }
}
