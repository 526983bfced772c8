import Model
public import Text
public import Workers

extension UseOfTrust {
  public var sentence: Sentence {
    switch self {
    case .startingWorkers: Sentence("no program starts", "어떤 프로그램도 시작하지 않습니다")
    case .startingPrograms:
      Sentence("no program of orch.json starts", "orch.json의 프로그램을 시작하지 않습니다")
    case .pullRequests: Sentence("no pull request is made", "풀 리퀘스트를 만들지 않습니다")
    case .runningHooks: Sentence("no hook of orch.json runs", "orch.json의 훅을 실행하지 않습니다")
    case .sendingTelemetry:
      Sentence(
        "nothing is sent to the endpoint of orch.json", "orch.json의 주소로 아무것도 보내지 않습니다")
    case .mirroring:
      Sentence(
        "the database is outside the project folder, and is not updated",
        "home 밖의 데이터베이스에 변경을 쓰지 않습니다")
    case .root(let root, let file):
      Sentence(
        "\(file): root '\(root.escaped)' is not used",
        "\(file): root '\(root.escaped)'을(를) 쓰지 않습니다")
    case .path(let path, let key, let home, let file):
      Sentence(
        (file.map { "\($0): " } ?? "")
          + "\(key) '\(path.escaped)' leads out of \(home), and is not used",
        (file.map { "\($0): " } ?? "")
          + "\(key) '\(path.escaped)'이(가) \(home) 밖으로 나가므로 쓰지 않습니다")
    case .removingAttempts:
      Sentence("retention in orch.json is ignored", "orch.json의 retention을 적용하지 않습니다")
    case .trusting: Sentence("nothing is trusted", "아무것도 신뢰하지 않습니다")
    }
  }
}

extension TrustRefusal {
  /// Why a home is not trusted.
  public var sentence: Sentence {
    switch self {
    case .untrusted(let home): Sentence(reason, "\(home): 신뢰하지 않는 폴더입니다")
    case .changed(let home, let files):
      Sentence(
        reason,
        "\(home): 지금 내용은 신뢰하지 않습니다. 바뀌었거나 새로 생긴 파일: "
          + files.joined(separator: ", "))
    case .otherHash(let home):
      Sentence(reason, "\(home): 신뢰하지 않습니다. ORCH_TRUST가 시작할 내용의 해시와 다릅니다")
    case .foreign(let path): Sentence(reason, "\(path): 다른 사용자의 것입니다")
    case .writable(let path, _): Sentence(reason, "\(path): 다른 사용자가 쓸 수 있습니다")
    case .store(let error): error.sentence
    case .system(let error): error.sentence
    }
  }

  /// - Parameter queueOption: the option by which `orch trust` finds the same queue, with a blank
  ///   before it.
  public func hint(naming queueOption: String) -> Sentence {
    switch self {
    case .untrusted:
      Sentence(
        "read its orch.json, then run orch trust\(queueOption)",
        "그 orch.json을 읽은 뒤 실행하십시오: orch trust\(queueOption)")
    case .changed:
      Sentence(
        "read it, then run orch trust\(queueOption)", "읽은 뒤 실행하십시오: orch trust\(queueOption)")
    case .otherHash:
      Sentence(
        "read the files, then set ORCH_TRUST to the output of orch trust --hash",
        "내용을 읽은 뒤 ORCH_TRUST를 orch trust --hash가 출력하는 값으로 정하십시오")
    case .foreign: Sentence("work with a copy of your own", "자신의 사본에서 작업하십시오")
    case .writable(_, isSticky: true):
      Sentence("move the project to a folder of your own", "프로젝트를 자신만 쓰는 폴더로 옮기십시오")
    case .writable(let path, isSticky: false): Sentence(same: "chmod go-w \(path)")
    case .store(let error): error.hint
    case .system: .checkPermissions
    }
  }
}

extension TrustStoreError {
  public var sentence: Sentence {
    switch self {
    case .malformed(let path, let problem): Sentence(description, "\(path): \(problem)")
    case .unsafe(let path):
      Sentence(description, "\(path): 다른 사용자의 것이거나 다른 사용자가 쓸 수 있습니다")
    case .locked(let path, let holder):
      Sentence(description, "\(path): 다른 프로세스가 잠갔습니다: \(holder)")
    case .system(let error): error.sentence
    }
  }

  public var hint: Sentence {
    switch self {
    case .malformed:
      Sentence(
        "remove the file, then run orch trust in each home again",
        "파일을 지우고 각 home에서 다시 orch trust를 실행하십시오")
    case .unsafe(let path):
      Sentence(
        "check the homes that it trusts, then chmod go-w \(path)",
        "무엇을 신뢰하는지 확인한 뒤 실행하십시오: chmod go-w \(path)")
    case .locked: Sentence("try again", "다시 시도하십시오")
    case .system: .checkPermissions
    }
  }
}

extension Sentence {
  fileprivate static var checkPermissions: Sentence {
    Sentence(
      "check the permissions of the file and its folder", "파일과 폴더의 권한을 확인하십시오")
  }
}
