import Model
import Text

/// The output of `gh issue list --json number,title,body,labels,state,url`: the issues of a
/// repository.
enum GitHubIssues {
  static func read(_ files: [ForeignFile]) -> ForeignReading {
    var tasks = KeyedTasks()
    for file in files {
      let value: JSONValue
      do throws(JSONError) {
        value = try JSONValue(parsing: file.contents, replacesLoneSurrogates: true)
      } catch {
        tasks.tell(.notJSON(error), at: file.place(error.line))
        continue
      }
      // `gh issue view` prints a single issue.
      let issues = value.arrayValue ?? [value]
      for (index, issue) in issues.enumerated() {
        let key = issue.objectValue?["number"]?.integerValue.map { "#\($0)" } ?? "\(index + 1)"
        tasks.add(orTell: key, at: file.place()) { (tasks) throws(UnreadReason) in
          guard let object = issue.objectValue else { throw .wrongType(field: "\(index + 1)") }
          return try task(object, at: file.place(), &tasks.reading)
        }
      }
    }
    return tasks.reading
  }

  private static func task(
    _ object: JSONObject, at place: ForeignPlace, _ reading: inout ForeignReading
  ) throws(UnreadReason) -> ForeignTask {
    var fields = JSONFields(object)
    guard let number = try fields.integer("number") else { throw .missingField("number") }
    let address = try fields.text("html_url", or: "url")
    var task = ForeignTask(
      key: (address.flatMap(repository) ?? "") + "#\(number)", place: place,
      title: try fields.required("title"))
    task.text = try fields.text("body") ?? ""
    if let address { task.others.append(.init(name: "url", text: address)) }
    for label in try fields.list("labels") {
      guard let name = label.stringValue ?? label.objectValue?["name"]?.stringValue else {
        throw .wrongType(field: "labels")
      }
      if let priority = Priority.known.first(where: { $0.text == name.uppercased() }) {
        task.priority = priority
      } else {
        task.labels.append(name)
      }
    }
    let word = fields.word("state") ?? "OPEN"
    if isPullRequest(object, address) {
      task.state = .dropped("pull request")
    } else {
      task.keep(try state(word, &fields), of: "state", word, tellingTo: &reading)
    }
    let people = try fields.objects("assignees").map { (person) throws(UnreadReason) in
      var person = person
      return try person.text("login") ?? ""
    }
    if !people.isEmpty { task.assignee = people.joined(separator: ", ") }
    if var milestone = try fields.object("milestone"), let title = try milestone.text("title") {
      task.others.append(.init(name: "milestone", text: title))
    }
    if object["comments"]?.arrayValue != nil {
      for var comment in try fields.objects("comments") {
        var author = try comment.object("author")
        task.comments.append(
          .init(
            author: try author?.text("login") ?? "", time: try comment.text("createdAt") ?? "",
            text: try comment.text("body") ?? ""))
      }
    }
    return task
  }

  /// Whether an object is a pull request, because the API of GitHub lists pull requests among the
  /// issues.
  private static func isPullRequest(_ object: JSONObject, _ address: String?) -> Bool {
    object["pull_request"]?.objectValue != nil
      || address?.split(separator: "/").contains("pull") ?? false
  }

  private static func state(
    _ state: String, _ fields: inout JSONFields
  ) throws(UnreadReason) -> ForeignTask.State? {
    let reason = try fields.text("stateReason", or: "state_reason") ?? ""
    switch state.uppercased() {
    case "OPEN": return .open
    case "CLOSED":
      let word = reason.uppercased()
      return word == "NOT_PLANNED" || word == "DUPLICATE" ? .dropped(reason.lowercased()) : .done
    default: return nil
    }
  }

  /// `owner/name` of `https://HOST/owner/name/issues/12`.
  private static func repository(_ address: String) -> String? {
    let parts = address.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 7, parts[5] == "issues" || parts[5] == "pull" else { return nil }
    return "\(parts[3])/\(parts[4])"
  }
}
