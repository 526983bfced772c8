/// One option: what there is to tell of it, and where its value goes.
///
/// Options are data, so that parser, help and the checks on them read one list.
public struct Option<Root>: Sendable {
  public let description: OptionDescription
  let store: @Sendable (String, inout Root) throws(InvalidValue) -> Void

  /// An option with a value that `store` reads.
  public static func value(
    _ name: String, _ placeholder: String, _ help: String, required: Bool = false,
    repeatable: Bool = false, kind: ValueKind = .text, environment: [String] = [],
    fallback: String? = nil,
    _ store: @escaping @Sendable (String, inout Root) throws(InvalidValue) -> Void
  ) -> Self {
    let description = OptionDescription(
      name: name, placeholder: placeholder, help: help, isRequired: required,
      isRepeatable: repeatable, kind: kind, environment: environment,
      fallback: fallback.map { InlineText($0) })
    return Self(description: description, store: store)
  }

  /// A switch.
  public static func flag(
    _ name: String, short: String? = nil, _ help: String,
    _ store: @escaping @Sendable (inout Root) -> Void
  ) -> Self {
    Self(description: OptionDescription(name: name, short: short, help: help)) { _, root in
      store(&root)
    }
  }

  /// An option that takes one of a few words.
  public static func choice(
    _ name: String, _ help: String, _ words: [String], required: Bool = false,
    repeatable: Bool = false, placeholder: String? = nil, environment: [String] = [],
    fallback: String? = nil,
    _ store: @escaping @Sendable (String, inout Root) -> Void
  ) -> Self {
    // Not `joined`, by the way of `first(of:where:)`: all options are made at each start.
    let spellings = words.dropFirst().reduce(words.first ?? "") { $0 + "|" + $1 }
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

  /// The first of `options` whose description is as wanted.
  ///
  /// A loop of its own: each start of a program asks, and what an array of options of a type known
  /// only then can do as a collection takes the runtime longer to find than all the rest.
  static func first(
    of options: [Option], where isWanted: (OptionDescription) -> Bool
  ) -> Option? {
    var index = 0
    while index < options.count {
      if isWanted(options[index].description) { return options[index] }
      index += 1
    }
    return nil
  }

  /// An option that belongs to a part of the contract that is not built yet.
  public static func later(_ name: String, _ placeholder: String?, comesWith: String) -> Self {
    let description = OptionDescription(
      name: name, placeholder: placeholder, help: "", comesWith: comesWith)
    return Self(description: description) { _, _ in }
  }
}
