public import Attempts
import Door
import Gate
import Host
import Model
public import Text
public import Workers

extension RowDetails: Shaped {
  public static var shapeName: StaticString { "show" }
  public static func shape(_ fields: inout Fields<RowDetails>) {
    fields.add("item") { ZonedItem($0.item, in: $0.now.zone) }
    fields.add(
      "criteria",
      { details in
        Checklist(details.item.successCriteria ?? "").items.enumerated().map { place, text in
          NumberedCriterion(number: place + 1, text: text, isChecked: Proof.parse(text) != nil)
        }
      }, "the criteria as a report is judged by them; of these the proofs are checked")
    fields.add("waits_for", \.blockers, "what a PENDING row waits for")
    fields.add("history", \.history, "the changes of the row, oldest first")
    fields.add("brief", \.brief, "the file with its brief")
    fields.add("evidence", \.evidence, "the folder with its reports and proofs, or their pack")
    fields.add("log", \.log, "the log of its worker")
    fields.add(
      "attempts", { Map($0.kindsOfAttempts.map { ($0.kind, $0.count) }) },
      """
      how many attempts there are, by failure class, or by the status that followed; `running`, and \
      `unknown_end` if no end is recorded
      """)
    fields.add(
      "allowed", \.allowed,
      """
      the changes that a person can make now without `--force`, by the names of the commands; \
      `reopen` is `ops replan --force`
      """)
    fields.addIfAny(
      "approval_digest", \.approvalDigest,
      "the digest of the row as it is now, for `approve --digest`, if a person has to decide about it"
    )
    fields.addIfAny("costs", \.costs, "the costs of the attempts, if the ledger has some")
  }
}

/// An attempt with its files.
public struct AttemptAnswer: Shaped {
  private let attempt: RowAttempt
  private let home: String

  /// - Parameter home: the folder to which the paths are relative.
  public init(_ attempt: RowAttempt, home: String) {
    (self.attempt, self.home) = (attempt, home)
  }

  public static var shapeName: StaticString { "attempt" }
  public static func shape(_ fields: inout Fields<AttemptAnswer>) {
    fields.add(
      "claim", \.attempt.kept.claimNumber, "the number of the claim; 0 for a report without a claim"
    )
    fields.add("worker", \.attempt.worker, "the name of the worker's profile")
    fields.add("running", \.attempt.isRunning)
    fields.add("started_at", \.attempt.started?.iso8601, "ISO 8601")
    fields.add("ended_at", \.attempt.end?.endedAt, "ISO 8601")
    fields.add("seconds", \.attempt.duration, "how long the attempt took, or has taken so far")
    fields.add("status", \.attempt.last?.status?.rawValue, "the status that followed")
    fields.add("class", \.attempt.failure?.rawValue, "why the attempt failed")
    fields.add("retryable", \.attempt.last?.isRetryable, "whether the row is tried again")
    fields.add("reason", \.attempt.reason)
    fields.add(
      "folder",
      { answer in answer.attempt.kept.folder.map { Path.relative($0.place, to: answer.home) } },
      "the folder with the files, or their pack; null for an attempt of an older version")
    fields.add(
      "log",
      { $0.attempt.kept.hasLog ? Path.relative($0.attempt.kept.log, to: $0.home) : nil },
      "the file with the output")
    fields.add(
      "usage", { TokenCount($0.attempt.usage) },
      "the usage that the agent reported, so far if it runs; null means unknown, not 0")
    fields.add("cost", { Cost($0.attempt.usage) }, "null means unknown, not 0")
    fields.add("session", \.attempt.end?.session, "the session of the agent")
    fields.add("model", \.attempt.end?.model, "the model that worked")
    fields.addIfAny(
      "enforced", \.attempt.end?.enforced,
      "the limits that the sandbox enforced; left out if orch made no sandbox")
    fields.addIfAny(
      "verdict", \.attempt.review?.result.rawValue,
      "how the report was judged, if there was a report")
    fields.addIfAny("criteria", \.attempt.review?.criteria, "what was found about each criterion")
    fields.addIfAny(
      "commit", \.attempt.last?.work?.commit, "the commit with the work, if there is one")
  }
}

extension AttemptResult.Criterion: Shaped {
  public static var shapeName: StaticString { "criterion of an attempt" }
  public static func shape(_ fields: inout Fields<AttemptResult.Criterion>) {
    fields.add("n", \.number, "counting from 1")
    fields.add("criterion", \.text)
    fields.add("met", \.isMet)
    fields.add("reason", \.reason, "why the criterion is met, or not")
    fields.addIfAny("file", \.file, "the file with the findings of the proof, if orch checked it")
  }
}

/// The attempts at a row.
public struct AttemptsAnswer: Shaped {
  private let id: String
  private let attempts: [AttemptAnswer]

  /// - Parameters:
  ///   - attempts: the attempts, oldest first.
  ///   - home: the folder to which the paths are relative.
  public init(ofRow id: String, _ attempts: [RowAttempt], home: String) {
    self.id = id
    self.attempts = attempts.map { AttemptAnswer($0, home: home) }
  }

  public static var shapeName: StaticString { "show --attempts" }
  public static func shape(_ fields: inout Fields<AttemptsAnswer>) {
    fields.add("id", \.id)
    fields.add("attempts", \.attempts, "oldest first")
  }
}
