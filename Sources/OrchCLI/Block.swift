public import CommandLineKit
public import CommandSupport
public import QueueModel

/// `orch block`: somebody has to decide before the row goes on.
public struct Block: FinishingCommand {
  public static let name = "block"
  public static let summary = "Mark a row as BLOCKED until a person moves it"
  public static let result = "`ID -> BLOCKED`"
  public static let examples = [
    Example("orch block --id ORCH-001 --notes 'needs the production key'", "a person has to act")
  ]
  public static let options: [Option<Block>] = finishOptions

  public var shared = SharedOptions()
  public var finish = Transition.Finish(id: "", as: .blocked, notes: "")

  public init() {}
}
