import Model
package import Text

// The sentences about a plan.

extension Plan {
  /// The sentence that the plan has no mistakes.
  package var checked: Sentence {
    let (name, count) = (name, tasks.count)
    return Sentence(
      "\(name): \(count.counted("task")), no mistakes", "\(name): 할 일 \(count)개, 잘못된 곳 없음")
  }
}

extension AppliedPlan {
  /// What applying the plan did, or would do.
  package func sentence(isPreview: Bool) -> Sentence {
    let (name, version, current) = (plan.name, version, current)
    if isCancelled, isRepeated {
      return Sentence(
        "\(name) was cancelled; orch plan retry \(name) continues it",
        "\(name): 취소된 계획입니다. 계속하려면: orch plan retry \(name)")
    }
    if current != version {
      return Sentence(
        "\(name) is unchanged: the key was used for version \(version), and version "
          + "\(current) is applied now",
        "\(name): 바뀐 것이 없습니다. 이 키는 버전 \(version)에 쓰였고, 지금은 버전 "
          + "\(current)이(가) 적용되어 있습니다")
    }
    if isRepeated {
      return Sentence(
        "\(name) is unchanged: version \(version) is applied already",
        "\(name): 바뀐 것이 없습니다. 버전 \(version)이(가) 이미 적용되어 있습니다")
    }
    let english =
      "\(counts.added) added, \(counts.changed) changed, \(counts.cancelled) cancelled"
    let korean = "추가 \(counts.added), 변경 \(counts.changed), 취소 \(counts.cancelled)"
    let hash = hash.prefix(12)
    return isPreview
      ? Sentence(
        "\(name) version \(version) would be: \(english)",
        "\(name) 버전 \(version)을(를) 적용하면: \(korean)")
      : Sentence(
        "Applied \(name) version \(version) (\(hash)): \(english)",
        "\(name) 버전 \(version) 적용 (\(hash)): \(korean)")
  }

  /// What happened to the plan's rows; empty if they already followed the version.
  package func lines(_ language: Language) -> [String] {
    isRepeated ? [] : rows.flatMap { $0.lines(language) }
  }
}

extension AppliedPlan.Row {
  /// What happened to the row; empty if the row is as the plan has it.
  fileprivate func lines(_ language: Language) -> [String] {
    var lines: [String] = []
    switch outcome {
    case .added: lines.append("+ \(id)")
    case .cancelled: lines.append("- \(id)")
    case .changed(let changes):
      lines += changes.map { "~ \(id) \($0.field): \($0.from ?? "-") -> \($0.to ?? "-")" }
    case .gone: lines.append("= \(id) \(Self.gone(language))")
    case .takenOut: lines.append("= \(id) \(Self.takenOut(language))")
    case .dropped(let status): lines.append("= \(id) \(Self.dropped(status)(language))")
    case .unchanged(let status):
      if !kept.isEmpty, isSettled {
        return ["= \(id) \(Self.atWork(status, kept)(language))".escaped]
      }
    }
    if !kept.isEmpty { lines.append("= \(id) \(Self.edited(kept)(language))") }
    switch brief {
    case .changed: lines.append("~ \(id) brief")
    case .kept: lines.append("= \(id) \(Self.keptBrief(language))")
    case nil: break
    }
    return lines.map(\.escaped)
  }

  private static let gone = Sentence(
    "was deleted or archived, and is not added again", "지워졌거나 보관되어 다시 추가하지 않습니다")

  private static let takenOut = Sentence(
    "was taken out of the plan, and stays as it is", "계획에서 빠진 행이라 그대로 둡니다")

  private static let keptBrief = Sentence(
    "keeps its brief, which differs from the plan", "브리프가 계획과 다르지만 그대로 둡니다")

  private static func dropped(_ status: Status) -> Sentence {
    Sentence(
      "is \(status.rawValue) and continues, although its task is gone",
      "\(status.rawValue) 상태라 계속합니다. 할 일은 계획에서 없어졌습니다")
  }

  private static func atWork(_ status: Status, _ fields: [EditableField]) -> Sentence {
    let names = fields.map(\.rawValue).joined(separator: ", ")
    return Sentence(
      "is \(status.rawValue) and stays as it is: \(names)",
      "\(status.rawValue) 상태라 그대로 둡니다: \(names)")
  }

  private static func edited(_ fields: [EditableField]) -> Sentence {
    let names = fields.map(\.rawValue).joined(separator: ", ")
    return Sentence("was edited and keeps its \(names)", "사람이 고쳐서 그대로 둡니다: \(names)")
  }
}
