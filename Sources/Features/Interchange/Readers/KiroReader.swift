/// Reads the `tasks.md` of Kiro's specs, with the waves of their tasks.
///
/// `- [ ] 1. Text` is a task. `- [ ] 1.1 text` below or after it is a subtask, `- [ ]* 1.2 text` is
/// optional, `[-]` is in progress and `[~]` is queued. `_Requirements: 1.1_` is a field. Source:
/// files that Kiro wrote from 2025 to August 2026, because it publishes no grammar. The key is the
/// spec's folder and the number.
public enum KiroReader {
  public static func read(_ files: [ForeignFile]) -> ForeignReading {
    var tasks = KeyedTasks()
    let known = files.filter { $0.name != wavesFile || files.count == 1 }
    tasks.readEach(of: known, named: ["tasks.md"]) { file, tasks in
      let waves = files.filter { $0.name == wavesFile && $0.folders == file.folders }
      read(file, waves: files.count == 1 ? [] : waves, into: &tasks)
    }
    return tasks.reading
  }

  private static let wavesFile = "waves.json"

  private static func read(
    _ file: ForeignFile, waves files: [ForeignFile], into tasks: inout KeyedTasks
  ) {
    let lines = tasks.markdown(of: file)
    let outline = TaskOutline(lines) { box, line, isInTask in
      if TaskNumber(box.text) != nil { return true }
      if !isInTask { tasks.tell(.noNumber, at: file.place(line.number)) }
      return false
    }
    if outline.items.isEmpty { tasks.tell(.noTasks, at: file.place()) }
    let scope = file.folders.last.map { $0 + "/" } ?? ""
    let first = tasks.reading.tasks.count
    var parents: [(child: String, parent: String)] = []
    let numbers = Set(outline.items.compactMap { TaskNumber($0.box.text)?.text })
    for item in outline.items {
      guard let number = TaskNumber(item.paragraph) else { continue }
      guard let task = task(item, number, scope, in: file, &tasks), tasks.add(task) else {
        continue
      }
      let parent = TaskNumber.parent(of: number.text)
      if let parent, numbers.contains(parent) {
        parents.append((task.key, scope + parent))
      } else if let parent = item.parent.flatMap({ TaskNumber(outline.items[$0].box.text) }) {
        parents.append((task.key, scope + parent.text))
      }
    }
    var waves = KiroWaves(scope: scope)
    waves.read(lines, of: file, into: &tasks)
    for file in files { waves.read(file.contents, at: file.place(), into: &tasks) }
    waves.connect(&tasks)
    for (child, parent) in parents {
      guard let childIndex = tasks[child], let index = tasks[parent] else { continue }
      tasks.reading.tasks[childIndex].links.append(ForeignTask.Link(kind: "parent", key: parent))
      if !waves.contains(parent) { tasks.reading.tasks[index].after.append(child) }
    }
    for index in tasks.reading.tasks.indices.dropFirst(first) {
      let keys = tasks.reading.tasks[index].after
      tasks.reading.tasks[index].after = []
      tasks.reading.tasks[index].after.appendNew(keys)
    }
  }

  private static func task(
    _ item: TaskOutline.Item, _ number: TaskNumber, _ scope: String, in file: ForeignFile,
    _ tasks: inout KeyedTasks
  ) -> ForeignTask? {
    let key = scope + number.text
    let place = file.place(item.line.number)
    let isParallel = number.rest.text.hasSuffix(" (P)")
    let title = isParallel ? number.rest.dropLast(4).trimmed : number.rest
    guard !title.isEmpty else {
      tasks.tell(.missingField("title"), key: key, at: place)
      return nil
    }
    var task = ForeignTask(key: key, place: place, title: title.text)
    let state = item.box.mark == "-" ? .started : item.box.state
    task.keep(state, of: item.box, tellingTo: &tasks.reading)
    if item.box.hasAsterisk { task.labels.append("optional") }
    if isParallel { task.labels.append("parallel") }
    let groups = item.headings.filter { $0 != "Tasks" }
    task.keep("group", groups.joined(separator: " / "))
    var text: [SourceLine] = []
    for line in item.rest {
      guard let field = KiroField(line) else {
        text.append(line)
        continue
      }
      if field.name == "Depends", let numbers = field.numbers {
        task.after.appendNew(numbers.map { scope + $0 })
      } else {
        task.keep(field.name, field.value)
      }
    }
    task.text = text.text
    return task
  }
}

/// A line such as `- _Requirements: 1.1, 1.2_` below a task.
private struct KiroField {
  let name: String
  let value: String

  init?(_ line: SourceLine) {
    let content = (line.content.behindListMarker ?? line.content).trimmed
    guard let inner = content.rest(behind: "_"), inner.last == UInt8(ascii: "_"),
      let colon = inner.firstIndex(of: UInt8(ascii: ":")), colon > inner.startIndex,
      inner[..<colon].allSatisfy({ $0.isLetter || $0.isBlank })
    else { return nil }
    name = inner[..<colon].text
    value = inner[(colon + 1)...].dropLast().trimmed.text
  }

  /// The numbers of tasks; `nil` if the value contains anything else.
  var numbers: [String]? {
    let words = value.split { $0 == "," || $0 == " " }
    let areNumbers = words.allSatisfy { word in
      word.utf8.first?.isDigit ?? false
        && word.utf8.allSatisfy { $0.isDigit || $0.isLetter || $0 == UInt8(ascii: ".") }
    }
    return areNumbers ? words.map { String($0) } : nil
  }
}
