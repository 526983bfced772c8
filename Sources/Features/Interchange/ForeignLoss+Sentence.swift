import Model
public import Text

extension ForeignLoss {
  /// The loss and its place: `issues.jsonl:12: bd-3: priority P4 becomes P2`.
  public var sentence: Sentence {
    let key = key.map { "\($0.escaped): " } ?? ""
    return kind.sentence.map { "\(place.text): \(key)" + $0 }
  }
}

extension ForeignPlace {
  /// The place as text, such as `issues.jsonl:12`.
  public var text: String {
    (file?.escaped ?? "-") + (line.map { ":\($0)" } ?? "")
  }
}

extension ForeignLoss.Kind {
  /// The word for the kind of loss in JSON.
  public var code: String {
    switch self {
    case .unread: "unread"
    case .repeatedKey: "repeated_key"
    case .leftOut: "left_out"
    case .unknownWord: "unknown_word"
    case .unknownMark: "unknown_mark"
    case .loweredPriority: "lowered_priority"
    case .unreadTime: "unread_time"
    case .semicolons: "semicolons"
    case .unseenText: "unseen_text"
    case .otherTask: "other_task"
    case .missingTask: "missing_task"
    case .ambiguousTitle: "ambiguous_title"
    case .cycle: "cycle"
    case .hiddenCharacters: "hidden_characters"
    case .commandAsProse: "command_as_prose"
    case .linkOutside: "link_outside"
    }
  }

  /// The loss, without its place.
  public var sentence: Sentence {
    switch self {
    case .unread(let reason): reason.sentence.prefixed("not read: ", "읽지 않음: ")
    case .repeatedKey(let key):
      Sentence(
        "not read: an earlier task has the key \(key.escaped), too",
        "읽지 않음: 앞에 같은 할 일 \(key.escaped)이(가) 있습니다")
    case .leftOut(let word):
      Sentence(
        "left out: its status there is '\(word.escaped)'", "뺐습니다: 그쪽 상태가 '\(word.escaped)'입니다")
    case .unknownWord("priority", let word):
      Sentence(
        "unknown priority '\(word.escaped)': it becomes P1",
        "알 수 없는 우선순위 '\(word.escaped)': P1이 됩니다")
    case .unknownWord(let name, let word):
      Sentence(
        "unknown \(name.escaped) '\(word.escaped)': the row is BLOCKED",
        "알 수 없는 \(name.escaped) '\(word.escaped)': 행은 BLOCKED입니다")
    case .unknownMark(let mark):
      Sentence(
        "unknown mark '[\(mark.escaped)]': the row is BLOCKED",
        "알 수 없는 표시 '[\(mark.escaped)]': 행은 BLOCKED입니다")
    case .loweredPriority(let text):
      Sentence(
        "priority \(text.escaped) becomes P2, the lowest", "우선순위 \(text.escaped)은(는) 가장 낮은 P2가 됩니다")
    case .unreadTime(let text):
      Sentence(
        "'\(text.escaped)' is not a time that can be read: the brief keeps it (write YYYY-MM-DD)",
        "'\(text.escaped)'은(는) 읽을 수 있는 시각이 아니어서 브리프에 둡니다 (YYYY-MM-DD로 쓰십시오)")
    case .semicolons(let text):
      Sentence(
        "';' separates criteria here, and becomes ',' in '\(text.escaped)'",
        "여기서 ';'는 기준을 나누므로 '\(text.escaped)'에서는 ','로 바꿉니다")
    case .unseenText(let field, let text):
      Sentence(
        "\(field.escaped) has text that workers read but people do not see: '\(text.escaped)'",
        "\(field.escaped)에 사람에게는 보이지 않고 워커는 읽는 글이 있습니다: '\(text.escaped)'")
    case .otherTask(let title):
      Sentence(
        "the task was '\(title.escaped)' before, and work on its row has begun here: this task gets a new row",
        "전에는 여기서 작업이 시작된 '\(title.escaped)'이었으므로 새 행이 됩니다")
    case .missingTask(let key):
      Sentence(
        "it waits for \(key.escaped), which is not imported, so the dependency is left out",
        "기다리는 \(key.escaped)은(는) 가져오지 않으므로 뺐습니다")
    case .ambiguousTitle(let title):
      Sentence(
        "several tasks have the title '\(title.escaped)', so the dependency is left out (give them ids)",
        "제목이 '\(title.escaped)'인 할 일이 여럿이어서 뺐습니다 (id를 쓰십시오)")
    case .cycle(let key):
      Sentence(
        "to wait for \(key.escaped) would close a cycle, so the dependency is left out",
        "\(key.escaped)을(를) 기다리면 순환이 되므로 뺐습니다")
    case .hiddenCharacters(let field):
      Sentence(
        "hidden characters were removed from \(field.escaped)",
        "\(field.escaped)에서 보이지 않는 문자를 지웠습니다")
    case .commandAsProse(let text):
      Sentence(
        "the criterion '\(text.escaped)' stays prose: the report must show it (orch edit makes it "
          + "a check)",
        "기준 '\(text.escaped)'은(는) 글로 남아 보고서로 판정합니다 (orch edit으로 검사로 바꿀 수 있습니다)")
    case .linkOutside(let path):
      Sentence(
        "the link \(path.escaped) is not followed: it leads to a folder, or out of the imported folder",
        "링크 \(path.escaped)은(는) 따라가지 않습니다. 폴더이거나 이 폴더 밖을 가리킵니다")
    }
  }
}

