import Host
import MarkdownStore
import QueueDocument
import QueueModel
import QueueStore

// What stores throw and warn of.

extension Korean {
  static func text(of error: StoreError) -> String {
    switch error {
    case .refused(let refusal): text(of: refusal)
    case .missing(let path): "\(path): 큐가 없습니다"
    case .leadsOut(let path, let target):
      "\(path): 폴더 밖의 \(target)을(를) 가리키는 링크가 되었습니다"
    case .malformed(let path, let error):
      "\(Path.name(of: path)):\(error.line):\(error.column): \(text(of: error))"
    case .notWritable(let path): "\(path): 쓰기 권한이 없습니다"
    case .locked(let path, let holder): "\(path): 다른 프로세스가 잠갔습니다: \(holder)"
    case .notAtRest(let path): "\(path): 다른 프로그램이 지금 저장하고 있습니다"
    case .notDurable(let error), .system(let error): error.description
    case .missingDatabase(let path): "\(path): 데이터베이스가 없습니다"
    case .foreignDatabase(let path): "\(path): 데이터베이스이지만 큐가 들어 있지 않습니다"
    case .otherQueue(let path, let queue): "\(path): \(queue)의 데이터베이스가 아닙니다"
    case .newerDatabase(let path, let version):
      "\(path): 더 새로운 orch가 만든 버전 \(version)입니다"
    case .damagedDatabase(let path, let problems):
      "\(path): 손상되었습니다: \(problems.first ?? "")"
        + (problems.count > 1 ? " 외 \(problems.count - 1)건" : "")
    case .undecided(let error), .database(let error), .renderedUnrecorded(let error):
      error.message
    case .failedCopy(let path, let source): "\(path): 다시 읽어 보니 \(source)와(과) 다릅니다"
    case .missingColumns(let path, let names):
      "\(Path.name(of: path)): 열이 없습니다: "
        + names.map { "'\($0.escaped)'" }.joined(separator: ", ")
    }
  }

  static func hint(of error: StoreError) -> String {
    switch error {
    case .refused(let refusal): hint(of: refusal)
    case .system(let error): hint(of: error)
    case .database(let error): hint(of: error.cause)
    case .renderedUnrecorded:
      "표는 썼지만 데이터베이스에 기록하지 못했습니다. orch render를 다시 실행하십시오"
    case .missing(let path): "만들기: \(creation(of: path))"
    case .leadsOut: "그래도 쓰려면 --queue로 지정하십시오"
    case .malformed(_, let error): hint(of: error)
    case .notWritable(let path): "chmod u+w \(path), 또는 소유자에게 요청하십시오"
    case .locked: "다시 시도하거나 --lock-timeout으로 더 기다리십시오"
    case .notAtRest: "아무것도 바꾸지 않았습니다. 다시 시도하십시오"
    case .notDurable: "바꾸었지만 정전 뒤에는 남지 않을 수 있습니다. 디스크를 확인하십시오"
    case .missingDatabase(let path):
      "QUEUE.md에서 만들기: orch migrate, 빈 것 만들기: orch init --db \(path)"
    case .foreignDatabase: "--db로 큐의 데이터베이스를 지정하십시오"
    case .otherQueue:
      "--db로 이 큐의 것을 지정하거나, orch migrate --adopt로 이것을 이 큐의 것으로 만드십시오"
    case .newerDatabase: "아무것도 바꾸지 않았습니다. 그 버전이나 더 새로운 버전을 쓰십시오"
    case .damagedDatabase:
      "아무것도 바꾸지 않았습니다. ops verify가 모두 보여 줍니다. 백업을 복원하거나 "
        + "orch migrate로 다시 만드십시오"
    case .undecided:
      "바뀌었는지 확실하지 않습니다. orch show로 보고, 디스크를 확인한 뒤 ops verify를 실행하십시오"
    case .failedCopy: "사본을 지웠습니다. 디스크를 확인하십시오"
    case .missingColumns(let path, _):
      "아무것도 바꾸지 않았습니다. 큐에 있는 열을 \(Path.name(of: path))의 머리글에 더하십시오"
    }
  }

