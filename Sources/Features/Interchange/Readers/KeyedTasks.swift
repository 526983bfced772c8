/// What is read of a form, with each key once.
struct KeyedTasks {
  var reading = ForeignReading()
  private var keys: [String: Int] = [:]

  /// The place of a task in the reading.
  subscript(key: String) -> Int? { keys[key] }

  /// Adds a task; one whose key another has is told and left out.
  ///
  /// - Returns: whether it was added.
  @discardableResult mutating func add(_ task: ForeignTask) -> Bool {
    guard keys[task.key] == nil else {
      reading.losses.append(ForeignLoss(.repeatedKey(task.key), key: task.key, at: task.place))
      return false
    }
    keys[task.key] = reading.tasks.count
    reading.tasks.append(task)
    return true
  }

  /// Adds the task that is read at a place. Of one that can't be read only that is told, and not what
  /// became of its fields.
  ///
  /// - Parameters:
  ///   - key: that of a task without one.
  ///   - place: where it stands.
  ///   - read: reads it, and tells what does not come along.
  mutating func add(
    orTell key: String? = nil, at place: ForeignPlace,
    _ read: (inout KeyedTasks) throws(UnreadReason) -> ForeignTask
  ) {
    let count = reading.losses.count
    do throws(UnreadReason) {
      let task = try read(&self)
      if keys[task.key] != nil { reading.losses.removeSubrange(count...) }
      add(task)
    } catch {
      reading.losses.removeSubrange(count...)
      tell(error, key: key, at: place)
    }
  }

  /// A key that no other task has: the text, or the text with the first number that is free.
  mutating func freeKey(_ text: String) -> String {
    let count = uses[text, default: 0] + 1
    uses[text] = count
    return count == 1 ? text : "\(text)-\(count)"
  }

  private var uses: [String: Int] = [:]

  mutating func tell(_ reason: UnreadReason, key: String? = nil, at place: ForeignPlace) {
    reading.losses.append(ForeignLoss(.unread(reason), key: key, at: place))
  }

  mutating func markdown(of file: ForeignFile) -> [MarkdownLine] {
    let lines = file.lines(tellingTo: &reading.losses)
    return MarkdownLine.all(lines, of: file, tellingTo: &reading.losses)
  }

  /// Reads the files with one of these names, those with the first name first; a single file whatever
  /// its name is.
  ///
  /// Where there is none, that is told. Losses are in the order of the lines.
  mutating func readEach(
    of files: [ForeignFile], named names: [String],
    _ read: (ForeignFile, inout KeyedTasks) -> Void
  ) {
    let found =
      files.count == 1 ? files : names.flatMap { name in files.filter { $0.name == name } }
    if found.isEmpty { tell(.noTasks, at: ForeignPlace()) }
    for file in found {
      let first = reading.losses.count
      read(file, &self)
      reading.losses[first...].sort { ($0.place.line ?? 0) < ($1.place.line ?? 0) }
    }
  }
}

extension ForeignTask {
  /// Keeps a word that the form does not have for its status or priority in the brief, and tells it: a
  /// task with an unknown status is blocked, until a person has looked at it.
  ///
  /// - Parameters:
  ///   - field: `status`, `state` or `priority`.
  ///   - word: what stands there.
  ///   - place: where it stands; `nil` for where the task begins.
  ///   - reading: gets the loss.
  mutating func keepUnknown(
    _ field: String, _ word: String, at place: ForeignPlace? = nil,
    tellingTo reading: inout ForeignReading
  ) {
    if field != "priority" { state = .blocked(word) }
    keep(field, word)
    reading.losses.append(
      ForeignLoss(.unknownWord(field: field, word: word), key: key, at: place ?? self.place))
  }

  /// The state that a word stands for; `nil` for a word that the form does not have.
  mutating func keep(
    _ known: State?, of field: String, _ word: String, tellingTo reading: inout ForeignReading
  ) {
    if let known { state = known } else { keepUnknown(field, word, tellingTo: &reading) }
  }

  /// The state that the mark in a box stands for; `nil` for one that the form does not have, as `[?]`,
  /// which is kept like an unknown word.
  mutating func keep(
    _ known: State?, of box: CheckBox, tellingTo reading: inout ForeignReading
  ) {
    if let known {
      state = known
      return
    }
    let mark = box.mark
    state = .blocked("[\(mark)]")
    keep("status", "[\(mark)]")
    reading.losses.append(ForeignLoss(.unknownMark(mark), key: key, at: place))
  }

  /// Adds a field, unless its text is empty.
  mutating func keep(_ name: String, _ text: String) {
    if !text.isEmpty { others.append(Other(name: name, text: text)) }
  }
}

extension [String] {
  /// Adds those that it doesn't have, each once.
  mutating func appendNew(_ texts: some Sequence<String>) {
    var known = Set(self)
    for text in texts where known.insert(text).inserted { append(text) }
  }
}
