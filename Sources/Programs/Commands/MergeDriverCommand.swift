import Door
import Host
import Model
import Runner
public import Table
public import Text

/// `orch merge-driver`: merges two versions of a queue file for git.
///
/// Source: gitattributes(5), "Defining a custom merge driver".
struct MergeDriverCommand: QueueCommand {
  static let name = "merge-driver"
  static let summary = Sentence(
    "Merge two versions of a queue file for git, cell by cell", "큐 파일의 두 버전을 git을 위해 셀 단위로 병합합니다")
  static let discussion = Sentence(
    """
    git runs this command for files that .gitattributes marks with merge=orch; merge.orch.driver in
    git config names the command. orch init --git writes both. If orch is not found, git merges by
    line and leaves conflict markers. The result is written over OURS and is always a whole table.
    If both sides changed a cell, the cell keeps the text of OURS, the row's notes keep the text of
    THEIRS, and the status is 1, so git marks the file as conflicted. If both sides added a row with
    the same id, such as ORCH-002, the row that is PENDING without owner and start gets the next id.
    Its notes keep the old id, was=ORCH-002, for later merges. The command needs no queue.
    """,
    """
    .gitattributes에 merge=orch로 적힌 파일에 대해 git config의 merge.orch.driver대로 git이 부릅니다.
    orch init --git이 둘 다 쓰며, orch를 찾을 수 없는 곳에서는 git이 줄 단위로 병합해 충돌 표시를 남깁니다.
    병합 결과는 OURS 위에 쓰며 온전한 표입니다. 양쪽이 바꾼 셀은 OURS의 것을 남기고, THEIRS의
    것은 행의 notes에 남기며, 상태가 1이므로 git은 파일을 충돌로 봅니다. 양쪽에서 같은 id(예: ORCH-002)로
    추가한 두 행 가운데 소유자와 시작 시각이 없는 PENDING 행이 다음 id를 받고, 옛 id를 notes에
    was=ORCH-002로 남겨 다음 병합에서 씁니다. 큐가 필요 없습니다.
    """)
  static let result =
    "nothing, and the merged file in OURS; a line on standard error for each conflict, with status 1"
  static var answers: [any Shaped.Type] { [MergeAnswer.self] }
  static let examples = [
    Example(
      "orch merge-driver base.md ours.md theirs.md",
      Sentence("by hand: overwrites ours.md", "직접 실행: ours.md 위에 씁니다"))
  ]
  static let options: [Option<MergeDriverCommand>] = [
    .value(
      "BASE", "BASE",
      Sentence(
        "the common ancestor; an empty file if each side created it", "둘의 공통 조상. 각각 새로 만들었으면 빈 파일"),
      required: true, kind: .file
    ) { $1.base = $0 },
    .value(
      "OURS", "OURS",
      Sentence("the version of the current branch; it is overwritten", "현재 브랜치의 버전. 이 파일 위에 씁니다"),
      required: true, kind: .file
    ) {
      $1.ours = $0
    },
    .value(
      "THEIRS", "THEIRS", Sentence("the version to merge", "들어오는 버전"), required: true,
      kind: .file
    ) {
      $1.theirs = $0
    },
    .value(
      "PATH", "PATH",
      Sentence("the name of the file in messages; OURS by default", "메시지에서 파일의 이름. 기본값은 OURS")
    ) { $1.path = $0 },
  ]
  static let arguments = ["BASE", "OURS", "THEIRS", "PATH"]
  static let databaseOfSettings = DatabaseOfSettings.ignored
  static let isLogged = false
  // A merge of a branch must not fail because of a variable that the merge does not use.
  static let needsSettings = false

  var shared = SharedOptions()
  var base = ""
  var ours = ""
  var theirs = ""
  var path: String?

  func run(in context: CommandContext) throws -> ExitStatus {
    try context.taskQueue.refuseDatabase(for: .merging)
    let place = Path.join(context.currentDirectory, ours)
    let merged = try merged(in: context)
    // git gives OURS another name each time, so no later run replaces what a killed one left.
    NewFile.removeAbandoned(in: Path.parent(of: place), prefix: ".merge_file_")
    try NewFile.replace(
      place, text: merged.text, permissions: try FileStatus(of: place).permissions)
    let conflicts = merged.rows.filter(\.isConflict)
    for row in conflicts {
      for line in row.conflictLines { context.warn("\(file): \(row.id): \(line)") }
    }
    if !context.shared.isQuiet {
      for row in merged.renamed {
        let former = Korean.with(row.formerID, .topic)
        context.printNotice(
          "\(file): \(row.formerID) of \(row.isTheirs ? "the other branch" : "this branch") is \(row.id) now; "
            + "\(row.formerID) is a different row",
          "\(file): \(row.isTheirs ? "다른" : "이") 브랜치의 \(former) 이제 \(row.id)입니다. \(former) 다른 행입니다"
        )
      }
    }
    let briefs = merged.renamed.filter { row in
      let folder = Path.parent(of: Path.join(context.currentDirectory, file))
      return (try? FileStatus(ofName: Path.join(folder, "tasks/\(row.formerID).md"))) != nil
    }
    for row in briefs {
      context.warn(
        "\(file): tasks/\(row.formerID).md may be the brief of \(row.formerID) or of \(row.id): move it to "
          + "tasks/\(row.id).md, or run orch edit \(row.formerID) --brief tasks/\(row.formerID).md",
        "\(file): tasks/\(row.formerID).md가 \(row.formerID)의 브리프인지 \(row.id)의 브리프인지 알 수 없습니다. "
          + "tasks/\(row.id).md로 옮기거나 orch edit \(row.formerID) --brief tasks/\(row.formerID).md를 실행하십시오"
      )
    }
    let isClean = conflicts.isEmpty && briefs.isEmpty
    if !isClean {
      context.warn(
        "\(file) is a whole table without conflict markers: read the messages above, then git add it",
        "\(file): 표시 없는 온전한 표입니다. 위의 메시지를 확인한 뒤 git add 하십시오")
    }
    if context.shared.isJSON {
      try context.print(MergeAnswer(path: file, isClean: isClean, merged: merged))
    }
    return isClean ? .success : .refused
  }

