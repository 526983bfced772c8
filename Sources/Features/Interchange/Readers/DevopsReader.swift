import Model
import Plans
import SQLite
import Text

/// Reads the database of ai-devops-orchestrator: its subtasks, and what they wait for.
///
/// Source: `orchestrator/db.py` and `orchestrator/queue.py` of
/// dogexchinese-ui/ai-devops-orchestrator, 208b75a6. The key is the id of the subtask, which is
/// unique in the database. A plan is no task, because its status follows from its subtasks.
enum DevopsReader {
  static func read(_ files: [ForeignFile]) -> ForeignReading {
    var tasks = KeyedTasks()
    for file in files {
      do throws(UnreadReason) {
        try read(ForeignDatabase(file), at: file.place(), into: &tasks)
      } catch {
        tasks.tell(error, at: file.place())
      }
    }
    return tasks.reading
  }

  private static func read(
    _ database: ForeignDatabase, at place: ForeignPlace, into tasks: inout KeyedTasks
  ) throws(UnreadReason) {
    var database = database
    let rows = try database.rows(
      of: "tasks", having: ["id", "kind", "title", "prompt", "status"])
    var after: [String: [String]] = [:]
    for row in try database.rows(of: "deps", having: ["task_id", "depends_on"]) {
      guard let id = row["task_id"]?.stringValue, let other = row["depends_on"]?.stringValue
      else { continue }
      after[id, default: []].append(other)
    }
    var titles: [String: String] = [:]
    for row in rows where isPlan(row) {
      guard let id = row["id"]?.stringValue else { continue }
      titles[id] = row["title"]?.stringValue?.singleLine
    }
    for row in rows where !isPlan(row) {
      let id = row["id"]?.stringValue
      tasks.add(orTell: id == "" ? nil : id, at: place) { (tasks) throws(UnreadReason) in
        var task = try task(row, at: place, titles, &tasks.reading)
        task.after.appendNew(after[task.key] ?? [])
        return task
      }
    }
    if rows.allSatisfy(isPlan) { tasks.tell(.noTasks, at: place) }
  }

  private static func isPlan(_ row: JSONObject) -> Bool { row["kind"]?.stringValue == "plan" }

  /// - Parameter titles: the titles of the plans by their ids.
  private static func task(
    _ row: JSONObject, at place: ForeignPlace, _ titles: [String: String],
    _ reading: inout ForeignReading
  ) throws(UnreadReason) -> ForeignTask {
    var fields = JSONFields(row)
    let (key, prompt) = (try fields.required("id"), try fields.text("prompt") ?? "")
    guard
      let title = try fields.text("title")?.singleLine ?? PlanTask.title(ofPrompt: prompt),
      !title.isEmpty
    else { throw .missingField("title") }
    var task = ForeignTask(key: key, place: place, title: title)
    // A prompt of one line is the task.
    if prompt != title { task.text = prompt }
    let status = try fields.required("status")
    task.keep(state(status), of: "status", status, tellingTo: &reading)
    if let plan = try fields.text("plan_id") {
      task.labels.append(plan)
      task.keep("plan", titles[plan] ?? "")
    }
    fields.skip([
      "kind", "attempt", "max_attempts", "idempotency_key", "created_at", "updated_at",
      "worktree_managed",
    ])
    task.others += fields.others
    return task
  }

  private static func state(_ status: String) -> ForeignTask.State? {
    switch status {
    case "queued": .open
    case "running": .started
    case "succeeded": .done
    case "failed", "blocked": .blocked(status)
    case "canceled": .dropped(status)
    default: nil
    }
  }
}
