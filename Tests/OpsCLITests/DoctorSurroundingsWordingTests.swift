import QueueModel
import Testing

@testable import CommandSupport
@testable import OpsCLI

@Suite struct DoctorSurroundingsWordingTests {
  private static let start = 1_769_850_000

  private func clock(
    wall: Int = start, offset: Int = 32400,
    now: Result<QueueTime, CommandError> = .success(
      QueueTime(epochSeconds: start, offset: 32400)),
    pretence: DoctorClock.Pretence? = nil, modified: Int? = nil, startingLater: [String] = []
  ) -> [String] {
    told(
      DoctorClock(
        wall: wall * 1_000_000_000, offset: offset, now: now, pretence: pretence,
        modified: modified.map { $0 * 1_000_000_000 }, startingLater: startingLater
      ).diagnoses)
  }

  @Test func `the clock`() {
    let good = "ok clock: 2026-01-31 18:00, UTC+09:00"
    #expect(clock() == [good])
    #expect(clock(offset: -12600) == ["ok clock: 2026-01-31 05:30, UTC-03:30"])
    #expect(clock(modified: Self.start + 1) == [good])
    #expect(
      clock(pretence: .frozen, modified: Self.start + 120, startingLater: ["A", "B", "C"]) == [
        good,
        "warn clock: ORCH_NOW freezes the time at 2026-01-31 18:00 "
          + "(unset ORCH_NOW, which is for tests)",
        "warn clock: the queue was saved in the future, at 2026-01-31 18:02 "
          + "(touch the file, and check the clock of who saved it)",
        "warn clock: IN_PROGRESS with a start in the future: A, and 2 more (set started_at_kst in "
          + "the file: a start in the future is never called stale)",
      ])
    #expect(
      clock(pretence: .faster("x12@1769850000"))[1]
        == "warn clock: ORCH_NOW lets the time run faster (x12@1769850000): it is 2026-01-31 18:00 "
        + "(unset ORCH_NOW, which is for tests)")
    #expect(clock(startingLater: ["A"])[1].contains("future: A (set "))
    #expect(
      clock(now: .failure(soError), pretence: .frozen) == [
        good, "fail clock: it is so (make it so)",
      ])
  }

  @Test(arguments: [
    (0, "1970-01-01 09:00"), (1_735_657_199, "2024-12-31 23:59"),
    (4_102_412_400, "2100-01-01 00:00"),
  ])
  func `a year that can't be`(_ wall: Int, text: String) {
    #expect(
      clock(wall: wall) == [
        "fail clock: \(text), UTC+09:00, which can't be (set the system's clock: timedatectl)"
      ])
  }

  private func context(
    _ log: DoctorEnvironment.Log? = nil, repository: String? = nil, seenSidecar: String? = nil,
    merging: DoctorMerging? = nil, locale: (String, String)? = ("LANG", "C.UTF-8")
  ) -> [String] {
    told(
      DoctorEnvironment(
        log: log, repository: repository, seenSidecar: seenSidecar, merging: merging,
        locale: locale.map { (name: $0.0, value: $0.1) }
      ).diagnoses)
  }

  @Test func `run log and repository`() {
    let locale = "ok locale: LANG=C.UTF-8"
    let alone = "ok git: the queue is in no repository"
    #expect(context() == [alone, locale])
    #expect(context(.off) == ["ok run log: switched off by --no-log", alone, locale])
    #expect(context(.at(path: "/q/l", mayWrite: true))[0] == "ok run log: /q/l")
    #expect(
      context(.at(path: "/q/l", mayWrite: false))[0]
        == "warn run log: /q/l may not be written: runs leave no trace there "
        + "(make it a file that you may write, name another --log-path, or use --no-log)")
    #expect(
      context(.refused(message: "it is so", hint: "make it so"))[0]
        == "fail run log: it is so (make it so)")
    #expect(
      context(repository: "/q")[0]
        == "ok git: in /q; what lies beside the queue keeps itself out")
    #expect(
      context(repository: "/q", seenSidecar: "/q/.orch")[0]
        == "warn git: git would take /q/.orch into /q (echo '*' > /q/.orch/.gitignore)")
  }

  @Test func `how git merges`() {
    let install = "orch init --git --queue /q/QUEUE.md"
    func told(_ missing: [GitWorkTree.MergePart]) -> String {
      context(
        repository: "/q", merging: DoctorMerging(queue: "/q/QUEUE.md", missing: missing))[1]
    }
    #expect(told([]) == "ok git merge: by cell")
    #expect(told([.attributes]) == "ok git merge: by line; by cell after \(install)")
    #expect(told([.attributes, .driver]) == "ok git merge: by line; by cell after \(install)")
    #expect(
      told([.driver])
        == "warn git merge: .gitattributes names the driver orch, and git config does not say "
        + "what it is (\(install))")
  }

  @Test(arguments: [
    ("ko_KR.UTF-8", true), ("C.utf8", true), ("en_US.UTF-8@euro", true), ("C", false),
    ("POSIX", false), ("ko_KR.EUC-KR", false), ("", false),
  ])
  func `locales`(_ value: String, isGood: Bool) {
    let mend =
      " is not UTF-8: a terminal may not show Korean or emoji (export LANG=C.UTF-8)"
    #expect(
      context(locale: ("LC_ALL", value))[1]
        == (isGood ? "ok locale: LC_ALL=\(value)" : "warn locale: LC_ALL=\(value)\(mend)"))
  }

  @Test func `no locale, and settings`() {
    #expect(
      context(locale: nil)[1]
        == "warn locale: LANG is not set: a terminal may not show Korean or emoji "
        + "(export LANG=C.UTF-8)")
    #expect(
      told(DoctorSettings(problems: [], count: 14, given: 2).diagnoses)
        == ["ok settings: 14 settings, 2 of them given"])
    #expect(
      told(DoctorSettings(problems: [soError, soError], count: 14, given: 2).diagnoses)
        == ["fail settings: it is so (make it so)", "fail settings: it is so (make it so)"])
  }
}