  private static func creation(of queue: String) -> String {
    Path.name(of: queue) == "QUEUE.md"
      ? "orch init --path \(Path.parent(of: queue))" : "orch init --queue \(queue)"
  }

  private static func hint(of cause: DatabaseFailure.Cause) -> String {
    switch cause {
    case .full: "아무것도 바꾸지 않았습니다. 디스크에 공간을 만드십시오"
    case .readOnly:
      "아무것도 바꾸지 않았습니다. 파일과 폴더의 권한, 디스크를 확인하십시오"
    case .denied: "파일과 폴더의 권한을 확인하십시오"
    case .busy: "다시 시도하거나 --lock-timeout으로 더 기다리십시오"
    case .inputOutput:
      "아무것도 바꾸지 않았습니다. 디스크와 남은 공간을 확인한 뒤 ops verify를 실행하십시오"
    case .other: "ops verify로 검사하십시오"
    }
  }

  static func hint(of error: SystemError) -> String {
    if error.isLink { return "여기서는 링크를 따라가지 않습니다. 지우십시오" }
    if error.isNotUTF8 {
      return "아무것도 바꾸지 않았습니다. convmv 등으로 폴더 이름을 바꾸십시오"
    }
    if error.isDenied { return "파일과 폴더의 권한을 확인하십시오" }
    if error.action == "create" { return "폴더와 디스크의 남은 공간을 확인하십시오" }
    return error.isDirectory
      ? "큐 파일 자체를 지정하십시오. 예: \(error.path)/QUEUE.md"
      : error.remedy ?? "아무것도 바꾸지 않았습니다. 디스크를 확인하십시오"
  }
}

// MARK: Warnings

extension Korean {
  static func text(of notice: StoreNotice) -> String {
    switch notice {
    case .file(let notice, let queue): text(of: notice, in: queue)
    case .database(let notice, let path): text(of: notice, at: path)
    }
  }

  private static func text(of notice: DatabaseNotice, at path: String) -> String {
    switch notice {
    case .readWithoutLatestChanges:
      "\(path): 폴더에 쓸 수 없어 가장 최근 변경 없이 읽었습니다"
    case .migrated(let version, let copy):
      "\(path): 버전 \(version)(으)로 올렸습니다. 이전 것은 \(copy)에 있습니다"
    case .notShared(let model):
      "\(path): \(model)의 그룹이 쓸 수 없습니다. 그 그룹의 구성원만 그룹을 바꿀 수 있습니다"
    case .onNetwork(let fileSystem):
      "\(path): 네트워크 파일 시스템(\(fileSystem))에 있습니다. write-ahead log 없이 쓰며, "
        + "그곳의 잠금만큼만 안전합니다"
    }
  }

  private static func text(of notice: FileNotice, in queue: String) -> String {
    switch notice {
    case .keptWithoutJournal(let kept):
      "\(queue): 저널이 없어졌습니다. 저널에 있었을 파일을 \(kept)에 남겼습니다. "
        + "비교하여 필요한 것을 옮기십시오"
    case .droppedTornLine: "크래시로 잘린 저널의 마지막 줄을 버렸습니다"
    case .notShared(let path):
      "\(path): \(queue)의 그룹이 쓸 수 없습니다. 그 그룹의 구성원만 그룹을 바꿀 수 있습니다"
    case .merged(let row): text(of: row, in: queue)
    case .readMerged:
      "\(queue): 오래된 사본이 저장되었습니다. 다음 명령이 쓸 병합된 큐를 보여 줍니다"
    case .takenAsItIs:
      "\(queue): 알려진 이전 버전이 없습니다. 지금 내용을 그대로 받아들이고, 이력은 여기서 시작합니다"
    case .moved(let path, let target):
      "\(path): 링크가 되었습니다. 이제부터 큐는 \(target)입니다. 누가 어느 행을 맡았는지는 "
        + "\(Sidecar(forQueueAt: path).folder)에 있고 \(Sidecar(forQueueAt: target).folder)에는 "
        + "없습니다. 이전 배정의 보고서는 거절되어 inbox/refused에 남습니다"
    case .mergedMore(let count):
      "\(count)행이 더 되돌려졌거나 충돌했습니다. orch history가 보여 줍니다"
    case .otherBranch:
      "\(queue): git이 체크아웃한 것과 함께 바뀌었으므로 그대로 받아들입니다"
    case .invalidSaveRestored:
      "\(queue): 이 명령이 실행되는 동안 저장되었는데 큐의 형식이 아닙니다. 저장된 내용을 그대로 "
        + "두었으며, 읽을 수 있게 되면 명령의 변경을 병합합니다"
    case .keptLateSave(let kept):
      "\(queue): 다른 프로그램이 예전 사본에 썼는데 큐의 형식이 아닙니다. \(kept)에 남겼습니다. "
        + "비교하여 필요한 것을 옮기십시오"
    case .unfinishedSave(let path):
      "\(queue): 이 명령이 실행될 때 다른 프로그램이 저장하고 있었습니다. 그 저장은 \(path)에 있습니다"
    case .unreadableClaims(let path):
      "\(path): 읽을 수 없습니다. 누가 어느 행을 맡았는지는 저널에서 알지만 마지막 하트비트는 알 수 "
        + "없습니다. 다음 변경 때 새로 씁니다"
    case .endedAfterCrash: "\(queue): 크래시로 중단된 쓰기를 마쳤습니다"
    case .keptBothVersions(let folder):
      "\(queue): 쓰기가 크래시로 중단되었습니다. 읽은 내용과 쓰려던 내용을 \(folder)에 남겼습니다. "
        + "비교하십시오"
    case .untidied(let error): error.description
    }
  }

