extension Language {
  /// The three phases of a task, in their order, as its rows begin.
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
