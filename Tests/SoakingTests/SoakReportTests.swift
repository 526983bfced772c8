import Host
import Model
import Testing
import Text
import Workload

@testable import Soaking

/// The reports of made-up soaks, whole.
@Suite struct SoakReportTests {
  private static let profile = [
    ("\"speed\": 60", "\"speed\": 12"), ("\"minutes\": 4", "\"minutes\": 120"),
    ("\"attempts\": 8", "\"attempts\": 2"), ("\"lost_leases\": 0", "\"lost_leases\": 1"),
    ("\"p95_minutes\": 15", "\"p95_minutes\": 1"),
  ].reduce(ProfileTests.text) { $0.replacing($1.0, with: $1.1) }

  private static func report(
    _ end: SoakOutcome.End = .regular, lines: [LedgerLine] = lines, faults: [Fault] = []
  ) throws -> SoakReport {
    let profile = try SoakProfile(parsing: Array(Self.profile.utf8))
    let history = SoakHistory(
      submissions: [.init(ids: ["X"])], ledger: lines, rows: ["X": .done],
      changes: [
        .init(id: "X", from: nil, to: .pending, time: 100),
        .init(id: "X", from: .inProgress, to: .done, time: 148),
      ], commands: [.init(words: "add", meaning: .locked), .init(words: "add", meaning: .done)])
    let oracle = SoakOracle(history)
    let runs = RunFigures(ticks: 4, locked: 3)
    let outcome = SoakOutcome(
      profile: profile, oracle: oracle, daemonFaults: faults,
      goals: GoalResult.results(of: oracle, profile.goals), end: end, seconds: 7265,
      realSeconds: 605, runs: runs, locks: 1, daemonKills: 2, samples: samples)
    return SoakReport(
      outcome: outcome,
      facts: SoakReport.Facts(
        profileName: "short", file: "short.json", date: "2026-01-31",
        command: "automation/soak.sh --profile short",
        version: "orch 0.8.0", store: "SQLite", fileSystem: "ext4"),
      machine: MachineFacts(cores: 2, kernel: "Linux 6.1", memoryMB: 2048))
  }

  private static let lines = [
    LedgerLine(event: .began, id: "X", claimToken: "1-a", monotonic: 1, queueTime: 101),
    LedgerLine(event: .loses, id: "X", claimToken: "1-a", monotonic: 2, queueTime: 102),
    LedgerLine(event: .began, id: "X", claimToken: "2-b", monotonic: 3, queueTime: 140),
    LedgerLine(event: .worked, id: "X", claimToken: "2-b", monotonic: 4, queueTime: 147),
  ]

  private static let samples = [
    sample(0, daemon: 1, 20_000, files: 7), sample(60, daemon: 2, 20_100, files: 9),
    sample(120, daemon: 2, 20_200, files: 8), sample(180, daemon: 2, nil, files: 0),
  ]

  private static func sample(_ second: Int, daemon: Int, _ memory: Int?, files: Int) -> Sample {
    Sample(
      second: second, daemon: daemon,
      figures: memory.map { ProcessFigures(residentKB: $0, openFiles: files) },
      counts: .init(pending: second / 60, inProgress: 1, blocked: 0, failed: 0, done: 1))
  }

