import TextWidth

extension StyledText {
  /// The text, with `…` at its end where it is wider than so many columns.
  public func cut(to width: Int) -> StyledText {
    guard DisplayWidth.of(plain) > width else { return self }
    var parts: [Run] = []
    var room = width
    for run in runs {
      let needed = DisplayWidth.of(run.text)
      if needed < room {
        parts.append(run)
        room -= needed
      } else {
        // Even what would fill the room just so has to leave a place for the mark.
        parts.append(Run(DisplayWidth.cut(run.text + "  ", to: room), run.style))
        break
      }
    }
    return StyledText(joining: parts)
  }
}
