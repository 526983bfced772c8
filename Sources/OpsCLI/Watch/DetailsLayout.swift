import CommandLineKit

/// How much of a row's details a screen shows.
struct DetailsLayout {
  /// How many lines there are.
  let lineCount: Int
  /// How many of them are shown: all but the title and the last line of the screen.
  let room: Int

  init(_ model: WatchModel) {
    let lines = model.details?.lines(
      width: model.size.columns, Paint(isOn: false), at: model.now)
    lineCount = lines?.count ?? 0
    room = max(1, model.size.rows - 2)
  }
}
