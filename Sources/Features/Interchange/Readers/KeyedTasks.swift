import Text

/// The result of a reader, in which each key occurs once.
struct KeyedTasks {
  var reading = ForeignReading()
  private var keys: [String: Int] = [:]

  /// The index of the task with this key in the reading.
  subscript(key: String) -> Int? { keys[key] }

  /// Adds a task. If another task has the same key, the task is reported and left out.
  ///
  /// - Returns: whether the task was added.
  @discardableResult mutating func add(_ task: ForeignTask) -> Bool {
    guard keys[task.key] == nil else {
      reading.losses.append(ForeignLoss(.repeatedKey(task.key), key: task.key, at: task.place))
      return false
    }
    keys[task.key] = reading.tasks.count
    reading.tasks.append(task)
    return true
  }

  /// Adds the task that is read at a place. If the task can't be read, only this is reported, and
  /// not the losses in its fields.
  ///
  /// - Parameters:
  ///   - key: the key for the report if the task has none.
  ///   - place: the place of the task.
  ///   - read: reads the task, and reports losses.
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

  /// A key that no other task has: the text itself, or the text with the first free number.
  mutating func freeKey(_ text: String) -> String {
    let count = uses[text, default: 0] + 1
    uses[text] = count
    return count == 1 ? text : "\(text)-\(count)"
  }

  private var uses: [String: Int] = [:]

  mutating func tell(_ reason: UnreadReason, key: String? = nil, at place: ForeignPlace) {
    reading.losses.append(ForeignLoss(.unread(reason), key: key, at: place))
  }

  /// The JSON object in a file; `nil`, and a loss, if the file has anything else.
  ///
  /// - Parameter field: the member of the object that has the tasks, for the loss.
  mutating func object(in file: ForeignFile, with field: String) -> JSONObject? {
    do throws(JSONError) {
      let value = try JSONValue(parsing: file.contents, replacesLoneSurrogates: true)
      if let object = value.objectValue { return object }
      tell(.wrongType(field: field), at: file.place())
    } catch {
      tell(.notJSON(error), at: file.place())
    }
    return nil
  }

  mutating func markdown(of file: ForeignFile) -> [MarkdownLine] {
    let lines = file.lines(tellingTo: &reading.losses)
    return MarkdownLine.all(lines, of: file, tellingTo: &reading.losses)
  }

  /// Reads the files that have one of these names, beginning with the files that have the first
  /// name. A single file is read whatever its name is.
  ///
  /// If there is no file, this is reported. Losses are in the order of the lines.
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
  /// Reports a word for a status or priority that the form does not define, and keeps it in the
  /// brief. A task with an unknown status is blocked until a person has looked at it.
  ///
  /// - Parameters:
  ///   - field: `status`, `state` or `priority`.
  ///   - word: the unknown word.
  ///   - place: the place of the word; `nil` for the beginning of the task.
  ///   - reading: receives the loss.
  mutating func keepUnknown(
    _ field: String, _ word: String, at place: ForeignPlace? = nil,
    tellingTo reading: inout ForeignReading
  ) {
    if field != "priority" { state = .blocked(word) }
    keep(field, word)
    reading.losses.append(
      ForeignLoss(.unknownWord(field: field, word: word), key: key, at: place ?? self.place))
  }

  /// Sets the state of the task from a word.
  ///
  /// - Parameter known: the state; `nil` for a word that the form does not define.
  mutating func keep(
    _ known: State?, of field: String, _ word: String, tellingTo reading: inout ForeignReading
  ) {
    if let known { state = known } else { keepUnknown(field, word, tellingTo: &reading) }
  }

  /// Sets the state of the task from the mark in a box.
  ///
  /// - Parameter known: the state; `nil` for a mark that the form does not define, such as `[?]`.
  ///   It is kept like an unknown word.
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

  /// Adds a field unless its text is empty.
  mutating func keep(_ name: String, _ text: String) {
    if !text.isEmpty { others.append(Other(name: name, text: text)) }
  }
}

extension [String] {
  /// Appends each text that is missing, once.
  mutating func appendNew(_ texts: some Sequence<String>) {
    var known = Set(self)
    for text in texts where known.insert(text).inserted { append(text) }
  }
}