  /// What a merge did to a row, in one line.
  static func text(of merge: RowMerge, in queue: String) -> String {
    let row = merge.id.escaped
    switch merge.fate {
    case .addedSince:
      return "\(row): 되돌려 놓았습니다. 추가된 행인데 저장된 \(queue) 사본에 없었습니다 "
        + "(orch undo --merge는 파일을 저장된 대로 받아들입니다)"
    case .deletedButChanged:
      return "\(row): 되돌려 놓았습니다. 삭제되었지만, 편집기가 \(queue)을(를) 읽은 뒤에 바뀐 행입니다 "
        + "(orch undo --merge는 파일을 저장된 대로 받아들입니다)"
    case .removedButSaved:
      return "\(row): 남겼습니다. 편집기가 \(queue)을(를) 읽은 뒤에 삭제되었지만, "
        + "편집기가 바꾼 행입니다"
    case .takenBack:
      return "\(row): 없어졌습니다. \(queue)의 한 저장이 추가했는데, 다른 사람의 것일 수 있는 다음 "
        + "저장에는 없습니다\(restoring(merge))"
    case .addedTwice:
      return "\(row): 동시에 두 번 주어져 같은 id의 행이 둘입니다. 하나에 다른 id를 주십시오"
    case .merged: return "\(row): \(cells(of: merge, in: queue))"
    }
  }

  private static func cells(of merge: RowMerge, in queue: String) -> String {
    var parts: [String] = []
    if !merge.putBack.isEmpty {
      parts.append(
        "되돌려 놓음: \(list(merge.putBack, \.kept)) (\(queue)의 예전 사본이 그 위에 저장됨)")
    }
    if !merge.lost.isEmpty {
      parts.append("남김: \(list(merge.lost, \.kept)), 버림: \(list(merge.lost, \.dropped))")
    }
    return parts.joined(separator: ", ") + releasing(merge)
  }

  /// A claim that was reset by hand looks like an old copy of the file.
  private static func releasing(_ merge: RowMerge) -> String {
    let isClaim = merge.putBack.contains {
      $0.column == Column.status.name && $0.kept == Status.inProgress.rawValue
    }
    return isClaim && ItemID.isWellFormed(merge.id)
      ? " (풀어 주기: orch release --id \(merge.id) --force)" : ""
  }

  /// An ill-formed id is no argument of a command.
  private static func restoring(_ merge: RowMerge) -> String {
    ItemID.isWellFormed(merge.id) ? " (orch restore \(merge.id))" : ""
  }

  private static func list(_ cells: [CellMerge], _ text: (CellMerge) -> String?) -> String {
    cells.map { "\($0.column)=\(text($0)?.escaped ?? "-")" }.joined(separator: ", ")
  }
}
