/// Russian words that do more in a statement than to name something, in the form that a
/// dictionary has; the stem decides.
enum Russian {
  static let groups: [WordGroup] = structure + denial + amounts + deeds + markers + things

  private static let structure: [WordGroup] = [
    WordGroup(
      .function,
      """
      в во на с со к ко о об по за из у от до для при под над через про и а же ли бы что чтобы как
      это этот эта эти тот та те его её ее их мы я он она они наш свой также уже еще ещё там тут
      так теперь_уже был была было были есть является лет раз сам том этом тоже
      """),
    WordGroup([.function, .and], "и или"),
    WordGroup([.function, .contrast], "но однако хотя зато впрочем"),
    WordGroup([.function, .condition], "если когда при"),
    WordGroup(
      [.function, .modal],
      "может могут возможно вероятно возможна возможны риск наверное кажется похоже видимо"),
    WordGroup([.formerly], "раньше ранее прежде сначала вчера прежний"),
    WordGroup([.function, .now], "теперь сейчас ныне"),
    WordGroup([.function, .longer, .now], "больше_не"),
    WordGroup([.optional], "новый новая новое новые успешно полностью"),
  ]

  private static let denial: [WordGroup] = [
    WordGroup([.function, .not], "не ни"),
    WordGroup([.function, .no], "нет отсутствует отсутствуют отсутствие никаких ноль"),
    WordGroup([.function, .without], "без кроме_того_без"),
    WordGroup(
      [.function, .cannot, .not], "невозможно нельзя невозможна не_могу не_можем не_удалось"),
    WordGroup(
      [.undone],
      "пропустить отложить отложен отложена пропущен пропущены недоделан незавершён незавершен незаверш"
    ),
    WordGroup([.undone], "revert", "откатить откачен откатил"),
    WordGroup([.undone], "не_завершен не_готов в_процессе осталось частичн недоступн"),
    WordGroup(
      [.planned],
      "позже потом планируется запланировано завтра будет будут буду предстоит планирую следующий"),
    WordGroup([.planned], "напишу сделаю добавлю обновлю допишу доделаю займусь позднее"),
    WordGroup([.intent], "надо должен должна должны следует нужно хочу просьба"),
    WordGroup([.undone], "работаю занимаюсь делаю пишу дорабатывается ведется ведётся"),
    WordGroup(
      [.attempt],
      "проектировать спроектировать проектирование попытаться пытался попробовать начать подготовить изучить исследовать обсудить"
    ),
  ]

  private static let amounts: [WordGroup] = [
    WordGroup([.function, .all], "все всех всё всего каждый весь вся всем"),
    WordGroup([.function, .only], "только лишь"),
    WordGroup([.except], "кроме исключением помимо"),
    WordGroup([.part], "почти часть частично половина некоторые большинство пока"),
    WordGroup([.rest], "остальные остальных оставшиеся осталось остальное"),
    WordGroup([.function, .of], "из"),
    WordGroup([.atMost], "limit:most", "менее меньше ниже до максимум"),
    WordGroup([.atLeast], "limit:least", "более больше выше минимум свыше"),
    WordGroup([.unit], "unit:ms", "мс"),
    WordGroup([.unit], "unit:s", "секунда сек с"),
    WordGroup([.unit], "unit:min", "минута мин"),
    WordGroup([.unit], "unit:h", "час часов"),
    WordGroup([.unit], "unit:day", "день дней дня сутки"),
    WordGroup([.unit], "unit:mb", "мб"),
  ]

