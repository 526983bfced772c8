public import Text

/// Why a line, an entry or a file of a form is not read.
public enum UnreadReason: Equatable, Sendable {
  // Reasons about files.
  /// A file or a folder that the system refuses to read, in the system's words.
  case notReadable(String)
  /// Bytes that are not UTF-8.
  case notUTF8
  case notJSON(JSONError)
  /// A file or a folder in which nothing has the form of a task.
  case noTasks

  // Reasons about fields.
  /// A task without a required field, such as its id or its title.
  case missingField(String)
  /// A field whose value has another type than the form defines, such as a number in place of a
  /// list.
  case wrongType(field: String)
  /// A value that the form doesn't have for this field; the task is read without it.
  case unknownValue(field: String, value: String)

  // Reasons about Markdown.
  /// A list item with a box but without the number that the form gives its tasks.
  case noNumber
  /// A code fence without an end; what follows is read as if the fence weren't there.
  case unclosedFence
  /// A comment without an end; what follows is read as if the comment weren't there.
  case unclosedComment
  /// So many edges from one wave of tasks to the next that they are left out.
  case tooManyEdges(Int)

  // Reasons about the YAML between `---` and `---` at the head of a file.
  case noFrontMatter
  case unclosedFrontMatter
  /// A line of YAML beyond texts, lists of texts and blocks of text, such as a nested map.
  case unsupportedYAML
  /// A name that occurs earlier in the same place.
  case repeatedField(String)

  // Reasons about CSV.
  /// A quotation mark that is not closed before the end of the file.
  case unclosedQuote
  /// A record with more fields than the first one.
  case tooManyFields(Int, of: Int)
  /// A first record that names no column with the tasks' titles.
  case noTitleColumn

  // Reasons about the JSON of a queue.
  /// A document of a version that this program does not know.
  case unknownVersion(String)
}

extension UnreadReason {
  /// What is wrong with a text that is not JSON, without its line; empty for other reasons.
  public var mistakeInJSON: String {
    if case .notJSON(let error) = self { error.textInLine } else { "" }
  }
}
