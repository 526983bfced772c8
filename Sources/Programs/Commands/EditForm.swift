import Door
import Host
import Model
import Runner
import Text

/// A row as a text to be edited: a line `field: value` for each field.
struct EditForm {
  let item: QueueItem
  private let head: [String]
  private let policy: Policy
  private let headings: TimeHeadings

  init(
    _ item: QueueItem, head: [String], _ policy: Policy, _ headings: TimeHeadings
  ) {
    (self.item, self.head, self.policy, self.headings) = (item, head, policy, headings)
  }

  /// The fields of the form, with `worker` and `repo` only if there are workers.
  private var fields: [EditableField] {
    EditableField.allCases.filter { ![.worker, .repository].contains($0) || policy.namesWorkers }
  }

  var text: String {
    let fields = fields.map { "\($0.name(headings)): \(shown($0))" }
    return (head.map { "# \($0)" } + fields).map { Self.stripped($0) + "\n" }.joined()
  }

  /// The fields whose text differs from the form that was shown.
  func changes(in text: String) throws(Problem) -> [EditableField: String] {
    var texts: [EditableField: String] = [:]
    var seen: Set<EditableField> = []
    // Some editors put a byte order mark before the text.
    let mark = text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for (index, line) in text.utf8.dropFirst(mark).split(
      separator: 10, omittingEmptySubsequences: false
    )
    .enumerated() {
      let line = Self.stripped(String(Substring(line)))
      if line.isEmpty || line.hasPrefix("#") { continue }
      func failing(_ sentence: Sentence) -> Problem {
        .adapter(
          .malformedForm,
          Sentence(
            "line \(index + 1) of the form: \(sentence.english)",
            "양식의 \(index + 1)번째 줄: \(sentence.korean)"),
          hint: Sentence("nothing was changed", "아무것도 바꾸지 않았습니다"))
      }
      guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else {
        throw failing(Sentence("no field name with a colon: \(line)", "필드와 콜론이 없습니다: \(line)"))
      }
      let name = Self.stripped(String(line[..<colon]))
      guard let field = fields.first(where: { $0.name(headings) == name.lowercased() }) else {
        throw failing(Sentence("unknown field: \(name)", "행의 필드가 아닙니다: \(name)"))
      }
      guard seen.insert(field).inserted else {
        throw failing(Sentence("\(name) appears twice", "두 번 있습니다: \(name)"))
      }
      let value = Self.stripped(String(line[line.utf8.index(after: colon)...]))
      if value == Self.stripped(shown(field)) { continue }
      do throws(InvalidValue) { texts[field] = try field.value(value) } catch {
        throw failing(.invalidValue(value, for: name, error.reason))
      }
    }
    return texts
  }

  /// The field's text on one line; a text in a database may have several lines.
  private func shown(_ field: EditableField) -> String {
    CellText.written(field.text(of: item, policy) ?? "", keepingPipes: true)
  }

  /// Removes blanks and carriage returns at both ends.
  private static func stripped(_ text: String) -> String {
    let blanks: [UInt8] = [0x09, 0x0D, 0x20]
    guard let first = text.utf8.firstIndex(where: { !blanks.contains($0) }),
      let last = text.utf8.lastIndex(where: { !blanks.contains($0) })
    else { return "" }
    return String(text[first...last])
  }
}

extension EditForm {
  /// Lets a person edit the row in `VISUAL`, `EDITOR` or vi.
  ///
  /// - Parameter apply: makes the changes. If it fails, the form is kept, unless the form is
  ///   unchanged or the editor removed it.
  /// - Returns: what `apply` returns; `nil` if nothing was changed in the form.
  func edit<Answer>(
    in context: CommandContext, _ apply: ([EditableField: String]) throws -> Answer
  ) throws -> Answer? {
    let editor = context.environment["VISUAL"] ?? context.environment["EDITOR"]
    guard editor != nil || StandardInput.isTerminal else {
      throw Problem.usage(
        "there is no terminal for an editor", "편집기를 쓸 터미널이 없습니다",
        hint: Sentence(
          "set VISUAL or EDITOR, or name the fields as options",
          "VISUAL이나 EDITOR를 정하거나, 옵션으로 필드를 지정하십시오"))
    }
    var folder = try TemporaryFolder(environment: context.environment)
    let path = Path.join(folder.path, "\(item.id).txt")
    try NewFile.create(path, text: text)
    do {
      try run(editor ?? "vi", on: path, context)
      let texts = try changes(in: context.input(path, .form))
      return texts.isEmpty ? nil : try apply(texts)
    } catch {
      guard let saved = try? context.inputBytes(path, .form) else {
        throw Problem.hinted(
          context.problem(error),
          Sentence(
            "the editor left no form; nothing was changed",
            "편집기가 양식을 남기지 않았습니다. 아무것도 바꾸지 않았습니다"))
      }
      if saved == Array(text.utf8) { throw error }
      folder.retain()
      throw context.problem(error).adding(
        Sentence("the form is kept in \(path)", "양식은 \(path)에 남아 있습니다"))
    }
  }

  /// Runs the editor in the shell, as git does, because the variables may hold options.
  private func run(_ editor: String, on path: String, _ context: CommandContext) throws {
    try context.flush()
    let process = Subprocess(
      "/bin/sh", ["-c", "\(editor) \"$@\"", editor, path], in: context.currentDirectory,
      environment: context.environment.all, limits: .init(time: .zero))
    let ending: Subprocess.Ending
    do { ending = try process.runOnTerminal() } catch {
      throw Problem.unexpected(error.description)
    }
    switch ending {
    case .exited(0): return
    case .exited(let status): throw failure(of: editor, status)
    case .signalled, .timedOut, .silent, .lingered, .interrupted:
      throw failure(of: editor, nil)
    }
  }

  private func failure(of editor: String, _ status: Int32?) -> Problem {
    .adapter(
      .editor,
      Sentence(
        "the editor \(editor.escaped) \(status.map { "exited with \($0)" } ?? "was stopped")",
        "편집기 \(editor.escaped): \(status.map { "종료 상태 \($0)" } ?? "중단되었습니다")"),
      hint: Sentence(
        "nothing was changed; set VISUAL or EDITOR to use another editor",
        "아무것도 바꾸지 않았습니다. VISUAL이나 EDITOR로 다른 편집기를 지정하십시오"))
  }
}
