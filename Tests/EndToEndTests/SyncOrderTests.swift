import TestSupport
import Testing

/// In which order a command asks the disk to keep what it wrote.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct SyncOrderTests {
  private static let journal = ".orch/journal.jsonl"

  /// With the swap, in place, at the first use, and without `RENAME_EXCHANGE`.
  @Test(arguments: PowerLossScene.ways.filter { $0.commands[0].kept == .inFile })
  func `each step is durable before the next one counts on it`(scene: PowerLossScene) throws {
    let loss = try PowerLoss.following(scene.commands, injecting: scene.injections)
    var met = (entries: 0, swaps: 0, answers: 0)
    for (moment, operation) in zip(loss.moments, loss.operations) {
      let disk = moment.disk
      let story: Comment = "\(scene), \(moment.moment), then \(operation)"
      switch operation {
      case .write(Self.journal, _, _):
        met.entries += 1
        #expect(disk.unsynced.filter(\.isVersion) == [], story)
      case .write(let path, _, _) where path.hasPrefix(".orch/gen/"):
        // A generation that is written over again: under its old name the bytes would be a save.
        #expect(disk.keepsName(path) || disk.isCreated(path), story)
      case .exchange(_, "QUEUE.md"), .rename(_, to: "QUEUE.md"), .write("QUEUE.md", _, _):
        met.swaps += 1
        #expect(!disk.unsynced.contains(Self.journal), story)
      case .acknowledge:
        met.answers += 1
        #expect(disk.keeps("QUEUE.md") && disk.keeps(Self.journal), story)
      default: break
      }
    }
    #expect(met.entries >= 2 && met.swaps == 2 && met.answers == 2, "\(scene): \(met)")
    #expect(loss.operations.last == .acknowledge)
  }

  @Test func `a report that waits is durable before it is acknowledged`() throws {
    let spool = try #require(FaultCommand.all.first { $0.name == "report --spool" })
    let loss = try PowerLoss.following([spool])
    var reports: [String] = []
    for (moment, operation) in zip(loss.moments, loss.operations) {
      switch operation {
      case .rename(let draft, let report) where report.hasSuffix(".report"):
        #expect(!moment.disk.unsynced.contains(draft), "\(moment.moment)")
        reports.append(report)
      case .acknowledge:
        #expect(reports.count == 1 && reports.allSatisfy(moment.disk.keeps), "\(reports)")
      default: break
      }
    }
    #expect(loss.operations.last == .acknowledge)
  }
}

extension String {
  /// Whether an entry of the journal counts on this file.
  fileprivate var isVersion: Bool {
    hasPrefix(".orch/gen/") || hasPrefix(".orch/versions/")
  }
}
