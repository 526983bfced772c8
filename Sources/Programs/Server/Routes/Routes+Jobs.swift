import Door
import HTTP
import Host
import Model
import Plans
import Text

extension Route {
  /// The routes of a tool with jobs, at its paths and with its answers. Source: docs/server.md,
  /// "Jobs".
  static var jobs: [Route] {
    [
      .post(
        "webhook", .submit, nil, gives: SubmittedJob.self, newIDs: true, isSubmit: true
      ) { call in
        let job = try NewJob(call.request.body)
        let file = try call.queue.readPlan(job.bytes, in: .job)
        do throws(Problem) {
          _ = try call.queue.apply(file.plan, mustBeNew: true, as: call.caller)
        } catch {
          if case .exists? = error.plan { throw RequestError.takenJob(job.id) }
          throw error
        }
        let awaitsApproval = file.plan.tasks.contains { $0.settings.approval == .start }
        return call.answer(
          SubmittedJob(
            id: job.id, plan: file.plan.name,
            status: awaitsApproval ? "awaiting_approval" : "queued"))
      },
      .get("jobs/{id}", gives: JobStatus.self) { call in
        call.answer(try call.queue.job(call.parts[0]))
      },
    ]
  }
}

/// A job as it was posted, with an id.
private struct NewJob {
  let id: String
  let bytes: [UInt8]

  init(_ body: [UInt8]) throws {
    // What is not an object is a mistake of the plan.
    guard var object = (try? JSONValue(parsing: body))?.objectValue else {
      (id, bytes) = ("", body)
      return
    }
    if object["job_id"] ?? .null == .null {
      object["job_id"] = .string(Randomness.hexDigits(32))
    }
    id = object["job_id"]?.stringValue ?? ""
    bytes = Array("\(JSONValue.object(object))".utf8)
  }
}

private struct SubmittedJob: Shaped {
  let id: String
  let plan: String
  let status: String

  static var shapeName: StaticString { "submitted job" }
  static func shape(_ fields: inout Fields<SubmittedJob>) {
    fields.add(
      "status", \.status, "`queued`, or `awaiting_approval` if a person has to approve a step")
    fields.add("job_id", \.id)
    fields.add(
      "artifacts_dir", { "plans/\($0.plan)" }, "relative to the folder of the queue's state")
    // An id may have characters that an address has not.
    fields.add("status_url", { "/jobs/\(ItemID.isWellFormed($0.id) ? $0.id : $0.plan)" })
    fields.add("plan", \.plan, "the plan that the job became")
  }
}

extension RequestError {
  fileprivate static func takenJob(_ id: String) -> RequestError {
    RequestError(
      409, "job_exists",
      Sentence("the job \(id.escaped) is there already", "작업 \(id.escaped)이(가) 이미 있습니다"),
      hint: Sentence(
        "GET /jobs/ID shows it; or give it another job_id",
        "GET /jobs/ID로 볼 수 있습니다. 새 작업이면 다른 job_id를 쓰십시오"))
  }
}
