import CommandLineKit
import Engine
import Host
import QueueModel

// The errors of commands.

extension Korean {
  static func text(of error: CommandError) -> String { words(of: error).text }
  static func hint(of error: CommandError) -> String { words(of: error).hint }

  /// What is wrong, and what to do.
  typealias Words = (text: String, hint: String)

  private static func words(of problem: CommandError.AttemptProblem, _ id: String) -> Words {
    switch problem {
    case .none: ("\(id)에는 시도가 없습니다", "orch가 워커를 시작하거나 보고서가 오면 생깁니다")
    case .noClaim(let claim, let last):
      (
        "\(id)에는 \(claim)번 시도가 없습니다",
        "마지막은 \(last)번입니다. orch show \(id) --attempts가 모두 보여 줍니다"
      )
    case .lacks(.output, let claim):
      (
        "\(id)의 \(claim)번 시도에는 출력이 없습니다",
        "orch가 시작한 워커가 없습니다. 보고된 내용은 orch show \(id) --report에 있습니다"
      )
    case .lacks(.report, let claim):
      (
        "\(id)의 \(claim)번 시도에는 보고서가 없습니다",
        "워커의 출력은 orch logs \(id) --claim \(claim)에 있습니다"
      )
    case .lacks(.message, let claim):
      (
        "\(id)의 \(claim)번 시도에는 메시지가 없습니다",
        "orch가 시작한 워커가 없습니다. 보낼 내용은 orch task \(id)가 출력합니다"
      )
    case .lacks(.keptMessage, let claim):
      (
        "\(id)의 \(claim)번 시도의 메시지는 남아 있지 않습니다",
        "보낼 내용은 orch task \(id)가 출력합니다"
      )
    }
  }

  private static func words(of ending: DrainWork.Ending) -> Words {
    switch ending {
    case .drained: ("작업 중인 행이 없습니다", "")
    case .timedOut(let rows), .interrupted(let rows):
      (
        "아직 작업 중입니다: \(list(rows))",
        "큐는 일시 정지된 채입니다. ops drain은 다시 기다리고, ops cancel ID는 하나를 끝내고, "
          + "ops resume은 일시 정지를 끝냅니다"
      )
    case .resumed(let rows):
      (
        "작업 중인 행이 있는데 일시 정지가 끝났습니다: \(list(rows))",
        "ops drain은 다시 정지합니다. ops status가 작업 중인 것을 보여 줍니다"
      )
    }
  }

  private static func list(_ rows: [String]) -> String {
    rows.prefix(3).map(\.escaped).joined(separator: ", ")
      + (rows.count > 3 ? " 외 \(rows.count - 3)행" : "")
  }

  private static func words(of error: CommandError) -> Words {
    switch error {
    case .refusal(let refusal): (text(of: refusal), hint(of: refusal))
    case .store(let error): (text(of: error), hint(of: error))
    case .system(let error): (error.description, hint(of: error))
    case .engine(let error, let option): (text(of: error), hint(of: error, queueOption: option))
    case .trustStore(let error): (text(of: error), hint(of: error))
    case .commandLine(let error): words(of: error)
    case .unexpected(let description): (description, "이 오류를 알려 주십시오")
    case .usage(let mistake): words(of: mistake)
    case .setting(let problem): words(of: problem)
    case .location(let problem): words(of: problem)
    case .input(let problem): words(of: problem)
    case .git(let problem): words(of: problem)
    case .trust(let problem): words(of: problem)
    case .schedule(let problem): words(of: problem)
    case .drain(let ending): words(of: ending)
    case .workerLocked(let name, let holder):
      ("\(name.escaped)의 일시 정지를 \(holder.escaped)이(가) 잠갔습니다", "다시 시도하십시오")
    case .severalRows(let rows, let session):
      (
        "\(session.escaped)의 작업 중인 행이 \(rows.count)개입니다: "
          + rows.map(\.escaped).joined(separator: ", "), "행을 지정하십시오"
      )
    case .rowsRefused(let count, let total):
      ("\(total)행 가운데 \(count)행이 거절되었습니다", "이유는 각각 위에 있습니다. 다른 행에는 영향이 없습니다")
    case .unknownWorker(_, [], let settingsExist, _):
      settingsExist
        ? ("orch.json에 워커가 없습니다", "적는 방법은 docs/workers.md에 있습니다")
        : ("워커를 적는 orch.json이 없습니다", "만들기: orch init --worker script")
    case .unknownWorker(let name, let known, _, _):
      (
        "orch.json에 워커 '\(name.escaped)'이(가) 없습니다",
        Spelling.nearest(to: name, in: known).map(suggestion)
          ?? "있는 워커: \(known.map(\.escaped).joined(separator: ", "))"
      )
    case .exists(let path, let place):
      ("\(path): 이미 있습니다", "그대로 두었습니다. \(otherName(for: place))")
    case .attempt(let problem, let id): words(of: problem, id.escaped)
    case .notPrinted(let error):
      (error.description, "출력만 실패했습니다. 바꾼 것은 그대로 바뀌어 있습니다")
    case .torture(let command, let message):
      (
        "임시 폴더에서 \(command) 실패: \(message)",
        "아무것도 증명되지 않았습니다. ops doctor가 이 디스크를 검사합니다"
      )
    case .hinted(let error, let hint): (text(of: error), text(of: hint, for: error))
    }
  }

  private static func otherName(for place: CommandError.Place) -> String {
    switch place {
    case .path: "다른 경로를 고르십시오"
    case .folder: "--path로 다른 폴더를 고르십시오"
    case .copy: "--to로 다른 파일을 지정하십시오"
    case .worker: "orch.json에 워커를 적는 방법: docs/workers.md"
    }
  }

  private static func text(of hint: CommandError.Hint, for error: CommandError) -> String {
    switch hint {
    case .nameLog: "--log-path로 파일을 지정하십시오"
    case .nameFile: "폴더입니다. 그 안의 파일을 지정하십시오"
    case .restore(let id): "삭제된 행입니다. 되살리기: orch restore --id \(id.escaped)"
    case .nearest(let id): suggestion(id.escaped)
    case .keptReport(let path): "\(self.hint(of: error)). 보고서는 \(path)에 남아 있습니다"
    case .keptForm(let path): "\(self.hint(of: error)). 양식은 \(path)에 남아 있습니다"
    case .noForm: "편집기가 양식을 남기지 않았습니다. 아무것도 바꾸지 않았습니다"
    case .anotherID: "다른 id를 고르십시오"
    case .otherID(let file): "\(file)에서 다른 id를 주십시오"
    case .dependencyCycle(let file): "\(file)의 dependencies에서 그중 하나를 빼십시오"
    case .missingDependency(let file):
      "\(file)의 dependencies에는 큐에 있는 행이나 그 파일의 다른 작업을 적으십시오"
    }
  }

  static func suggestion(_ nearest: String) -> String { "혹시 \(nearest)입니까?" }
}
