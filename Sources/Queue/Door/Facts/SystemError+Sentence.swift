public import Host
public import Text

extension SystemError {
  /// What failed.
  public var sentence: Sentence {
    Sentence(description, "\(path): \(action.korean) 수 없습니다: \(reasonSentence.korean)")
  }

  /// Why the operation failed. The system's own text is in the language of the system.
  var reasonSentence: Sentence {
    let found = finding?.korean ?? systemReason
    return Sentence(
      reason, lacksInterpreter ? "\(found). 스크립트의 첫 줄에는 #!/bin/sh 등이 있어야 합니다" : found)
  }

  /// What to do.
  public var hint: Sentence {
    if isLink {
      return Sentence("links are not followed here: remove it", "여기서는 링크를 따라가지 않습니다. 지우십시오")
    }
    if isNotUTF8 {
      return Sentence(
        "nothing was changed; rename the folder, for example with convmv",
        "아무것도 바꾸지 않았습니다. convmv 등으로 폴더 이름을 바꾸십시오")
    }
    if isReadOnlyFileSystem { return .mountForWriting }
    if isDenied {
      return Sentence("check the permissions of the file and its folder", "파일과 폴더의 권한을 확인하십시오")
    }
    if action == .create {
      return Sentence("check the folder, and whether the disk is full", "폴더와 디스크의 남은 공간을 확인하십시오")
    }
    if isDirectory {
      return path.hasSuffix("/QUEUE.md")
        ? Sentence("move the folder away, or name another file", "폴더를 옮기거나 다른 파일을 지정하십시오")
        : Sentence(
          "name the queue file itself, for example \(path)/QUEUE.md",
          "큐 파일 자체를 지정하십시오. 예: \(path)/QUEUE.md")
    }
    return finding?.hint
      ?? Sentence("nothing was changed; check the disk", "아무것도 바꾸지 않았습니다. 디스크를 확인하십시오")
  }
}

extension SystemError.Action {
  /// The verb before "수 없습니다".
  fileprivate var korean: String {
    switch self {
    case .create: "만들"
    case .enter: "들어갈"
    case .listen: "연결을 받을"
    case .lock: "잠글"
    case .make: "만들"
    case .open: "열"
    case .read: "읽을"
    case .remove: "지울"
    case .replace: "바꿀"
    case .run: "실행할"
    case .set: "설정할"
    case .start: "시작할"
    case .sync: "디스크에 저장할"
    case .use: "사용할"
    case .watch: "지켜볼"
    case .write: "쓸"
    }
  }
}

extension SystemError.Finding {
  fileprivate var korean: String {
    switch self {
    case .otherName: "파일에 다른 이름(하드 링크)도 있습니다"
    case .other(let expected): "\(expected.korean) 아닙니다"
    case .size(let size, let limit, _): "\(size)바이트입니다. 최대 \(limit)바이트입니다"
    case .lineLength(let bytes, let limit):
      "이 변경의 줄이 \(bytes)바이트입니다. 최대 \(limit)바이트입니다"
    case .nameNotUTF8: "링크를 따라간 이름이 UTF-8이 아닙니다"
    }
  }

  fileprivate var hint: Sentence? {
    switch self {
    case .otherName:
      Sentence("cp it to a new file, and mv that here", "cp로 새 파일을 만들어 mv로 여기에 옮기십시오")
    case .size(_, _, isLedger: true):
      Sentence(
        "move the oldest costs*.jsonl away; their costs no longer count",
        "가장 오래된 costs*.jsonl을 옮기십시오. 그 내용은 더 이상 세지 않습니다")
    case .other, .size:
      Sentence("check what it is, and move it away", "무엇인지 확인하고 다른 곳으로 옮기십시오")
    case .lineLength: Sentence("change fewer rows at once", "한 번에 더 적은 행을 바꾸십시오")
    case .nameNotUTF8: nil
    }
  }
}

extension SystemError.Expected {
  /// The expected kind of file, before "아닙니다".
  fileprivate var korean: String {
    switch self {
    case .file: "파일이"
    case .folder: "폴더가"
    case .ownFolder: "이 사용자의 폴더가"
    case .regularFile: "일반 파일이"
    case .writableFile: "쓸 수 있는 파일이"
    case .journal: "온전한 저널이"
    case .databaseJournal: "이 폴더의 데이터베이스만의 저널이"
    case .runLog: "실행 로그가"
    case .zipFile: "온전한 압축 파일이"
    }
  }
}
