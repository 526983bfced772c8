/// The forms that are read, by the words of `orch import --from`.
public enum InterchangeForm: String, CaseIterable, Sendable {
  case json, csv, beads, backlog, taskmaster, speckit, openspec, kiro
  case todoTxt = "todo.txt"
  case github
}

/// A file of a form, as bytes.
public struct ForeignFile: Equatable, Sendable {
  /// As it was given, or below the folder that was given; `nil` for standard input.
  public var path: String?
  public var bytes: [UInt8]

  public init(path: String?, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
