/// The words by which prose is classified. To support another language, add its words here.
enum ProseWords {
  /// Phrases for a check that was not run.
  static let notRun = PhraseList(
    """
    not run, not been run, not tested, not executed, not verified, not checked, not yet, not implemented, not done, \
    not finished, not work, not pass, not passing, not compile, not build, not available, never run, never ran, \
    never tested, could not, couldn't, cannot, can't, unable to, did not, didn't, does not pass, doesn't pass, \
    does not work, doesn't work, do not pass, don't pass, was not run, were not run, wasn't run, weren't run, \
    wasn't able, skipped, untested, unverified, no time to, gave up, 미실행, 미완료, 미구현, 미적용, 실행하지 못, 실행하지 않, \
    실행 못, 못했, 못 했, 건너뜀, 건너뛰, 건너뛰었, 확인 못, 하지 못, 하지 않았, 안 했, 안 됨, 안 돼, 실패함, 실패했, 실패하였, \
    未実行, 未実施, 未確認, 未完了, 実行できな, 実行していな, 実行できませ, 実行していませ, できませんでした, スキップし, 未执行, 没有执行, \
    没有运行, 没能, 无法运行, 无法执行, 无法验证, 跳过, 未运行, 未测试, 未验证, 没有测试, не запуска*, не запуст*, не удалось, \
    не провер*, не выполн*, не прошл*, не прош*, не работа*, пропущен*
    """)
  static let skipped = PhraseList("skipped, cannot, can't, did not, didn't, skip*")

  /// Phrases for a past state, or for a change from a past state.
  static let before = PhraseList(
    """
    before, earlier, previously, at first, initially, first run, was, were, used to, 처음, 이전, 전에는, 수정 전, 기존, 以前, \
    最初, 修正前, 之前, 起初, 原来, раньше, сначала, до исправления, было
    """)
  static let now = PhraseList(
    """
    now, afterwards, after the fix, after fixing, 이제, 현재, 수정 후, 지금은, 今は, 現在は, 修正後, 现在, 修复后, теперь, \
    после исправления, стало
    """)

  /// Phrases that deny a statement, or make it planned, conditional, partial, or past.
  static let denials = PhraseList(
    """
    not, no longer, never, without, unable, couldn't, can't, cannot, didn't, doesn't, don't, isn't, wasn't, weren't, \
    aren't, won't, wouldn't, hasn't, haven't, hadn't, shouldn't, no, none, nobody, nothing, neither, nor, skipped, skip, \
    skipping, missing, lacks, lacking, incomplete, unfinished, pending, todo, tbd, yet to, remains, remain, remaining, \
    left, leave, leaves, postponed, deferred, only, partial, partially, partly, half, halfway, except, almost, nearly, \
    mostly, largely, some of, part of, most of, will, would, 'll, plan, planned, plans, planning, next, later, tomorrow, \
    soon, going to, about to, want to, wanted, need, needs, needed, expect, expected, should, could, may, might, \
    must, if, once, unless, until, when i, in theory, supposed, wip, in progress, ongoing, underway, working on, start, \
    started, starting, begun, began, draft, drafted, try, tried, trying, attempt, attempted, stopped, dropped, reverted, \
    rolled back, removed again, disabled, commented out, still, mock, mocked, stub, stubbed, stubs, placeholder, fake, \
    faked, hardcoded, hard-coded, pretend, but, however, although, dry run, dry-run, of the, hope, hopefully, \
    probably, presumably, maybe, perhaps, likely, assume, assuming, assumed, believe, think, seems, appears, ask, asked, \
    impossible, failed to, refused, instead of, rather than, agreed, drop, rejected, forgot, forgotten, scheduled, invited, \
    assigned, delegated, instructions, how to, ticket, issue, roadmap, backlog, proposal, proposed, propose, suggested, \
    recommend, considered, discussed, researched, investigated, looked at, looked into, read about, sketched, sketch, \
    outlined, design document, estimate, estimated, reviewed, request says, turned off, most, before, yesterday, previously, ❌, ✗, ✘, 90 %, 80 %, 99 %, 50 %, 90%, 80%, 99%, 50%, 95%, \
    않, 못, 없, 안 되, 안 됨, 안 됐, 안 했, 안 돼, 아니, 미완, 미실행, 미적용, 미반영, 미구현, 미작성, 미착수, 미정, 아직, 예정, \
    계획, 일부, 만 , 다음, 남았, 남은, 나머지, 남아, 남겨, 보류, 제외, 생략, 추후, 향후, 나중, 실패, 중단, 중입니다, 중이, 진행 중, \
    부분, 절반, 하려, 려고, 할 것, 하겠, 겠습, 필요, 해야, 하면, 되면, 시도, 착수, 시작했, 초안, 임시, 거의, 대부분, 빼고, 뿐, \
    취소, 되돌, 롤백, 비활성, 모의, 더미, 아마, 것 같, 듯, 예상, 기대, 바랍니다, 내일, 주석 처리, 할게요, 할 수 있, 검토, 조사, 대기, 승인, 담당자, 깜빡, 글쎄, 대신, 전에, 이슈, 티켓, 읽, 할 일, 관련, \
    요청, 논의, 제안, 스케치, 설계 문서, 껐, 잊, 이전에는, 변경 전, \
    未, 没, 不, 尚, 还, 待, 计划, 将, 部分, 失败, 准备, 打算, 如果, 只, 仅, 除了, 差不多, 几乎, 大部分, 应该, 可能, 无法, 尝试, \
    开始, 撤销, 回滚, 跳过, 变更前, 之前, 暂, 稍后, 以后, 明天, 一半, 模拟, \
    ない, ません, 予定, 一部, できず, 失敗, まだ, つもり, これから, 次回, 後で, ほぼ, だけ, のみ, 途中, 着手, 試み, 試した, たら, \
    れば, はず, かもしれ, 中です, 保留, 取り消, 戻し, スキップ, 仮の, ず, 次第, 代わり, 検討, 調査, 依頼, 忘れ, 前に, 以前は, \
    не, нет, ни, ещё, еще, пока, план*, частично, только, осталось, остал*, нужно, надо, будет, буду, будем, кроме, если, \
    почти, начал*, попробова*, попыт*, завтра, позже, потом, собира*, должн*, возможно, наверно*, вероятно, отмен*, \
    откат*, заглушк*, черновик*, половин*, попрос*, обсуд*, изуч*, поручи*, забы*, раньше, бы, без, хотел*, мог*, можно
    """)

