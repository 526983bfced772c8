/// What the mirror knows of a file.
enum MirrorState: Equatable {
  /// The database never agreed with any file.
  case never
  /// Both agreed when the file's journal had come to this entry.
  case agreed(through: Int)
  /// The database agreed with another file, which is still there: this one is a copy, from
  /// which nothing is taken.
  case anotherFile

  /// - Parameters:
  ///   - head: what the database says.
  ///   - file: the path of the file in hand.
  init(_ head: MirrorHead?, of file: String, database: String) {
    self =
      switch head {
      case nil: .never
      case let head? where head.describes(file, database: database):
        .agreed(through: head.through)
      case _: .anotherFile
      }
  }
}
