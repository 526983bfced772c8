public import CommandLineKit
public import CommandSupport
public import QueueModel

/// `orch fail`: the row's work came to nothing.
public struct Fail: FinishingCommand {
  public static let name = "fail"
  public static let summary = "Mark a row as FAILED"
  public static let result = "`ID -> FAILED`"
  public static let examples = [
    Example("orch fail --id ORCH-001 --notes 'the build host is down'", "ops retry takes it back"),
    Example(
      "orch fail ORCH-001 --permanent --notes 'the API was withdrawn'", "not to be tried again"),
  ]
  public static let options: [Option<Fail>] =
    finishOptions + [
      .flag("--permanent", "not to be tried again; notes failure=permanent") {
        $0.finish.ending = .failed(isPermanent: true)
      }
    ]

  public var shared = SharedOptions()
  public var finish = Transition.Finish(id: "", as: .failed(isPermanent: false), notes: "")

  public init() {}
}
