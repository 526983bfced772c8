import Model
public import QueueStore
public import Text

extension StoreNotice {
  public var sentence: Sentence {
    switch self {
    case .file(let notice, let queue): notice.sentence(in: queue)
    case .database(let notice, let path): notice.sentence(at: path)
    }
  }
}

extension DatabaseNotice {
  fileprivate func sentence(at path: String) -> Sentence {
    switch self {
    case .readWithoutLatestChanges:
      Sentence(
        "\(path) is read without its latest changes: its folder is not writable",
        "\(path): 폴더에 쓸 수 없어 가장 최근 변경 없이 읽었습니다")
    case .migrated(let version, let copy):
      Sentence(
        "\(path) was upgraded to version \(version); the former one is kept as \(copy)",
        "\(path): 버전 \(version)(으)로 올렸습니다. 이전 것은 \(copy)에 있습니다")
    case .notShared(let model):
      Sentence(
        "\(path) is not open to the group of \(model): only a member can give it that group",
        "\(path): \(model)의 그룹이 쓸 수 없습니다. 그 그룹의 구성원만 그룹을 바꿀 수 있습니다")
    case .onNetwork(let fileSystem):
      Sentence(
        "\(path) is on a network file system (\(fileSystem)): it is used without a write-ahead log, "
          + "and is only as safe as the locks there",
        "\(path): 네트워크 파일 시스템(\(fileSystem))에 있습니다. write-ahead log 없이 쓰며, "
          + "그곳의 잠금만큼만 안전합니다")
    case .malformedRows(let count, let first):
      Self.sentence(ofMalformed: first, more: count - 1)
    }
  }
}

extension DatabaseNotice {
  /// `B: unknown status 'open': use … (such rows are left alone; ops verify lists them)`.
  private static func sentence(ofMalformed row: MalformedRow, more: Int) -> Sentence {
    let id = (row.id ?? "-").escaped
    let problem = row.problem.sentence(inLine: nil)
    return Sentence(
      "\(id): \(problem.english)\(more > 0 ? ", and \(more) more" : "") "
        + "(such rows are left alone; ops verify lists them)",
      "\(id): \(problem.korean)\(more > 0 ? " 외 \(more)건" : "") "
        + "(이런 행은 그대로 둡니다. ops verify가 보여 줍니다)")
  }
}

extension FileNotice {
  /// `QUEUE.md was saved without B, as an older copy has it; …`, with at most three ids.
  private static func sentence(ofSaveWithout ids: [String], in queue: String) -> Sentence {
    let more = ids.count - 3
    let names = ids.prefix(3).map(\.escaped).joined(separator: ", ")
    let command = "orch rm \(ids.prefix(3).map(\.escaped).joined(separator: " "))"
    return Sentence(
      "\(queue) was saved without \(names)\(more > 0 ? " and \(more) more" : ""), like an older "
        + "copy; the shown queue is merged, and the next command writes it (to delete: \(command))",
      "\(queue): 예전 사본처럼 \(names)\(more > 0 ? " 외 \(more)행" : "") 없이 저장되었습니다. 다음 명령이 쓸 "
        + "병합된 큐를 보여 줍니다 (삭제하기: \(command))")
  }

