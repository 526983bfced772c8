import TextWidth

/// A word that may stand where somebody is typing, and what it means.
public struct Candidate: Equatable, Sendable {
  public let value: String
  /// One line; may be empty.
  public let description: String

  public init(_ value: String, _ description: String = "") {
    self.value = value
    self.description = description
  }
}

extension [Candidate] {
  /// Each as `value⇥description`, for a shell that shows both by itself.
  public var tabbed: [String] { map { "\($0.value)\t\($0.shortDescription)" } }

  /// Each as a line of two columns, for a shell that shows nothing but words.
  public var aligned: [String] {
    let width = map { DisplayWidth.of($0.value) }.max() ?? 0
    return map { candidate in
      candidate.description.isEmpty
        ? candidate.value
        : "\(DisplayWidth.pad(candidate.value, to: width))  \(candidate.shortDescription)"
    }
  }
}

extension Candidate {
  /// With a value of usual length beside it, a line of a terminal holds this.
  private static let descriptionWidth = 60

  fileprivate var shortDescription: String {
    DisplayWidth.cut(description, to: Self.descriptionWidth)
  }
}
