/// A character of a request that is invisible, or that makes others look as they are not.
public struct HiddenCharacter: Equatable, Sendable {
  public let scalar: Unicode.Scalar
  /// Counting from 1.
  public let line: Int
  /// In scalars, counting from 1.
  public let column: Int

  /// Where in `request` such characters stand. Line breaks and tabs are what a request may
  /// have; a mark of the byte order at its start is no part of it.
  ///
  /// - Parameters:
  ///   - request: any text.
  ///   - isHidden: which characters are of this kind.
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
