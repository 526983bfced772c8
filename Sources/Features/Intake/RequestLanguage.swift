import Text

/// The language of a request. Rows whose text orch writes itself are in this language.
public enum RequestLanguage: String, Equatable, Sendable, CaseIterable {
  case korean, english, japanese, chinese, russian

  /// Chooses the language in whose letters most of `text` is written. A word of Hangul counts like
  /// several letters of an alphabet, because names of programs are Latin in all languages.
  public init(of text: some StringProtocol) {
    var counts = (hangul: 0, kana: 0, han: 0, cyrillic: 0, latin: 0)
    for scalar in text.unicodeScalars {
      if scalar.isHangul {
        counts.hangul += 1
      } else if scalar.isKana {
        counts.kana += 1
      } else if scalar.isHan {
        counts.han += 1
      } else if scalar.isCyrillic {
        counts.cyrillic += 1
      } else if scalar.isLatinOrDigit {
        counts.latin += 1
      }
    }
    let eastern = max(counts.hangul, counts.kana + counts.han)
    if eastern * 6 < counts.latin + counts.cyrillic || eastern + counts.cyrillic == 0 {
      self = counts.cyrillic > counts.latin / 4 ? .russian : .english
    } else if counts.cyrillic > eastern {
      self = .russian
    } else if counts.hangul >= counts.kana + counts.han {
      self = .korean
    } else {
      self = counts.kana * 8 > counts.han ? .japanese : .chinese
    }
  }

  /// The first words of the rows for the three phases of a task, in order.
  ///
  /// Source: `docs/routing.md`, "Intake".
  public var phases: [String] {
    switch self {
    case .korean: ["요구사항 정리/설계", "구현/수정", "검증/문서화"]
    case .english: ["Design", "Implement", "Verify and document"]
    case .japanese: ["要件整理/設計", "実装/修正", "検証/文書化"]
    case .chinese: ["需求梳理/设计", "实现/修改", "验证/文档"]
    case .russian: ["Проектирование", "Реализация", "Проверка и документация"]
    }
  }
}

extension Unicode.Scalar {
  var isCyrillic: Bool { (0x400...0x52F).contains(value) }

  /// The value of a digit. The digit may be full-width.
  var digit: Int? {
    switch value {
    case 0x30...0x39: Int(value) - 0x30
    case 0xFF10...0xFF19: Int(value) - 0xFF10
    default: nil
    }
  }
}
