/// One option: its spelling, its help, and where its value goes.
///
/// Options are data, so that parser, help and the checks on them read one list.
public struct Option<Root>: Sendable {
  /// With its dashes: `--owner-session`.
  public let name: String
  /// One dash and a letter, where there is such a form.
  public let short: String?
  /// What stands for the value in help; `nil` for a switch.
  public let placeholder: String?
  public let help: String
  public let isRequired: Bool
  public let isRepeatable: Bool
  /// Why it can't be used yet. Such an option is recognized, refused with this
  /// reason, and not in the help.
  public let comesWith: String?
  /// What the value is, for whoever helps to type it.
  public let kind: ValueKind
  /// The variables that are read where the option is not given, first one first.
  public let environment: [String]
  /// What counts where neither is given, code in backticks; `nil` where that is
  /// nothing, or clear from the help.
  public let fallback: String?
  let store: @Sendable (String, inout Root) throws(InvalidValue) -> Void

  /// An option with a value that `store` reads.
  public static func value(
    _ name: String, _ placeholder: String, _ help: String, required: Bool = false,
    repeatable: Bool = false, kind: ValueKind = .text, environment: [String] = [],
    fallback: String? = nil,
    _ store: @escaping @Sendable (String, inout Root) throws(InvalidValue) -> Void
  ) -> Self {
    Self(
      name: name, short: nil, placeholder: placeholder, help: help, isRequired: required,
      isRepeatable: repeatable, comesWith: nil, kind: kind, environment: environment,
      fallback: fallback, store: store)
  }

  /// A switch.
  public static func flag(
    _ name: String, short: String? = nil, _ help: String,
    _ store: @escaping @Sendable (inout Root) -> Void
  ) -> Self {
    Self(
      name: name, short: short, placeholder: nil, help: help, isRequired: false,
      isRepeatable: false, comesWith: nil, kind: .text, environment: [], fallback: nil
    ) { _, root in store(&root) }
  }

  /// An option that takes one of a few words.
  public static func choice(
    _ name: String, _ help: String, _ words: [String], required: Bool = false,
    repeatable: Bool = false, placeholder: String? = nil, environment: [String] = [],
    fallback: String? = nil,
    _ store: @escaping @Sendable (String, inout Root) -> Void
  ) -> Self {
    let spellings = words.joined(separator: "|")
    return value(
      name, placeholder ?? spellings, help, required: required, repeatable: repeatable,
      kind: .words(words), environment: environment, fallback: fallback
    ) { (text, root) throws(InvalidValue) in
      guard words.contains(text) else {
        let nearest = Spelling.nearest(to: text, in: words).map { "did you mean \($0)? " } ?? ""
        throw InvalidValue("\(nearest)use \(spellings)")
      }
      store(text, &root)
    }
  }

  /// An option that belongs to a part of the contract that is not built yet.
  public static func later(_ name: String, _ placeholder: String?, comesWith: String) -> Self {
    Self(
      name: name, short: nil, placeholder: placeholder, help: "", isRequired: false,
      isRepeatable: false, comesWith: comesWith, kind: .text, environment: [], fallback: nil
    ) { _, _ in }
  }

  /// Whether somebody typed this option.
  func isCalled(_ typed: String) -> Bool { name == typed || short == typed }

  /// What somebody may have meant to type among `options`.
  static func spellings(in options: [Option]) -> [String] {
    options.filter { $0.comesWith == nil }.map(\.name)
  }

  /// `--id ID`, `--force`.
  var spelling: String { placeholder.map { "\(name) \($0)" } ?? name }
}
