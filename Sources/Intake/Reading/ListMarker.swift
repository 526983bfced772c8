import Prose

/// What an entry of a list begins with. Source: the README of the labelled cases, "Lists".
struct ListMarker: Equatable {
  enum Style: Equatable {
    case bullet(Unicode.Scalar)
    case box
    /// `1.`
    case dotted
    /// `1)`
    case closed
    /// `(1)`
    case enclosed
    /// `1、`, `一、`
    case comma
    /// `①`
    case circled
  }

  let style: Style
  /// Its number, where it has one.
  let number: Int?
  /// Where the text of the entry begins; blanks may still precede it.
  let end: Int

  var isBullet: Bool { number == nil }

  /// Whether some marker begins at `index`, whatever stands around it.
  static func opens(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
    ListMarkerReader(scalars: scalars).marker(at: index) != nil
  }
}
