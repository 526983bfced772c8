/// The words and endings by which Russian phrases are told apart.
enum RussianWords {
  /// An infinitive, an imperative, or the noun of an action: `исправить`, `исправь`, `исправление`.
  static func isVerb(_ word: String) -> Bool {
    isInfinitive(word) || imperatives.contains(word)
      || (plurals.ends(word) || actions.ends(word)) && !nouns.contains(word)
  }

  static func isInfinitive(_ word: String) -> Bool {
    infinitives.ends(word) && !nouns.contains(word)
  }

  private static let infinitives: WordList = """
    ать ять ить еть уть ыть оть нести вести расти езти йти ться тись беречь влечь мочь сечь
    """

  private static let plurals: WordList = "йте ите ьте"

  private static let imperatives: WordList = """
    исправь добавь обнови проверь удали сделай почини настрой напиши перенеси запусти останови
    создай
    поменяй измени замени убери собери опубликуй разверни закрой открой перезапусти переименуй
    оптимизируй протестируй сравни опиши подготовь отправь включи выключи отключи посмотри найди
    разбери перепиши вынеси раздели объедини сократи увеличь уменьши покрой внедри подключи
    """

  /// Words that end like a verb or an action.
  private static let nouns: WordList = """
    сеть часть область память печать очередь запись модель путь мать нить пять десять девять шесть
    честь весть кровать тетрадь площадь сайте элементе объекте лимите клиенте бите
    значение приложение сообщение разрешение расширение название описание окружение уведомление
    соединение изображение объявление решение поведение содержание задание здание собрание состояние
    расписание основание информация документация организация станция ситуация операция
    """

  private static let actions: WordList = """
    ение ание ация настройка проверка доработка разработка отладка сборка установка очистка замена
    правка загрузка выгрузка отправка подготовка переработка перенос рефакторинг запуск выпуск
    анализ
    """
}