  static let failures = PhraseList(
    """
    fail, fails, failed, failing, failure, failures, crash, crashed, crashes, broken, breaks, incomplete, not run, \
    not done, not tested, not implemented, not finished, not verified, not checked, untested, unfinished, unverified, \
    timed out, timeout, regression, regressed, does not work, doesn't work, not work, not working, error, errors, \
    red, flaky, hangs, hung, leaks, wrong, complained, complains, slow, slower, dead links, returned 1, exit 1, exited 1, ng, \
    doesn't, don't, isn't, won't, 않습니다, 않음, 않는, 빨간불, 느림, 느려, 타임아웃, 계속 발생, 실패, 오류, 미완료, 미실행, 안 됨, 안 됩, 못했, 못하, 못 했, 않았, 깨졌, 깨짐, 깨진, 에러, \
    아직, 누락, 빠져, 빠졌, 失敗, エラー, 未完了, 未実行, 未実施, できない, できな, できませ, まだ, 漏れ, 失败, 错误, 报错, \
    未完成, 没有完成, 未, 遗漏, 缺少, не удал*, не готов*, не сдела*, не запус*, не провер*, не работ*, не заверш*, падает, падают, ошибк*, \
    провал*, упал*, сбо*, забы*
    """)
  /// Phrases for something that remains to be done, or is broken, whatever else was fixed.
  static let openEnds = PhraseList(
    """
    todo, fixme, todos, bug, bugs, defect, defects, corrupt, corrupted, exception, exceptions, traceback, segfault, panic, \
    cut off, goes blank, still missing, left out, omitted, 결함, 버그, 예외 발생, 예외가 발생, 잘립, 잘리는, 밀려, 깨집, 깨지, \
    남겨 두, 남겨두, 남아 있, 남음, 누락되, 빠져 있, 不具合, 残って, 残し, 漏れ, 缺陷, 遗留, 还有, 残留, 遗漏, дефект*, баг, баги, \
    остал*, недочет*, недочёт*
    """)
  /// Phrases for a solved problem.
  static let resolutions = PhraseList(
    """
    fix, fixed, fixes, resolved, resolves, handle, handled, handles, handling, now pass, now passes, previously, \
    removed, remove, caught, 수정, 해결, 처리, 고쳤, 고침, 이제, 정리, 修复, 解决, 修正, 対応, 処理, 直し, исправ*, устран*, \
    обработ*, решен*
    """)
  /// Phrases for an outside obstacle that blocks the work.
  static let blocks = PhraseList(
    """
    blocker, blocked:, blocked by, blocked on, blocked until, blocked because, blocked waiting, is blocked, am blocked, \
    are blocked, still blocked, currently blocked, cannot proceed, can't proceed, could not proceed, \
    unable to proceed, cannot continue, can't continue, unable to continue, cannot go on, can't go on, waiting for approval, waiting on approval, \
    waiting for access, waiting for credentials, waiting for permission, waiting for review, waiting for the approval, \
    waiting for an approval, waiting for customer, waiting for the customer, waiting for legal, waiting for security, \
    approval is missing, approval is required, approval required, approval missing, approval is pending, \
    approval pending, access is denied, access denied, access was denied, permission denied, permissions missing, \
    permission is missing, permission missing, credentials missing, credentials are missing, credentials required, \
    missing credentials, missing permission, missing permissions, no credentials, no permission, no access, \
    lack of access, lacking access, lack access, need credentials, need access, need approval, need permission, \
    need aws credentials, key is missing, token is missing, license is missing, escalate, escalated, escalating, \
    escalation, status: blocked, 진행 불가, 진행할 수 없, 진행이 불가, 진행 할 수 없, 막혀, 막힘, 막혔, 차단됨, 차단되었, 승인 대기, \
    승인 필요, 승인이 필요, 승인을 기다, 승인 없, 승인이 없, 승인이 나지, 권한 없, 권한이 없, 권한 부족, 권한이 부족, 권한 필요, \
    권한이 필요, 권한 거부, 접근 권한이 없, 자격 증명이 없, 자격증명이 없, 자격 증명 없, 자격 증명 필요, 블로커, 에스컬레이션, 無法, \
    无法继续, 无法进行, 被阻塞, 阻塞, 等待审批, 等待批准, 等待授权, 等待管理员审批, 权限不足, 没有权限, 缺少权限, 缺少凭证, 缺少凭据, \
    進められ, 続行でき, ブロックされ, 承認待ち, 権限がな, 権限が不足, 認証情報がな, заблокирован*, блокер*, нет доступа, \
    нет прав, не хватает прав, ждем доступ*, ждём доступ*, ждем одобрен*, ждём одобрен*, ожидаем доступ*, \
    ожидаем одобрен*, ожидаем согласован*, жду доступ*, эскал*
    """)
  /// Phrases that say that nothing blocks the work, or that nothing blocks it any more.
  static let unblocks = PhraseList(
    """
    unblocked, non-blocking, no blocker, no blockers, 0 blockers, not blocked, nothing is blocked, no longer blocked, \
    blockers: none, no approval needed, was granted, were granted, is granted, been granted, \
    resolved, 블로커 없, 블로커가 없, 블로커는 없, 필요 없, 불필요, 해결, 해소, 解除, 解决, 解消, решен*
    """)

