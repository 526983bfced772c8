import Model

/// Reads `todo.txt` and `done.txt`: one task per line, such as
/// `(A) 2026-01-31 Call Ann +garden @phone`.
///
/// Source: the rules of todotxt/todo.txt, of June 2026. The form has no ids. The key is the hash of
/// the day of creation and the words that are not `key:value`, so a task keeps its key when it is
/// done, or gets another priority or another due day.
public enum TodoTxtReader {
  public static func read(_ files: [ForeignFile]) -> ForeignReading {
    var tasks = KeyedTasks()
    tasks.readEach(of: files, named: ["todo.txt", "done.txt"]) { file, tasks in
      let count = tasks.reading.tasks.count
      for line in file.lines(tellingTo: &tasks.reading.losses) where !line.isBlank {
        read(line, at: file.place(line.number), into: &tasks)
      }
      if tasks.reading.tasks.count == count { tasks.tell(.noTasks, at: file.place()) }
    }
    return tasks.reading
  }

  private static func read(
    _ line: SourceLine, at place: ForeignPlace, into tasks: inout KeyedTasks
  ) {
    var entry = Entry(line.content)
    let words = entry.words.filter { pair($0) == nil }
    let title = words.isEmpty ? entry.words : words
    guard !title.isEmpty else { return tasks.tell(.missingField("title"), at: place) }
    let text = title.map(\.text).joined(separator: " ")
    let key = tasks.freeKey(TextKey.of((entry.created.map { $0 + " " } ?? "") + text))
    var task = ForeignTask(key: key, place: place, title: text)
    task.state = entry.isDone ? .done : .open
    let labels = title.filter {
      $0.count > 1 && ($0.first == UInt8(ascii: "+") || $0.first == UInt8(ascii: "@"))
    }
    task.labels.appendNew(labels.map(\.text))
    for pair in entry.words.compactMap(pair) where !words.isEmpty {
      if pair.name == "pri", entry.priority == nil, let letter = Entry.letter(pair.value.utf8) {
        entry.priority = letter
      } else if pair.name == "due", task.due == nil {
        task.due = pair.value
      } else if pair.name == "t", task.notBefore == nil {
        task.notBefore = pair.value
      } else {
        task.keep(pair.name, pair.value)
      }
    }
    task.keep("created", entry.created ?? "")
    task.keep("completed", entry.completed ?? "")
    if let letter = entry.priority {
      task.priority = priority(letter)
      if letter > UInt8(ascii: "C") {
        let word = String(UnicodeScalar(letter))
        tasks.reading.losses.append(ForeignLoss(.loweredPriority(word), key: key, at: place))
      }
    }
    tasks.add(task)
  }

  private static func priority(_ letter: UInt8) -> Priority {
    switch letter {
    case UInt8(ascii: "A"): .p0
    case UInt8(ascii: "B"): .p1
    default: .p2
    }
  }

  /// Reads a pair such as `due:2026-01-31`, but not an address or a time of day.
  private static func pair(_ word: ArraySlice<UInt8>) -> (name: String, value: String)? {
    guard let colon = word.firstIndex(of: UInt8(ascii: ":")), colon > word.startIndex,
      word[word.startIndex].isLetter,
      word[..<colon].allSatisfy({
        $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      })
    else { return nil }
    let value = word[(colon + 1)...]
    guard !value.isEmpty, !value.contains(UInt8(ascii: ":")), value.rest(behind: "//") == nil else {
      return nil
    }
    return (word[..<colon].text, value.text)
  }
}

private struct Entry {
  var isDone = false
  var priority: UInt8?
  var created: String?
  var completed: String?
  var words: [ArraySlice<UInt8>]

  init(_ line: ArraySlice<UInt8>) {
    words = line.split(whereSeparator: \.isBlank)
    if let first = words.first, first.elementsEqual([UInt8(ascii: "x")]), words.count > 1 {
      isDone = true
      words.removeFirst()
    }
    if let first = words.first, first.count == 3, first.first == UInt8(ascii: "("),
      first.last == UInt8(ascii: ")"), let letter = Self.letter(first.dropFirst().dropLast()),
      words.count > 1
    {
      priority = letter
      words.removeFirst()
    }
    if isDone { completed = takeDate() }
    created = takeDate()
  }

  private mutating func takeDate() -> String? {
    guard words.count > 1, words[0].count == 10, ForeignDate.begins(words[0]) else { return nil }
    return words.removeFirst().text
  }

  /// The letter if the text is a single letter from A to Z.
  static func letter(_ text: some Collection<UInt8>) -> UInt8? {
    guard text.count == 1, let letter = text.first,
      UInt8(ascii: "A")...UInt8(ascii: "Z") ~= letter
    else { return nil }
    return letter
  }
}
