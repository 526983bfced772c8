public import Text

/// Why a line, an entry or a file of a form is not read.
public enum UnreadReason: Equatable, Sendable {
  // Of files.
  /// A file or a folder that the system refuses to read, in its words.
  case notReadable(String)
  /// Bytes that are no UTF-8.
  case notUTF8
  case notJSON(JSONError)
  /// A file, or a folder, in which nothing has the form of a task.
  case noTasks

  // Of fields.
  /// A task without the field that it can't do without, such as its id or its title.
  case missingField(String)
  /// A field whose value is of another type than the form says, such as a number for a list.
  case wrongType(field: String)
  /// A value that the form doesn't have for this field; the task is read without it.
  case unknownValue(field: String, value: String)

  // Of Markdown.
  /// A list item with a box and without the number that the form gives its tasks.
  case noNumber
  /// A code fence without an end; what follows is read as if it weren't there.
  case unclosedFence
  /// A comment without an end; what follows is read as if it weren't there.
  case unclosedComment
  /// So many edges from one wave of tasks to the next that they are left out.
  case tooManyEdges(Int)

  // Of the YAML between `---` and `---` at the head of a file.
  case noFrontMatter
  case unclosedFrontMatter
  /// A line of YAML beyond texts, lists of texts and blocks of text, such as a nested map.
  case unsupportedYAML
  /// A name that stands there before.
  case repeatedField(String)

  // Of CSV.
  /// A quotation mark that is not closed before the end of the file.
  case unclosedQuote
  /// A record with more fields than the first one.
  case tooManyFields(Int, of: Int)
  /// A first record that names no column with the tasks' titles.
  case noTitleColumn

  // Of the JSON of a queue.
  /// A document of a version that this program does not know.
  case unknownVersion(String)
}

extension UnreadReason {
  /// What is wrong with a text that is no JSON, without its line; empty for other reasons.
  public var mistakeInJSON: String {
    if case .notJSON(let error) = self { error.textInLine } else { "" }
  }
}
