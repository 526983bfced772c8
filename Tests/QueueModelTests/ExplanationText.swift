import QueueModel
import StoreTestSupport

// Why rows are not running, as tests read it.

extension WaitAnalysis {
  static func by(
    _ session: String? = "dispatcher", maxWorkers: Int = 3, workers: KnownWorkers = KnownWorkers(),
    malformed: [MalformedRow] = []
  ) -> WaitAnalysis {
    var analysis = WaitAnalysis(maxWorkers: maxWorkers, context: QueueModelTests.context(session))
    analysis.workers = workers
    analysis.malformed = malformed
    return analysis
  }

  /// A line for each row: `A: waits for B (FAILED): ops retry B`.
  func lines(of items: [QueueItem]) -> [String] {
    ((try? explanations(in: MemoryTable(items))) ?? []).map(\.line)
  }

  /// The line of one row, or the code of the refusal.
  func line(of id: String, in table: MemoryTable) -> String {
    do { return try explanation(of: id, in: table).line } catch let refusal as Refusal {
      return "refused: \(refusal.code)"
    } catch {
      return "\(error)"
    }
  }
}
