public import Text

/// Why a line, an entry or a file of a form is not read.
public enum UnreadReason: Equatable, Sendable {
  // Reasons about files.
  /// A file or a folder that can't be read; the value is the system's message.
  case notReadable(String)
  /// Bytes that are not UTF-8.
  case notUTF8
  case notJSON(JSONError)
  /// A file or a folder in which no text has the form of a task.
  case noTasks

  // Reasons about fields.
  /// A task without a required field, such as its id or its title.
  case missingField(String)
  /// A field whose value has another type than the form defines, such as a number instead of a
  /// list.
  case wrongType(field: String)
  /// A value that the form does not define for this field. The task is read without it.
  case unknownValue(field: String, value: String)

  // Reasons about Markdown.
  /// A list item with a box, but without the number that tasks have in this form.
  case noNumber
  /// A code fence without an end. The lines after it are read as if it did not exist.
  case unclosedFence
  /// A comment without an end. The lines after it are read as if it did not exist.
  case unclosedComment
  /// The number of dependencies between two waves of tasks, which is so high that they are left
  /// out.
  case tooManyEdges(Int)

  // Reasons about the YAML between `---` and `---` at the head of a file.
  case noFrontMatter
  case unclosedFrontMatter
  /// A line of YAML that is not a text, a list of texts or a block of text, such as a nested map.
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

  // Reasons about databases.
  case missingTable(String)
  case missingColumn(String, table: String)
  /// A database with more than this many rows, or with more bytes of text than a file may have.
  case tooManyRows(Int)

  // Reasons about the JSON of a queue.
  /// A document of a version that this program does not know.
  case unknownVersion(String)
}

extension UnreadReason {
  /// The mistake in a text that is not JSON, without its line; empty for other reasons.
  public var mistakeInJSON: String {
    if case .notJSON(let error) = self { error.textInLine } else { "" }
  }
}
