import Attempts
import Door
import Host
import Model
import Workers
import Worktrees

// The data that a report adds to the record of its attempt.

extension AttemptRecorder {
  /// Saves the findings of proofs and of the judge.
  ///
  /// - Returns: the names of the files, by the names of the findings.
  func keep(
    _ evidence: [(name: String, text: String)], in folder: AttemptFolder
  ) -> [String: String] {
    var files: [String: String] = [:]
    for (name, text) in evidence {
      do { files[name] = try folder.add("\(name).txt", text: text) } catch {
        queue.warn(.attemptNotRecorded(id: folder.id, .system(error)))
        break
      }
    }
    return files
  }

  /// Records a report and the decision about it.
  ///
  /// - Parameters:
  ///   - item: the row as it was judged.
  ///   - change: the change of the row; `nil` if nothing changed.
  ///   - judged: the other findings.
  /// - Returns: whether the report is kept.
  func report(
    _ outcome: ReviewOutcome, of item: QueueItem, _ change: ItemChange?,
    from incoming: IncomingReport, _ judged: JudgedAttempt, in folder: AttemptFolder
  ) -> Bool {
    let spooled = incoming.spooled
    var result =
      incoming.worker.map(result) ?? AttemptResult(id: item.id, claimNumber: folder.claimNumber)
    if incoming.worker == nil {
      result.claimToken = folder.task()?.claimToken ?? item.claim?.token
      result.store = workspace.storeName
      let zone = queue.clock.zone
      result.startedAt =
        item.start(in: zone)?.iso8601
    }
    result.endedAt = result.endedAt ?? queue.clock.now.iso8601
    result.status = outcome.status
    result.failure = change?.failure
    if outcome.result == .retry || change?.failure != nil {
      result.isRetryable = outcome.status == .pending
    }
    result.reason = outcome.reasons.codes(separator: "; ")
    result.review = AttemptResult.Review(
      result: outcome.result, reasons: outcome.reasons,
      remarks: outcome.verdict?.remarks ?? [], outcome.check, files: judged.files)
    result.isContextIntact = judged.isContextIntact
    result.work = judged.work?.state ?? result.work
    do throws(SystemError) {
      if let outputs = judged.outputs, !outputs.files.isEmpty {
        result.outputs = try folder.add(
          AttemptFolder.File.outputs.rawValue, text: outputs.text, isLast: false)
      }
      result.report = AttemptResult.Report(
        file: try folder.add(
          AttemptFolder.File.report.rawValue, text: spooled.message, isLast: false),
        name: incoming.name, receivedAt: spooled.receivedAt, session: spooled.session)
      try folder.finish(result)
      return true
    } catch {
      queue.warn(.attemptNotRecorded(id: item.id, .system(error)))
      return false
    }
  }
}

/// What was found about an attempt when its report was judged.
struct JudgedAttempt: Sendable {
  /// The names of the files with findings, by the names of the findings.
  var files: [String: String] = [:]
  var outputs: ReportOutputs?
  /// The commit of the work in a worktree.
  var work: CommittedWork?
  /// Whether `task.json` is the message that the worker got; `nil` if it got none.
  var isContextIntact: Bool?
}

extension Workspace {
  /// The attempt to which a report of a row belongs: the attempt of the claim with this number,
  /// otherwise of the row's claim, otherwise the row's last attempt.
  func attempt(of item: QueueItem, claimNumber: Int?) -> AttemptFolder? {
    if let claim = item.claim, claimNumber ?? claim.number == claim.number {
      return attempt(of: item.id, claimToken: claim.token)
    }
    if let claimNumber { return attempt(of: item.id, claim: claimNumber) }
    return attempts(of: item.id).last
      ?? AttemptFolder(sidecar: sidecar, id: item.id, claimNumber: 0)
  }
}
