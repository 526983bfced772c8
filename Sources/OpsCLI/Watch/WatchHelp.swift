/// What each key does, for the screen that tells it.
enum WatchHelp {
  static let keys: [(key: String, meaning: String)] = [
    ("q", "leave; in details and here, back"),
    ("up, down, k, j", "choose a row; in details, scroll"),
    ("page up, page down, space", "a page further"),
    ("home, end", "the first row, the last"),
    ("enter", "everything about the chosen row"),
    ("esc", "back; choose no row"),
    ("r", "do what ops retry does to the row; it asks"),
    ("c", "do what ops cancel does to the row; it asks"),
    ("y, n", "the answer"),
    ("control-L", "draw the screen anew"),
  ]
}
