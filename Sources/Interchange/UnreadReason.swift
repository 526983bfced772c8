public import JSON

/// Why a line, an entry or a file of a form is not read.
public enum UnreadReason: Equatable, Sendable {
  // Of files.
  /// A byte sequence that is no UTF-8; the first such line is the place.
  case notUTF8
  case notJSON(JSONError)
  /// A file in which nothing has the form of a task.
  case noTasks
  /// A file of which the form says nothing.
  case unknownFile

  // Of fields.
  /// A task without the field that it can't do without, such as its id or its title.
  case missingField(String)
  /// A field whose value is of another type than the form says, such as a number for a list.
  case wrongType(field: String)
  /// A value that the form doesn't have for this field.
  case unknownValue(field: String, value: String)

  // Of Markdown.
  /// A mark between the brackets of a list item that is none of `[ ]`, `[x]`, `[X]`, `[-]`, `[~]`.
  case unknownMark(String)
  /// A list item with a box and without the number that the form gives its tasks.
  case noNumber

  // Of the lines between `---` and `---` at the head of a file.
  case noFrontMatter
  case unclosedFrontMatter
  /// YAML beyond scalars, lists of scalars and blocks of text, such as an anchor or a nested map.
  case unsupportedYAML
  /// A name that stands there before.
  case repeatedField(String)
}