  /// Phrases for a possible event.
  static let possibilities = PhraseList(
    """
    could, might, may, would, if, should, later, in case, 수 있, 수도 있, 경우, 가능성, 可能, かもしれ, 場合, 恐れ, может, могут, если
    """)

  static let empty: Set<String> = Set(
    """
    a an the of to in on for with and or is are was were be been it its this that by from as at all we i our their now \
    must each every into out over up off down so than then there these those they has have had do does did also which \
    who what when where how my your s re ve t 를 을 이 가 은 는 의 에 에서 으로 로 와 과 도 및 등 시 후 각 수 것 및 된 한 할 함 됨 \
    и в на с по к у о об из для от до за что это как все
    """.split { $0 == " " || $0 == "\n" }.map(String.init))
  /// General verbs for work. A statement may omit them or use other verbs.
  static let deeds: Set<String> = Set(
    """
    add create implement write make do update introduce provide support ensure set build 추가 구현 작성 적용 반영 생성 수행 완료 \
    진행 설정 도입 добав созда реали напис сдела 添加 增加 实现 编写 完成 追加 実装 作成 実施 完了
    """.split { $0 == " " || $0 == "\n" }.map(String.init))
}

extension ProseWords {
  static let irregular: [String: String] = [
    "kept": "keep", "wrote": "write", "written": "write", "built": "build", "made": "make",
    "ran": "run", "sent": "send", "shown": "show", "hid": "hide", "hidden": "hide", "found": "find",
    "gave": "give", "given": "give", "took": "take", "taken": "take", "chose": "choose",
    "chosen": "choose", "drew": "draw", "drawn": "draw", "held": "hold", "led": "lead",
    "left": "leave", "met": "meet", "said": "say", "sped": "speed",
    "swept": "sweep", "told": "tell", "threw": "throw", "thrown": "throw", "brought": "bring",
    "bound": "bind", "broke": "break", "froze": "freeze", "rewrote": "rewrite",
    "rewritten": "rewrite", "began": "begin", "drove": "drive", "grew": "grow", "knew": "know",
    "spun": "spin", "taught": "teach", "went": "go",
  ]
}
