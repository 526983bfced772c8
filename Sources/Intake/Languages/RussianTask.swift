import Prose

/// Tells by its first word whether a piece of Russian is a task: an infinitive or an imperative,
/// and what is to be done.
enum RussianTask {
  /// How a task is put: `исправить вход`, or `исправление входа`. Tasks beside each other are
  /// put alike.
  enum Kind: Equatable { case verb, noun }

  static func kind(_ tokens: ArraySlice<Token>) -> Kind? {
    guard let first = task(tokens).first, first.kind == .word, isCyrillic(first.text) else {
      return nil
    }
    if isVerb(first.text) { return .verb }
    return isAction(first.text) ? .noun : nil
  }

  static func form(_ tokens: ArraySlice<Token>) -> TaskForm {
    guard kind(tokens) != nil else { return .none }
    return task(tokens).count > 1 ? .certain : .bare
  }

  /// Without what stands before the verb.
  private static func task(_ tokens: ArraySlice<Token>) -> ArraySlice<Token> {
    var tokens = tokens
    // `«Да, нет» заменить на «Ок»`
    if tokens.first?.kind == .literal, let next = tokens.dropFirst().first, isVerb(next.text) {
      tokens.removeFirst()
    }
    guard let first = tokens.first, isCyrillic(first.text) else { return tokens }
    while let first = tokens.first, first.kind == .word, polite.contains(first.text) {
      tokens.removeFirst()
      while tokens.first?.kind == .mark { tokens.removeFirst() }
    }
    return tokens
  }

  /// `исправление`, `настройка`
  private static func isAction(_ word: String) -> Bool {
    ["ение", "ание", "ация", "изация"].contains { word.hasSuffix($0) } && !things.contains(word)
      || actions.contains(word)
  }

  private static let actions: WordList = """
    настройка проверка доработка разработка отладка сборка установка очистка замена правка чистка
    загрузка выгрузка отправка подготовка перестройка переработка публикация миграция перенос рефакторинг
    запуск выпуск анализ аудит ремонт перевод вывод ввод разбор
    """

  private static let things: WordList = """
    значение приложение сообщение разрешение расширение название описание окружение уведомление
    соединение изображение объявление упражнение решение поведение содержание задание здание издание
    собрание состояние расписание основание информация документация организация станция ситуация
    функция версия операция
    """

  /// Whether it only begins to say something: a condition, a time.
  static func isAside(_ tokens: ArraySlice<Token>) -> Bool {
    tokens.first.map { isCyrillic($0.text) && asides.contains($0.text) } ?? false
  }

  /// `создавать и удалять теги`: the verb before "и" has no object of its own.
  static func endsOpen(_ tokens: ArraySlice<Token>) -> Bool {
    tokens.trailingWords.last.map { $0.kind == .word && isVerb($0.text) } ?? false
  }

  /// Whether an infinitive stands behind the first word: `разрешить пользователям включать`.
  static func hasInnerVerb(_ tokens: ArraySlice<Token>) -> Bool {
    tokens.dropFirst().contains {
      $0.kind == .word && isCyrillic($0.text) && isInfinitive($0.text)
    }
  }

  static func isVerb(_ word: String) -> Bool {
    guard isCyrillic(word) else { return false }
    return isInfinitive(word) || imperatives.contains(word) || isPlural(word)
  }

  private static func isCyrillic(_ word: String) -> Bool {
    word.unicodeScalars.first.map { (0x400...0x52F).contains($0.value) } ?? false
  }

  private static func isInfinitive(_ word: String) -> Bool {
    guard word.unicodeScalars.count > 3, !nouns.contains(word) else { return false }
    let endings = [
      "ать", "ять", "ить", "еть", "уть", "ыть", "оть", "нести", "вести", "расти", "езти", "йти",
      "чь", "ться", "тись",
      "чься",
    ]
    return endings.contains { word.hasSuffix($0) } && !word.hasSuffix("ность")
      && (!word.hasSuffix("чь") || verbsInCh.contains(word))
  }

  /// `исправьте`, `добавьте`
  private static func isPlural(_ word: String) -> Bool {
    word.unicodeScalars.count > 5 && ["йте", "ите", "ьте"].contains { word.hasSuffix($0) }
      && !nouns.contains(word)
  }

  private static let verbsInCh: WordList = "сберечь извлечь привлечь отвлечь сжечь помочь пресечь"

  private static let imperatives: WordList = """
    исправь добавь обнови проверь удали сделай почини настрой напиши перенеси запусти останови создай
    поменяй измени замени убери собери опубликуй разверни закрой открой перезапусти переименуй
    оптимизируй протестируй сравни опиши подготовь отправь включи выключи отключи посмотри найди
    разбери перепиши вынеси раздели объедини сократи увеличь уменьши покрой внедри подключи
    """

  private static let nouns: WordList = """
    сеть часть область память печать очередь запись модель скорость путь мать нить суть стать пять десять
    девять шесть честь весть кисть кровать тетрадь площадь лошадь помощь ночь речь печь вещь дочь
    сайте элементе объекте лимите клиенте бите гранте аудите
    """

  private static let polite: WordList =
    "пожалуйста также ещё еще нужно надо необходимо давай давайте следует наконец сначала и а просто прошу можешь можете"
  private static let asides: WordList =
    "если когда после при чтобы так пока поскольку раз для в на с привет здравствуйте добрый спасибо"
}