  private var file: String { path ?? ours }

  private func merged(in context: CommandContext) throws -> MergedDocument {
    let ours = try document(self.ours, "ours", in: context)
    let theirs = try document(self.theirs, "theirs", in: context)
    let base =
      try context.inputBytes(self.base, .version, limit: .max).isEmpty
      ? nil : document(self.base, "base", in: context)
    return try refusing("base") { () throws(DocumentError) in
      try QueueDocument.mergeBranches(base: base, ours: ours, theirs: theirs)
    }
  }

  private func document(
    _ name: String, _ side: String, in context: CommandContext
  ) throws -> QueueDocument {
    let bytes = try context.inputBytes(name, .version, limit: .max)
    return try refusing(side) { () throws(DocumentError) in
      try QueueDocument(QueueBytes(bytes))
    }
  }

  /// Names the side that can't be parsed. OURS stays unchanged, and git takes the status as a
  /// conflict.
  private func refusing<Result>(
    _ side: String, _ body: () throws(DocumentError) -> Result
  ) throws -> Result {
    do { return try body() } catch {
      throw Problem.adapter(
        .malformedQueue,
        Sentence(
          "\(side):\(file):\(error.line):\(error.column): \(error.sentence.english)",
          "\(side):\(file):\(error.line):\(error.column): \(error.sentence.korean)"),
        hint: Sentence(
          "nothing was merged; repair the file by hand, or take one side with "
            + "git checkout --ours or --theirs",
          "아무것도 병합하지 않았습니다. 파일을 직접 고치거나, 한쪽을 고르십시오: git checkout --ours 또는 --theirs"))
    }
  }
}

extension MergedDocument {
  var text: String { bytes.withBytes { String(decoding: $0, as: UTF8.self) } }
}

extension RowMerge {
  var conflictLines: [String] {
    let row =
      switch fate {
      // These fates do not occur between branches: neither side is a later save of the other's copy.
      case .merged, .addedSince, .takenBack: [String]()
      case .deletedButChanged: ["deleted here, but changed by the other branch: it is back"]
      case .removedButSaved: ["deleted by the other branch, but changed here: it stays"]
      case .addedTwice: ["added by both branches for different tasks: one of them needs another id"]
      }
    return row
      + lost.map { cell in
        "\(cell.column) stays '\(cell.kept ?? "-")', the other branch had '\(cell.dropped ?? "-")'"
      }
  }
}

// MARK: JSON

private struct MergeAnswer: Shaped {
  let path: String
  let isClean: Bool
  let merged: MergedDocument

  static var shapeName: StaticString { "merge-driver" }
  static func shape(_ fields: inout Fields<MergeAnswer>) {
    fields.add("path", \.path, "the name of the file in messages")
    fields.add("clean", \.isClean, "whether no row is a conflict")
    fields.add(
      "rows",
      { $0.merged.rows.map { MergedRow(row: $0) } }, "the rows that did not simply merge")
    fields.add("renamed", \.merged.renamed)
  }
}

private struct MergedRow: Shaped {
  let row: RowMerge

  static var shapeName: StaticString { "merged row" }
  static func shape(_ fields: inout Fields<MergedRow>) {
    fields.add("id", \.row.id)
    fields.add(
      "fate", \.row.fate.rawValue,
      "how the row was merged; `added_since` means that only THEIRS has the row")
    fields.add("conflict", \.row.isConflict, "whether a person should look at the row")
    fields.add("lost", \.row.lost, "the cells that both sides changed")
  }
}

extension RenamedRow: Shaped {
  public static var shapeName: StaticString { "renamed row" }
  public static func shape(_ fields: inout Fields<RenamedRow>) {
    fields.add("id", \.id, "the id of the row from now on")
    fields.add("was", \.formerID, "the id that the other row keeps")
    fields.add("side", { $0.isTheirs ? "theirs" : "ours" }, "`ours` or `theirs`: whose row it is")
  }
}
