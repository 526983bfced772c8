public import CommandLineKit
public import CommandSupport
public import QueueModel

/// `orch done`: the row's work is finished.
public struct Done: FinishingCommand {
  public static let name = "done"
  public static let summary = "Mark a row as DONE"
  public static let result = "`ID -> DONE`"
  public static let examples = [
    Example("orch done --id ORCH-001 --notes 'README updated; tests pass'", "the work is finished"),
    Example("orch done ORCH-001 --append --notes 'reviewed'", "adds to the notes that are there"),
  ]
  public static let options: [Option<Done>] = finishOptions

  public var shared = SharedOptions()
  public var finish = Transition.Finish(id: "", as: .done, notes: "")

  public init() {}
}
