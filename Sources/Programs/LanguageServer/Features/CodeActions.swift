import Door
import Model
import Table
import Text
import Worktrees

extension Feature {
  /// Quick fixes of findings, and what a person can do with a row.
  static let actions = Feature(
    "codeActionProvider",
    { client in
      client.showsActions ? ["codeActionKinds": ["quickfix", "source", "refactor"]] : nil
    },
    methods: [
      Method("textDocument/codeAction") { server, parameters in
        let document = try server.document(parameters)
        let range = document.buffer.offsets(of: try Range<Position>(parameters["range"]))
        guard document.isQueue else { return .now([]) }
        let language = server.language
        let fixes = document.fixes(in: range, server)
        guard let table = try? document.table(), let queue = document.queue else {
          return .now(.array(fixes))
        }
        let (address, merge) = (document.address, document.merge)
        let row = table.row(at: range.lowerBound)
        let isOneRow = row != nil && row == table.row(at: range.upperBound)
        let id = isOneRow ? row.flatMap(table.idText) : nil
        let mayMerge = server.client.appliesEdits
        return .later {
          var actions = fixes
          if mayMerge, try merge.edits()?.isEmpty == false {
            actions.append(.bringUpToDate(address, language))
          }
          guard let id else { return .array(actions) }
          let allowed = Set((try? TaskQueue.open(queue).allowedChanges(ofRow: id)) ?? [])
          for verb in RowVerb.all where allowed.contains(verb.name) {
            let command = verb.command(of: id, in: address, language)
            actions.append([
              "title": command.at("title") ?? nil, "kind": "refactor", "command": command,
            ])
          }
          return .array(actions)
        }
      }
    ])
}

extension JSONValue {
  fileprivate static func bringUpToDate(_ address: String, _ language: Language) -> JSONValue {
    let title = JSONValue.string(
      Sentence("Bring buffer up to date", "버퍼를 최신으로 만들기")(language))
    return [
      "title": title, "kind": "source",
      "command": [
        "title": title, "command": "orch/merge", "arguments": [["uri": .string(address)]],
      ],
    ]
  }
}

extension OpenDocument {
  /// The quick fixes of the findings that touch a range.
  fileprivate func fixes(in range: Range<Int>, _ server: LanguageServer) -> [JSONValue] {
    guard isChecked, let table = try? table() else { return [] }
    let touched = findings.filter {
      $0.range.lowerBound <= range.upperBound && range.lowerBound <= $0.range.upperBound
    }
    let fixer = QuickFixes(table: table, buffer: buffer, queue: queue)
    return touched.flatMap { finding in
      fixer.fixes(of: finding).enumerated().map { place, fix in
        [
          "title": .string(fix.title(server.language)), "kind": "quickfix",
          "isPreferred": .bool(place == 0),
          "diagnostics": [server.diagnostic(finding, in: buffer)],
          "edit": [
            "changes": .object(JSONObject(members: [(address, .array([textEdit(fix.edit)]))]))
          ],
        ]
      }
    }
  }
}
