public import CommandLineKit
import QueueModel

extension Option {
  /// `--due-at-kst T`; `nil` for `-`, which is none.
  public static func due(
    _ help: String, _ store: @escaping @Sendable (String?, inout Root) -> Void
  ) -> Self {
    .value("--due-at-kst", "T", help) { (text, root) throws(InvalidValue) in
      let due = CellText.value(text)
      guard due.map({ QueueTime($0, offset: 0) != nil }) ?? true else {
        throw InvalidValue("use YYYY-MM-DD HH:MM, such as 2026-01-31 18:00")
      }
      store(due, &root)
    }
  }
}
