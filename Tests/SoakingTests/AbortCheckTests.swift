import Testing

@testable import Soaking

@Suite struct AbortCheckTests {
  private static let limits = SoakProfile.Abort(
    checkSeconds: 60, duplicates: 1, unblocked: 0, success: 0.95, successRows: 20, backlogRows: 10,
    noProgressMinutes: 5, diskFreeMB: 100, failedCommands: 0.05, failedLooks: 2)

  private static func check(
    _ second: Int, waiting: Int = 1, done: Int = 0, duplicates: Int = 0, disk: Int = 100,
    commands: Int = 0, failed: Int = 0
  ) -> AbortCheck.Figures {
    AbortCheck.Figures(
      second: second, counts: .init(pending: waiting, done: done), duplicates: duplicates,
      diskFreeMB: disk, commands: commands, failedCommands: failed)
  }

  /// A check with rows that ended.
  private static func ended(
    _ done: Int, failed: Int = 0, blocked: Int = 0, unblocked: Int = 0
  ) -> AbortCheck.Figures {
    AbortCheck.Figures(
      second: 60, counts: .init(blocked: blocked, failed: failed, done: done),
      unblocked: unblocked)
  }

  /// A check without counts.
  private static func blind(_ second: Int, duplicates: Int = 0) -> AbortCheck.Figures {
    AbortCheck.Figures(second: second, counts: nil, duplicates: duplicates)
  }

  @Test(
    arguments: [
      ("all is as it should be", [check(60, waiting: 10, duplicates: 1)], nil),
      (
        "executions are doubled", [check(60, duplicates: 2)], "2 duplicate executions (limit 1)"
      ),
      ("1 of 20 rows failed", [ended(19, failed: 1), ended(18, failed: 1)], nil),
      (
        "2 of 21 rows failed", [ended(19, failed: 1, blocked: 1)],
        "90.47 % of the rows that ended are DONE (limit 95.00 %)"
      ),
      ("2 of 19 rows failed, which is too early", [ended(17, failed: 2)], nil),
      (
        "the hard budget does not block", [ended(1, unblocked: 1)],
        "1 reports beyond the hard budget did not stop their rows (limit 0)"
      ),
      ("rows pile up", [check(60, waiting: 11)], "11 rows wait (limit 10)"),
      ("nothing is DONE for less than the limit", [check(60, done: 1), check(359, done: 1)], nil),
      (
        "nothing is DONE", [check(60, done: 1), check(360, done: 1)],
        "rows wait, and none was DONE for 5 minutes (limit 5)"
      ),
      ("nothing waits", [check(60, done: 1), check(900, waiting: 0, done: 1)], nil),
      ("the disk is full", [check(60, disk: 99)], "99 MB of disk are free (limit 100)"),
      ("few commands failed", [check(60, commands: 10, failed: 5)], nil),
      (
        "commands fail", [check(60, commands: 200, failed: 11)],
        "5.50 % of the commands ended unexpectedly (limit 5.00 %)"
      ),
      ("a look fails now and then", [blind(60), check(120), blind(180), check(240)], nil),
      (
        "looks fail", [check(60), blind(120), blind(180)],
        "`ops status` failed 2 times in a row (limit 2)"
      ),
      (
        "executions are doubled, and a look fails", [blind(60, duplicates: 2)],
        "2 duplicate executions (limit 1)"
      ),
      (
        "nothing is DONE, and a look fails", [check(60, done: 1), blind(300), check(360, done: 1)],
        "rows wait, and none was DONE for 5 minutes (limit 5)"
      ),
    ] as [(String, [AbortCheck.Figures], String?)])
  func `a soak ends before its time`(
    _ name: String, _ checks: [AbortCheck.Figures], _ reason: String?
  ) {
    var abort = AbortCheck(Self.limits)
    let reasons = checks.map { abort.reason($0) }
    #expect(reasons.last == reason, "\(name)")
    #expect(reasons.dropLast().allSatisfy { $0 == nil })
  }
}
