public import Model
public import Text

extension BudgetExcess {
  /// `budget.usd_per_day: 18.00 of 20.00 USD spent today, and an attempt of claude may cost 2.50`,
  /// followed by `; until 2026-02-01 00:00`.
  public var sentence: Sentence {
    var parts = [use.sentence.map { "budget.\(use.key.rawValue): \($0)" }]
    if reserved > 0 {
      let amount = use.text(of: reserved)
      parts.append(Sentence(", \(amount) reserved for other rows", ", 다른 행에 예약된 \(amount)"))
    }
    if needed > 0, use.key != .callsPerDay {
      let (worker, amount) = (worker.escaped, use.text(of: needed))
      parts.append(
        Sentence(
          ", and an attempt of \(worker) may cost \(amount)", ", \(worker) 시도에 \(amount) 필요"))
    }
    if let end { parts.append(Sentence("; until \(end.text)", ". \(end.text)까지")) }
    return parts.joined(separator: "")
  }
}

extension BudgetUse {
  /// `16.40 of 20.00 USD spent today`.
  public var sentence: Sentence {
    let (spent, limit) = (text(of: spent), text(of: limit))
    return switch key {
    case .tokensPerDay:
      Sentence("\(spent) of \(limit) tokens spent today", "오늘 \(limit) 토큰 중 \(spent) 사용")
    case .callsPerDay:
      Sentence("\(spent) of \(limit) requests sent today", "오늘 요청 \(limit)번 중 \(spent)번 보냄")
    case .usdPerDay:
      Sentence("\(spent) of \(limit) USD spent today", "오늘 \(limit) USD 중 \(spent) 사용")
    case .usdPerRow:
      Sentence(
        "\(spent) of \(limit) USD spent on \(id?.escaped ?? "a row")",
        "\(id?.escaped ?? "한 행")에 \(limit) USD 중 \(spent) 사용")
    }
  }

  /// `budget: 16.40 of 20.00 USD spent today`.
  public var warning: Sentence {
    Sentence("budget: \(sentence.english)", "예산: \(sentence.korean)")
  }

  /// An amount in the unit of the limit.
  fileprivate func text(of amount: Int) -> String {
    key.isOfMoney ? AgentUsage.dollars(amount) : String(amount)
  }
}

extension Budget.Key {
  /// `raise budget.usd_per_day in orch.json`.
  public var hint: Sentence {
    Sentence("raise budget.\(rawValue) in orch.json", "orch.json의 budget.\(rawValue)을(를) 올리십시오")
  }
}