  fileprivate func sentence(in queue: String) -> Sentence {
    switch self {
    case .keptWithoutJournal(let kept):
      Sentence(
        "the journal of \(queue) is gone; a file that it would have listed is kept as \(kept): "
          + "compare, and copy what you need",
        "\(queue): 저널이 없어졌습니다. 저널에 있었을 파일을 \(kept)에 남겼습니다. "
          + "비교하여 필요한 것을 옮기십시오")
    case .droppedTornLine:
      Sentence(
        "the journal's last line was cut short by a crash and is dropped",
        "크래시로 잘린 저널의 마지막 줄을 버렸습니다")
    case .notShared(let path):
      Sentence(
        "\(path) is not open to the group of \(queue): only a member can give it that group",
        "\(path): \(queue)의 그룹이 쓸 수 없습니다. 그 그룹의 구성원만 그룹을 바꿀 수 있습니다")
    case .merged(let row): row.sentence(in: queue)
    case .readMerged(let ids) where !ids.isEmpty:
      Self.sentence(ofSaveWithout: ids, in: queue)
    case .readMerged:
      Sentence(
        "\(queue) lacks newer changes; the shown queue has them, and the next command writes it",
        "\(queue)에 더 새로운 변경이 없습니다. 다음 명령이 쓸 병합된 큐를 보여 줍니다")
    case .takenAsItIs:
      Sentence(
        "no earlier version of \(queue) is known: the file is accepted, and its history begins here",
        "\(queue): 알려진 이전 버전이 없습니다. 지금 내용을 그대로 받아들이고, 이력은 여기서 시작합니다")
    case .moved(let path, let target, let claims, let newClaims):
      Sentence(
        "\(path) is now a link to \(target), which is the queue from now on; claims are recorded "
          + "in \(claims), not in \(newClaims): a report for an earlier claim is refused and "
          + "kept in its inbox/refused",
        "\(path): 링크가 되었습니다. 이제부터 큐는 \(target)입니다. 누가 어느 행을 맡았는지는 "
          + "\(claims)에 있고 \(newClaims)에는 "
          + "없습니다. 이전 배정의 보고서는 거절되어 inbox/refused에 남습니다")
    case .mergedMore(let count):
      Sentence(
        "\(count) more rows were put back or in conflict: orch history lists them",
        "\(count)행이 더 되돌려졌거나 충돌했습니다. orch history가 보여 줍니다")
    case .otherBranch:
      Sentence(
        "\(queue) changed together with the checkout of git: the file is accepted as it is",
        "\(queue): git이 체크아웃한 것과 함께 바뀌었으므로 그대로 받아들입니다")
    case .claimWentWithGit(let id):
      Sentence(
        "\(id): git brought a version of \(queue) that took the row from its owner here; the "
          + "claim is over, and its worker is stopped",
        "\(id): git이 가져온 \(queue)에서 이 행은 더 이상 여기서 맡은 쪽의 것이 아닙니다. 배정은 "
          + "끝났고 워커를 종료합니다")
    case .invalidSaveRestored:
      Sentence(
        "\(queue) was saved while this command ran, and the saved file is not a queue; it stays as "
          + "saved, and the changes of commands are merged when it can be read",
        "\(queue): 이 명령이 실행되는 동안 저장되었는데 큐의 형식이 아닙니다. 저장된 내용을 그대로 "
          + "두었으며, 읽을 수 있게 되면 명령의 변경을 병합합니다")
    case .cutSave(let size):
      Sentence(
        "\(queue) was saved with \(size) bytes and without its end, as if a full disk had cut it: the "
          + "end was put back (if you removed it, run orch undo --merge)",
        "\(queue): 저장된 \(size)바이트에 끝부분이 없습니다. 가득 찬 디스크가 자른 것으로 보고 "
          + "끝부분을 되돌렸습니다 (직접 지웠다면 orch undo --merge)")
    case .keptLateSave(let kept):
      Sentence(
        "a program wrote to an older copy of \(queue), which is no longer a queue; it is kept as \(kept): "
          + "compare, and copy what you need",
        "\(queue): 다른 프로그램이 예전 사본에 썼는데 큐의 형식이 아닙니다. \(kept)에 남겼습니다. "
          + "비교하여 필요한 것을 옮기십시오")
    case .unfinishedSave(let path):
      Sentence(
        "a program was still saving \(queue) when this command ran; that save is in \(path)",
        "\(queue): 이 명령이 실행될 때 다른 프로그램이 저장하고 있었습니다. 그 저장은 \(path)에 있습니다")
    case .unreadableClaims(let path):
      Sentence(
        "\(path) cannot be read: the journal has the claims, but not the last heartbeats; the "
          + "next change rebuilds it",
        "\(path): 읽을 수 없습니다. 누가 어느 행을 맡았는지는 저널에서 알지만 마지막 하트비트는 알 수 "
          + "없습니다. 다음 변경 때 새로 씁니다")
    case .endedAfterCrash:
      Sentence(
        "a rewrite of \(queue) that a crash had cut short was completed",
        "\(queue): 크래시로 중단된 쓰기를 마쳤습니다")
    case .keptBothVersions(let folder):
      Sentence(
        "a rewrite of \(queue) was cut short by a crash; the old file and the one that it would have "
          + "written are kept in \(folder): compare",
        "\(queue): 쓰기가 크래시로 중단되었습니다. 읽은 내용과 쓰려던 내용을 \(folder)에 남겼습니다. "
          + "비교하십시오")
    case .untidied(let error): error.sentence
    }
  }
}