extension UnreadReason {
  public var sentence: Sentence {
    switch self {
    case .notReadable(let reason): Sentence(same: reason.escaped)
    case .notUTF8: Sentence("not UTF-8; save the file as UTF-8", "UTF-8이 아닙니다. UTF-8로 저장하십시오")
    // The place already has the line.
    case .notJSON:
      Sentence("not JSON: \(mistakeInJSON)", "JSON이 아닙니다: \(mistakeInJSON)")
    case .noTasks: Sentence("the file has no task", "할 일이 하나도 없습니다")
    case .missingField(let name):
      Sentence("'\(name.escaped)' is missing", "'\(name.escaped)'이(가) 없습니다")
    case .wrongType(let name):
      Sentence("'\(name.escaped)' has a value of the wrong type", "'\(name.escaped)'의 값이 다른 종류입니다")
    case .unknownValue(let name, let value):
      Sentence(
        "unknown \(name.escaped) '\(value.escaped)'", "알 수 없는 \(name.escaped) '\(value.escaped)'")
    case .noNumber: Sentence("the item has no number", "항목에 번호가 없습니다")
    case .unclosedFence:
      Sentence("a code fence that is not closed", "닫히지 않은 코드 블록입니다")
    case .unclosedComment: Sentence("a comment that is not closed", "닫히지 않은 주석입니다")
    case .tooManyEdges(let count):
      Sentence(
        "\(count) edges between waves: they are left out", "물결 사이의 연결이 \(count)개라 뺐습니다")
    case .noFrontMatter:
      Sentence("no lines between --- and --- at the beginning", "머리에 ---와 --- 사이의 줄이 없습니다")
    case .unclosedFrontMatter:
      Sentence("the lines at the beginning have no second ---", "머리를 닫는 ---가 없습니다")
    case .unsupportedYAML:
      Sentence(
        "YAML other than texts, lists of texts and blocks", "글, 글 목록, 블록이 아닌 YAML입니다")
    case .repeatedField(let name):
      Sentence("'\(name.escaped)' occurs twice", "'\(name.escaped)'이(가) 두 번 나옵니다")
    case .unclosedQuote:
      Sentence("a quotation mark that is not closed", "닫히지 않은 큰따옴표입니다")
    case .tooManyFields(let count, let limit):
      Sentence(
        "\(count) fields, but the first line names \(limit)", "칸이 \(count)개인데 첫 줄에는 \(limit)개입니다")
    case .noTitleColumn:
      Sentence(
        "the first line names no column task, title, summary, name or subject",
        "첫 줄에 task, title, summary, name, subject 열이 없습니다")
    case .missingTable(let name):
      Sentence(
        "the database has no table \(name.escaped)", "데이터베이스에 \(name.escaped) 표가 없습니다")
    case .missingColumn(let name, let table):
      Sentence(
        "the table \(table.escaped) has no column \(name.escaped)",
        "\(table.escaped) 표에 \(name.escaped) 열이 없습니다")
    case .tooManyRows(let limit):
      Sentence(
        "the database has more than \(limit) rows, or more than 64 MB of text",
        "데이터베이스의 행이 \(limit)개, 또는 글이 64 MB를 넘습니다")
    case .unknownVersion(let version):
      Sentence(
        "version \(version.escaped) of the document; this program reads 1",
        "문서 버전 \(version.escaped). 이 프로그램은 1을 읽습니다")
    }
  }
}

extension Sentence {
  fileprivate func prefixed(_ english: String, _ korean: String) -> Sentence {
    Sentence(english + self.english, korean + self.korean)
  }
}
