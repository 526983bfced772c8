import Door
import Model
public import Text

/// The state of a plan in the words of the form `job`. Source: `docs/plans.md`, "Plans of other
/// tools".
public struct JobStatus: Shaped {
  private let id: String
  private let plan: PlanDetails
  private let times: PlanTimes
  private let now: QueueTime

  init(id: String, _ plan: PlanDetails, _ times: PlanTimes, at now: QueueTime) {
    (self.id, self.plan, self.times, self.now) = (id, plan, times, now)
  }

  /// The result of the job; `nil` before its end.
  var result: JobResult? { plan.state.isEnd ? JobResult(id: id, plan, times, at: now) : nil }

  public static var shapeName: StaticString { "job" }
  public static func shape(_ fields: inout Fields<JobStatus>) {
    fields.add("job_id", \.id)
    fields.add(
      "status", \.plan.jobStatus,
      "`queued`, `running`, `needs_human`, `success`, `failed` or `cancelled`")
    fields.add(
      "queue_state", \.plan.jobQueueState,
      "`pending`, `running`, `awaiting_approval`, `done` or `failed`")
    fields.add("plan", \.plan.name, "the plan that the job became")
    fields.add("result", \.result, "null before the end")
  }
}

/// The result of a plan that has ended, in the form of a job's result.
struct JobResult: Shaped {
  private let id: String
  private let plan: PlanDetails
  private let times: PlanTimes
  private let now: QueueTime

  init(id: String, _ plan: PlanDetails, _ times: PlanTimes, at now: QueueTime) {
    (self.id, self.plan, self.times, self.now) = (id, plan, times, now)
  }

  static var shapeName: StaticString { "job result" }
  static func shape(_ fields: inout Fields<JobResult>) {
    fields.add("schema_version", { _ in "1.0" })
    fields.add("kind", { _ in "job" })
    fields.add("job_id", \.id)
    fields.add("status", \.plan.jobStatus)
    fields.add("started_at", { $0.times.addedAt }, "when its first row was added")
    fields.add("finished_at", { $0.times.endedAt })
    fields.add("summary", \.plan.sentence.english)
    fields.add("artifacts", { $0.artifacts })
    fields.add(
      "steps",
      { result in
        result.plan.rows.map {
          JobStep(row: $0, reason: $0.waiting?.sentence(at: result.now).english)
        }
      })
  }

  private var artifacts: JobArtifacts { JobArtifacts(folder: "plans/\(plan.name)") }
}

/// The paths of a plan's files, relative to the folder of the queue's state.
private struct JobArtifacts: Shaped {
  let folder: String

  static var shapeName: StaticString { "job artifacts" }
  static func shape(_ fields: inout Fields<JobArtifacts>) {
    fields.add("report_md", { "\($0.folder)/\(PlanFolder.File.report.name)" })
    fields.add("patch_diff", { "\($0.folder)/\(PlanFolder.File.patch.name)" })
    fields.add("logs_txt", { "\($0.folder)/\(PlanFolder.File.logs.name)" })
    fields.add("result_json", { "\($0.folder)/\(PlanFolder.File.result.name)" })
  }
}

private struct JobStep: Shaped {
  let row: PlanDetails.Row
  /// Why the row is not at work; `nil` if it is at work, done or gone.
  let reason: String?

  static var shapeName: StaticString { "job step" }
  static func shape(_ fields: inout Fields<JobStep>) {
    fields.add("step_id", { $0.row.task?.id ?? $0.row.id })
    fields.add("status", \.row.stepStatus)
    fields.add("row", \.row.id)
    fields.add("agent", { $0.row.item?.workerName })
    fields.add("summary", { $0.reason ?? $0.row.status?.rawValue })
  }
}

/// When a plan began and ended, in ISO 8601; `nil` if unknown.
struct PlanTimes {
  var addedAt, endedAt: String?
}

extension PlanDetails {
  fileprivate var jobStatus: String {
    switch state {
    case .running: isAtWork ? "running" : "queued"
    case .waiting, .proposed: "needs_human"
    case .done: "success"
    case .failed, .blocked, .rejected: "failed"
    case .cancelled: "cancelled"
    }
  }

  fileprivate var jobQueueState: String {
    switch state {
    case .running: isAtWork ? "running" : "pending"
    case .waiting, .proposed: "awaiting_approval"
    case .done: "done"
    case .failed, .blocked, .rejected, .cancelled: "failed"
    }
  }

  private var isAtWork: Bool { rows.contains { $0.status == .inProgress } }
}

extension PlanDetails.Row {
  fileprivate var stepStatus: String {
    switch status {
    case .pending: "queued"
    case .inProgress: "running"
    case .blocked: "needs_human"
    case .done: "success"
    case .failed: "failed"
    case nil: "cancelled"
    }
  }
}
