/// Options that several commands share.
public protocol OptionGroup: Sendable {
  static var options: [Option<Self>] { get }
  init()
}

/// A subcommand: options as data, their values as properties.
public protocol Command: Sendable {
  associatedtype Shared: OptionGroup

  static var name: String { get }
  /// One line, imperative, without a full stop.
  static var summary: String { get }
  /// What a person should know besides, in whole sentences; may be empty.
  static var discussion: String { get }
  static var examples: [Example] { get }
  static var options: [Option<Self>] { get }
  /// The option whose value is the first argument without dashes, where one word says
  /// which of several things to do: `remote add`.
  static var action: String? { get }
  /// The option that an argument without dashes, behind `action`, is the value of, if
  /// any; all such arguments where it is repeatable.
  static var positional: String? { get }
  /// The options that arguments without dashes are the values of, in their order:
  /// `action` and `positional`, where a command says nothing else.
  static var arguments: [String] { get }
  /// What it prints when all goes well, as one cell of a Markdown table; may be empty.
  static var result: String { get }
  /// Whether it is for programs, and stands in no help.
  static var isHidden: Bool { get }

  var shared: Shared { get set }
  init()
}

extension Command {
  public static var discussion: String { "" }
  public static var action: String? { nil }
  public static var positional: String? { nil }
  public static var arguments: [String] { [action, positional].compactMap(\.self) }
  public static var result: String { "" }
  public static var isHidden: Bool { false }
}

/// A command line as somebody would type it, and what it is for.
public struct Example: Equatable, Sendable {
  public let line: String
  public let purpose: String

  public init(_ line: String, _ purpose: String) {
    self.line = line
    self.purpose = purpose
  }
}