  @Test func `a soak that met its goals`() throws {
    let report = try Self.report()
    #expect(report.verdict == "all goals are met")
    #expect(
      report.markdown == """
        # Soak short, 2026-01-31: all goals are met

            $ automation/soak.sh --profile short

        Made by `automation/soak.sh`; for the terms, and the limits of the test, see \
        [docs/soak.md](../docs/soak.md).

        | | |
        | --- | --- |
        | version | orch 0.8.0 |
        | machine | 2 cores, 2048 MB, Linux 6.1, ext4 |
        | store | SQLite |
        | profile | `short.json`, seed 1 |
        | queue's time | 2 h 1 min 5 s, 12 times as fast as the machine's |
        | real time | 10 min 5 s |

        ## Goals

        | goal | | measured | |
        | --- | --- | --- | --- |
        | attempts | at least 2 | 2 | met |
        | success | at least 99.00 % | 100.00 % (1 of 1 rows) | met |
        | duplicates | 0 | 0 | met |
        | lost leases | at least 1 | 1 | met |
        | recovered leases | at least 100.00 % | 100.00 % (1 of 1) | met |
        | p95 from arrival to end | at most 60 s | 48 s | met |
        | surprises | 0 | 0 | met |

        ## Figures

        | | |
        | --- | --- |
        | rows submitted | 1 |
        | unfinished rows when the soak was cut short | 0 |
        | rows DONE as planned | 1 |
        | - closed because another row of their key was DONE | 0 |
        | keys that were submitted more than once | 0 |
        | attempts | 2 |
        | - that reported their work | 1 (50.00 %) |
        | - that failed transiently | 0 (0.00 %) |
        | - beyond the hard budget | 0 (0.00 %) |
        | - whose lease was lost | 1 (50.00 %) |
        | duplicate executions and ends | 0 |
        | from arrival to end, queue's time | p50 48 s, p95 48 s, most 48 s |
        | from arrival to end, real time | p50 4 s, p95 4 s, most 4 s |
        | commands of submitters, operator and reader | 2 |
        | - that ended unexpectedly | 0 |
        | times that another process had the queue locked | 1 |
        | - commands of submitters, operator and reader that met the lock | 1 |
        | - runs of all programs that met the lock | 3 |
        | most rows that waited | 3 |

        ## The daemon

        | | |
        | --- | --- |
        | SIGKILLs, each with a new start | 2 |
        | ticks in the run log | 4 |
        | the daemon that lived longest, first sample | 20100 KB, 9 open files at 1 min 0 s |
        | the same daemon, last sample | 20200 KB, 8 open files at 2 min 0 s |
        | most of any sample | 20200 KB, 9 open files |

        ## Failed attempts

        | at | row | attempt | what went wrong | then |
        | --- | --- | --- | --- | --- |
        | 2 s | X | 1 | the supervisor was killed | DONE after 46 s |

        ## What must not happen

        None.

        """)
  }

  @Test func `a soak that did not`() throws {
    let report = try Self.report(
      lines: Self.lines.map {
        LedgerLine(
          event: $0.event, id: $0.id, claimToken: "1-a", monotonic: $0.monotonic,
          queueTime: $0.queueTime)
      }, faults: [Fault(nil, "the daemon ended by itself: exited(1)")])
    #expect(report.verdict == "NOT all goals are met")
    #expect(report.markdown.contains("| duplicates | 0 | 1 | **missed** |"))
    #expect(
      report.markdown.hasSuffix(
        """
        ## What must not happen

        - X: two executions of 1-a
        - the daemon ended by itself: exited(1)

        """))
    #expect(report.json.objectValue?["good"] == false)
  }

  @Test(arguments: [
    (SoakOutcome.End.aborted("11 rows wait (limit 10)"), "aborted: 11 rows wait (limit 10)"),
    (.interrupted, "interrupted: the figures cover the time until then"),
  ])
  func `a soak that did not run to its end is not good`(
    _ end: SoakOutcome.End, _ verdict: String
  ) throws {
    let report = try Self.report(end)
    #expect(report.verdict == verdict)
    #expect(report.json.objectValue?["good"] == false)
  }

  @Test func `json has the same`() throws {
    let json = try #require(try Self.report().json.objectValue)
    #expect(json["good"] == true && json["attempts"] == 2 && json["lost_leases"] == 1)
    #expect(json["seconds_to_end"] == ["count": 1, "p50": 48, "p95": 48, "max": 48])
    #expect(json["samples"]?.arrayValue?.count == 4)
    #expect(json["goals"]?.arrayValue?.count == 7)
  }

  @Test(arguments: [(0.98999, "98.99 %"), (0.99, "99.00 %"), (1, "100.00 %"), (0, "0.00 %")])
  func `a part is never rounded up to 100 %`(_ share: Double, _ text: String) {
    #expect(share.percent == text)
  }
}
