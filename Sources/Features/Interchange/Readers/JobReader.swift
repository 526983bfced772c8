import Model
import Plans
import Text

/// Reads the file queue of multi-agent-cli-orchestrator: the steps of its jobs.
///
/// Source: `fsqueue/file_queue.py` and `contracts/job.schema.json` of
/// Atman36/multi-agent-cli-orchestrator, 8782c9ab. The key is the job's id and the step's, such as
/// `JOB/01_plan`. A job's folder is its state, which counts for each of its steps, because the queue
/// does not say how far a job came. A step waits for the step before it.
enum JobReader {
  static func read(_ files: [ForeignFile]) -> ForeignReading {
    var tasks = KeyedTasks()
    let found =
      files.count == 1
      ? files
      : Folder.allCases.flatMap { folder in
        files.filter { $0.folders.last == folder.rawValue && $0.name?.hasSuffix(".json") == true }
      }
    if found.isEmpty { tasks.tell(.noTasks, at: ForeignPlace()) }
    for file in found { read(file, into: &tasks) }
    return tasks.reading
  }

  /// The folders of the queue. If a job is in two of them, the first one counts.
  private enum Folder: String, CaseIterable {
    case running, pending
    case approval = "awaiting_approval"
    case failed, done

    var state: ForeignTask.State {
      switch self {
      case .pending: .open
      case .running: .started
      case .approval, .failed: .blocked(rawValue)
      case .done: .done
      }
    }
  }

  private static func read(_ file: ForeignFile, into tasks: inout KeyedTasks) {
    guard let object = tasks.object(in: file, with: "steps") else { return }
    do throws(UnreadReason) {
      for task in try steps(of: object, in: file) { tasks.add(task) }
    } catch {
      // A job without one of its steps would be another job.
      let key = object["job_id"]?.stringValue ?? object["id"]?.stringValue
      tasks.tell(error, key: key, at: file.place())
    }
  }

  private static func steps(
    of object: JSONObject, in file: ForeignFile
  ) throws(UnreadReason) -> [ForeignTask] {
    var job = JSONFields(object)
    guard let id = try job.text("job_id", or: "id") else { throw .missingField("job_id") }
    let goal = try job.text("goal")
    var labels: [String] = []
    for tag in try job.list("tags") {
      guard let tag = tag.stringValue else { throw .wrongType(field: "tags") }
      labels.append(tag)
    }
    let steps = try job.objects("steps")
    if steps.isEmpty { throw .missingField("steps") }
    job.skip([
      "schema_version", "created_at", "source", "callback_url", "context_strategy",
      "artifact_handoff", "policy",
    ])
    let state = file.folders.last.flatMap(Folder.init)?.state ?? .open
    var tasks: [ForeignTask] = []
    for var step in steps {
      guard let stepID = try step.text("step_id", or: "id") else { throw .missingField("step_id") }
      let prompt = try step.required("prompt")
      guard let title = PlanTask.title(ofPrompt: prompt) else { throw .missingField("prompt") }
      var task = ForeignTask(key: "\(id)/\(stepID)", place: file.place(), title: title)
      // A prompt of one line is the task.
      if prompt != title { task.text = prompt }
      task.state = state
      task.after = tasks.last.map { [$0.key] } ?? []
      task.labels = labels
      task.keep("goal", goal ?? "")
      if let failure = try step.text("on_failure"), failure != PlanForm.stop {
        task.keep("on_failure", failure)
      }
      step.skip(["timeout_sec", "max_retries", "retry_backoff_sec"])
      task.others += step.others + job.others
      tasks.append(task)
    }
    return tasks
  }
}
