import Host

/// A span of a row's trace: the row, an attempt, a check or a merge.
struct Span: Equatable, Sendable {
  /// 32 hexadecimal digits.
  let trace: String
  /// 16 hexadecimal digits.
  let id: String
  /// The span of which this one is a part; `nil` for a row.
  let parent: String?
  let kind: Kind
  /// In seconds since 1970, as precise as the history.
  let start: Int
  let end: Int
  var isError = false
  var attributes: [Attribute] = []
  var events: [Event] = []

  /// What a span is about. The raw value is its name.
  enum Kind: String, CaseIterable, Sendable {
    /// A row, from its addition, or from its opening after an end, to its end.
    case row
    /// From the claim of a row to the end of the claim.
    case attempt
    /// From the arrival of a report to its verdict.
    case check
    /// The merge of a row's work. For a pull request, from the time at which it can be merged.
    case merge
  }

  struct Attribute: Equatable, Sendable {
    let key: String
    let value: Value

    enum Value: Equatable, Sendable {
      case text(String)
      case integer(Int)
      case number(Double)
      case flag(Bool)
    }

    /// `nil` if there is no value.
    static func text(_ key: String, _ value: String?) -> Attribute? {
      value.map { Attribute(key: key, value: .text($0)) }
    }

    static func integer(_ key: String, _ value: Int?) -> Attribute? {
      value.map { Attribute(key: key, value: .integer($0)) }
    }

    static func flag(_ key: String, _ value: Bool?) -> Attribute? {
      value.map { Attribute(key: key, value: .flag($0)) }
    }

    static func number(_ key: String, _ value: Double?) -> Attribute? {
      value.map { Attribute(key: key, value: .number($0)) }
    }
  }

  /// Something at the end of the span: the finding on one criterion.
  struct Event: Equatable, Sendable {
    let name: String
    let attributes: [Attribute]
  }

  /// The id of a row's trace. It depends only on the queue and the row, so that data that is sent
  /// again does not become another trace.
  ///
  /// - Parameters:
  ///   - history: the id of the queue's history.
  ///   - row: the row's id.
  static func traceID(ofRow row: String, in history: String) -> String {
    digits(32, of: "orch\n\(history)\n\(row)")
  }

  /// The id of the span that began with an entry of the history.
  static func id(_ kind: Kind, begunBy sequence: Int, in trace: String) -> String {
    digits(16, of: "\(trace)\n\(kind.rawValue)\n\(sequence)")
  }

  private static func digits(_ count: Int, of text: String) -> String {
    String(SHA256.hexDigest(of: Array(text.utf8)).prefix(count))
  }
}
