/// A character of a request that is invisible, or that makes other characters look different.
public struct HiddenCharacter: Equatable, Sendable {
  public let scalar: Unicode.Scalar
  /// The line, from 1.
  public let line: Int
  /// The column in scalars, from 1.
  public let column: Int

  /// The places of such characters in `request`. Line breaks and tabs are allowed in a request. A
  /// byte order mark at the start is not part of the request.
  ///
  /// - Parameter isHidden: decides whether a character is hidden.
  public static func places(
    in request: String, where isHidden: (Unicode.Scalar) -> Bool
  ) -> [HiddenCharacter] {
    var places: [HiddenCharacter] = []
    var (line, column) = (1, 0)
    var isAfterReturn = false
    for scalar in request.unicodeScalars {
      column += 1
      if scalar == "\n" || scalar == "\r" {
        if scalar == "\r" || !isAfterReturn { line += 1 }
        column = 0
      } else if scalar != "\t", isHidden(scalar), scalar != "\u{FEFF}" || (line, column) != (1, 1) {
        places.append(HiddenCharacter(scalar: scalar, line: line, column: column))
      }
      isAfterReturn = scalar == "\r"
    }
    return places
  }
}
