/// What the mirror knows of a file.
enum MirrorStanding: Equatable {
  /// The database never agreed with any file.
  case never
  /// Both agreed when the file's journal had come to this entry.
  case agreed(through: Int)
  /// The database agreed with another file, which is still there: this one is a copy, from
  /// which nothing is taken.
  case anotherFile
}