  private static let deeds: [WordGroup] = [
    WordGroup(
      [.make], "make",
      "добавить реализовать написать создать внедрить сделать разработать добавление реализация"),
    WordGroup([.update], "update", "обновить изменить поправить обновление"),
    WordGroup([.fix], "fix", "исправить устранить починить решить исправление"),
    WordGroup([.remove], "remove", "удалить убрать удаление"),
    WordGroup([.verify], "verify", "проверить проверка"),
    WordGroup([.verify, .check], "test", "тест тестирование"),
    WordGroup([.run], "run", "запустить выполнить провести"),
    WordGroup([.pass], "pass", "пройти проходят проходит пройдены успешно прошли"),
    WordGroup([.done, .verb], "done", "готово завершить выполнено готов"),
    WordGroup([.verb], "document", "задокументировать описать"),
    WordGroup([.verb], "show", "показать показывать отобразить"),
    WordGroup([.verb], "reach", "достичь достигнуть достигнут достигло"),
    WordGroup([.verb], "increase", "повысить увеличить поднять"),
    WordGroup([.verb], "prevent", "запретить предотвратить запрещать исключить"),
    WordGroup([.verb], "move", "перенести перенос"),
    WordGroup([.verb], "migrate", "мигрировать миграция"),
    WordGroup([.verb], "translate", "перевести перевод"),
    WordGroup([.verb], "deploy", "развернуть задеплоить деплой"),
    WordGroup([.verb], "publish", "опубликовать выпустить"),
    WordGroup([.verb], "configure", "настроить настройка"),
    WordGroup([.verb], "limit", "ограничить ограничение"),
    WordGroup([.verb], "send", "отправить отправка отправлять"),
    WordGroup([.verb], "save", "сохранить сохранение"),
    WordGroup(
      [.works], "work", "работает работать собирается компилируется запускается открывается"),
    WordGroup([.check], "build", "сборка собрать"),
  ]

  private static let markers: [WordGroup] = [
    WordGroup([.provoked], nil, "принудительно принудительный намеренно имитация"),
    WordGroup(
      [.failure], "fail",
      "упал упали упала провал провалить неудача сбой падает падают провален неудачно"),
    WordGroup([.failure], "broken", "сломан сломана сломано красная красный кракозябры"),
    WordGroup([.trouble], "error", "ошибка"),
    WordGroup([.trouble], "exception", "исключение"),
    WordGroup([.trouble], "warning", "предупреждение"),
    WordGroup([.trouble], "problem", "проблема дефект баг замечание недочёт недочет"),
    WordGroup([.trouble], "missing", "пропуск утечка"),
    WordGroup(
      [.occur], "occur",
      "обнаружить выявить найти возникнуть возникать возникает осталась остались остаётся остается появляется найдена обнаружена"
    ),
    WordGroup([.blocked], "blocked", "заблокирован заблокирована заблокировано блокер блокирует"),
    WordGroup(
      [.stopped], "stopped",
      "остановлен остановлена остановлено приостановлен приостановлена приостановлены"),
    WordGroup([.proceed], "proceed", "продолжить продолжать продолжаем"),
    WordGroup([.wait], "wait", "ждём ждем жду ожидаем ожидание ожидает ждёт ожидаю"),
    WordGroup([.escalate], "escalate", "эскалация эскалировать эскалирую эскалирован"),
    WordGroup([.need], "need", "нужен нужна нужно нужны требуется необходимо требуются"),
    WordGroup(
      [.grant], "grant", "выдать выдали одобрить согласовать предоставить предоставили ответить"),
    WordGroup(
      [.resource], nil,
      "доступ разрешение согласование одобрение права лицензия ключ учётные учетные аккаунт пароль подтверждение"
    ),
    WordGroup([.party], nil, "команда заказчик администратор служба отдел поставщик руководитель"),
  ]

  private static let things: [WordGroup] = [
    WordGroup([], "document", "документация документ"),
    WordGroup([], "production", "боевой продакшен прод"),
    WordGroup([], "staging", "стейджинг тестовый"),
    WordGroup([], "unit", "юнит модульный"),
    WordGroup([], "message", "сообщение"),
    WordGroup([], "user", "пользователь"),
  ]

  static let numbers: [String: Double] = [
    "один": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "пятью": 5, "шесть": 6,
    "семь": 7, "восемь": 8, "девять": 9, "десять": 10,
  ]
}
