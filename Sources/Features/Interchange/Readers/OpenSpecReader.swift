/// Reads the `tasks.md` of OpenSpec's changes: `## 1. Group` and `- [ ] 1.1 text`, which may be
/// nested.
///
/// Source: `src/utils/task-progress.ts` and `schemas/spec-driven` of Fission-AI/OpenSpec, of August
/// 2026. The key is the change's name and the number. The change keeps its name in the archive,
/// where it is prefixed with a date. The key of a task without a number has the hash of its text.
public enum OpenSpecReader {
  public static func read(_ files: [ForeignFile]) -> ForeignReading {
    var tasks = KeyedTasks()
    tasks.readEach(of: files, named: ["tasks.md"]) { read($0, into: &$1) }
    return tasks.reading
  }

  private static func read(_ file: ForeignFile, into tasks: inout KeyedTasks) {
    let lines = tasks.markdown(of: file)
    let outline = TaskOutline(lines) { _, _, _ in true }
    if outline.items.isEmpty { tasks.tell(.noTasks, at: file.place()) }
    let change = file.folders.last.map(withoutDate)
    let scope = change.map { $0 + "/" } ?? ""
    let lookup = Set(outline.items.compactMap { TaskNumber($0.box.text)?.text })
    var keys: [String] = []
    for item in outline.items {
      let number = TaskNumber(item.paragraph)
      let title = number?.rest ?? item.paragraph
      let key =
        number.map { scope + $0.text } ?? tasks.freeKey(scope + TextKey.of(item.paragraph.text))
      keys.append(key)
      let place = file.place(item.line.number)
      guard !title.isEmpty else {
        tasks.tell(.missingField("title"), key: number == nil ? nil : key, at: place)
        continue
      }
      var task = ForeignTask(key: key, place: place, title: title.text)
      let state = item.box.state(cancelled: "-")
      task.keep(state, of: item.box, tellingTo: &tasks.reading)
      task.text = item.rest.text
      task.keep("group", item.headings.joined(separator: " / "))
      let parent = number.flatMap { TaskNumber.parent(of: $0.text) }
      if let parent, lookup.contains(parent) {
        task.links.append(ForeignTask.Link(kind: "parent", key: scope + parent))
      } else if let parent = item.parent {
        task.links.append(ForeignTask.Link(kind: "parent", key: keys[parent]))
      }
      tasks.add(task)
    }
  }

  /// `add-list` for `2025-01-13-add-list`.
  private static func withoutDate(_ name: String) -> String {
    let bytes = Array(name.utf8)
    guard bytes.count > 11, ForeignDate.begins(bytes[...]), bytes[10] == UInt8(ascii: "-") else {
      return name
    }
    return bytes[11...].text
  }
}

/// A day in the form `2026-01-31`.
enum ForeignDate {
  static func begins(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count >= 10 else { return false }
    return text.prefix(10).enumerated().allSatisfy { index, byte in
      index == 4 || index == 7 ? byte == UInt8(ascii: "-") : byte.isDigit
    }
  }
}
