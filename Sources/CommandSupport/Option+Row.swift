public import CommandLineKit
import QueueModel

extension Option {
  /// `--id ID`, for a command on one of the rows of `list`.
  public static func row(
    _ help: String, of list: RowList, required: Bool = true,
    _ store: @escaping @Sendable (String, inout Root) -> Void
  ) -> Self {
    .value("--id", "ID", help, required: required, kind: .row(list), store)
  }

  /// An option with a text that says something.
  public static func text(
    _ name: String, _ placeholder: String, _ help: String, required: Bool = true,
    _ store: @escaping @Sendable (String, inout Root) -> Void
  ) -> Self {
    .value(name, placeholder, help, required: required) { (text, root) throws(InvalidValue) in
      guard CellText.value(text) != nil else { throw InvalidValue("it must not be empty") }
      store(text, &root)
    }
  }

  /// `--force`.
  public static func force(
    _ help: String, _ store: @escaping @Sendable (inout Root) -> Void
  ) -> Self {
    .flag("--force", help, store)
  }
}
