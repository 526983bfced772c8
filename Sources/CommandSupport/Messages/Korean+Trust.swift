import Engine
import Host
import QueueModel
import TeamProtocol

// Homes that are not trusted, and documents of a team's tasks.

extension Korean {
  static func text(of use: UseOfTrust) -> String {
    switch use {
    case .startingWorkers: "어떤 프로그램도 시작하지 않습니다"
    case .startingPrograms: "orch.json의 프로그램을 시작하지 않습니다"
    case .mirroring: "home 밖의 데이터베이스에 변경을 쓰지 않습니다"
    case .root(let root, let file): "\(file): root '\(root.escaped)'을(를) 쓰지 않습니다"
    case .path(let path, let key, let home, let file):
      (file.map { "\($0): " } ?? "")
        + "\(key) '\(path.escaped)'이(가) \(home) 밖으로 나가므로 쓰지 않습니다"
    case .removingAttempts: "orch.json의 retention을 적용하지 않습니다"
    case .trusting: "아무것도 신뢰하지 않습니다"
    }
  }

  /// Why a home is not trusted.
  static func reason(of refusal: TrustRefusal) -> String {
    switch refusal {
    case .untrusted(let home): "\(home): 신뢰하지 않는 폴더입니다"
    case .changed(let home, let files):
      "\(home): 지금 내용은 신뢰하지 않습니다. 바뀌었거나 새로 생긴 파일: "
        + files.joined(separator: ", ")
    case .otherHash(let home):
      "\(home): 신뢰하지 않습니다. ORCH_TRUST가 시작할 내용의 해시와 다릅니다"
    case .foreign(let path): "\(path): 다른 사용자의 것입니다"
    case .writable(let path, _): "\(path): 다른 사용자가 쓸 수 있습니다"
    case .store(let error): text(of: error)
    case .system(let error): error.description
    }
  }

  /// - Parameters:
  ///   - refusal: why a home is not trusted.
  ///   - queueOption: the option by which `orch trust` finds the same queue.
  static func hint(of refusal: TrustRefusal, queueOption: String = "") -> String {
    switch refusal {
    case .untrusted: "그 orch.json을 읽은 뒤 실행하십시오: orch trust\(queueOption)"
    case .changed: "읽은 뒤 실행하십시오: orch trust\(queueOption)"
    case .otherHash:
      "내용을 읽은 뒤 ORCH_TRUST를 orch trust --hash가 출력하는 값으로 정하십시오"
    case .foreign: "자신의 사본에서 작업하십시오"
    case .writable(let path, let isFolder): "chmod \(isFolder ? "go-wt" : "go-w") \(path)"
    case .store(let error): hint(of: error)
    case .system: "파일과 폴더의 권한을 확인하십시오"
    }
  }

  static func text(of error: TrustStoreError) -> String {
    switch error {
    case .malformed(let path, let problem): "\(path): \(problem)"
    case .unsafe(let path): "\(path): 다른 사용자의 것이거나 다른 사용자가 쓸 수 있습니다"
    case .locked(let path, let holder): "\(path): 다른 프로세스가 잠갔습니다: \(holder)"
    case .system(let error): error.description
    }
  }

  static func hint(of error: TrustStoreError) -> String {
    switch error {
    case .malformed: "파일을 지우고 각 home에서 다시 orch trust를 실행하십시오"
    case .unsafe(let path): "무엇을 신뢰하는지 확인한 뒤 실행하십시오: chmod go-w \(path)"
    case .locked: "다시 시도하십시오"
    case .system: "파일과 폴더의 권한을 확인하십시오"
    }
  }

  static var ruleOfIdempotencyKeys: String {
    "공백, 파이프, 제어 문자 없이 \(IdempotencyKey.maximumLength)바이트까지 쓸 수 있습니다"
  }

  static func words(of problem: TeamTask.Problem) -> Words {
    switch problem {
    case .noTasks: ("작업이 없습니다", "객체의 배열을 적으십시오")
    case .notAnObject: ("객체가 아닙니다", "templates/team_task_template.json에 예가 있습니다")
    case .notPending: ("새 작업은 PENDING이어야 합니다", "status를 빼거나 PENDING으로 적으십시오")
    case .illFormedID: ("형식이 잘못되었습니다", ruleOfIDs)
    case .unknownMember(let known):
      ("알 수 없는 항목입니다", "쓸 수 있는 항목: \(known.joined(separator: ", "))")
    case .noText: ("없거나 비어 있습니다", "텍스트를 적으십시오")
    case .noTexts: ("없습니다", "텍스트의 배열을 적으십시오")
    case .notTexts: ("텍스트의 배열이 아닙니다", "[\"…\"]처럼 적으십시오")
    case .noRole:
      (
        "없거나 알 수 없는 값입니다",
        "다음 중 하나를 적으십시오: "
          + TeamTask.Role.allCases.map(\.rawValue).joined(separator: ", ")
      )
    case .notACount: ("0보다 큰 정수가 아닙니다", "숫자를 적거나 빼십시오")
    case .separatorInCriterion:
      ("기준을 나누는 ; 또는 •가 들어 있습니다", "쉼표를 쓰십시오")
    }
  }
}
