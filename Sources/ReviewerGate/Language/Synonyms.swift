/// Words of software work that mean the same, whatever their language, by families: whoever asks
/// to relocate something is told that it was moved. Words that do more in a statement are listed
/// with their language; a group without roles only adds a meaning to them.
enum Synonyms {
  static let groups: [WordGroup] = places + amounts + exchanges + traces + later + others + things

  private static let places: [WordGroup] = [
    WordGroup([.verb], "move", "transfer relocate shift 이관 移動 移し 移す 移設 移管 移动 移到 移至 挪到 挪至 迁至 迁到"),
    WordGroup(
      [.verb], "move",
      "переместить вынести перемещение вынос перенести переехать переехал переехала переехали"),
    WordGroup([], "move", "migrate migration live reside 이전 移行 迁移 мигрировать"),
    WordGroup([], "migrate", "move relocate switch port 옮기 이동 移し 移動 перенести перейти"),
    WordGroup([.verb], "separate", "extract factor_out break_up carve_out 추출 떼어내 빼내"),
    WordGroup([.verb], "separate", "切り出 抽出 分け 分けて 抽取 提取 抽离 拆 拆成 拆为 拆出 выделить разделить отделить"),
    WordGroup([], "separate", "вынести dedicated standalone pull_out"),
    WordGroup([.verb], "merge", "combine consolidate 병합 合并 マージ объединить"),
    WordGroup([], "merge", "merge unify 합치 통합 統合"),
  ]

  private static let amounts: [WordGroup] = [
    WordGroup([.verb], "increase", "lengthen prolong enlarge 상향 연장 증대 증설 인상 상향하"),
    WordGroup([.verb], "increase", "引き上げ 引上げ 増や 拡大 延長 上げ 増加 拡張 提高 增大 上调 调高 扩大 延长 加大 增至 调大 放宽 延ばし"),
    WordGroup([.verb], "increase", "расширить продлить поднять повысить"),
    WordGroup([], "increase", "bump extend 늘 늘어나 提升 提高到 提升到 升至"),
    WordGroup([.verb], "reduce", "shorten trim lessen 하향 인하 경량화 줄어들 감축"),
    WordGroup([.verb], "reduce", "減ら 縮め 下げ 引き下げ 引下げ 軽量化 缩小 下调 调低 减小 精简 缩减 降到 降至 减至"),
    WordGroup([.verb], "reduce", "уменьшить сократить снизить понизить ускорить"),
    WordGroup([], "reduce", "내리"),
    WordGroup([.verb], "upgrade", "アップグレード バージョンアップ 升级到 升到"),
    WordGroup([], "upgrade", "bump raise 올리 상향 引き上げ 升级 升至 повысить поднять"),
    WordGroup([], "improve", "fast faster quicker accelerate ускорить"),
    WordGroup([.verb], "limit", "cap throttle 한정 制限 限定 限制 仅限"),
    WordGroup([], "limit", "빈도_제한"),
  ]

  private static let exchanges: [WordGroup] = [
    WordGroup([.verb], "replace", "switch exchange supersede 치환 갈아끼우"),
    WordGroup([.verb], "replace", "置き換え 置換 切り替え 入れ替え 交換 乗り換え 更换 换成 换为 换用 替代 切换 换掉"),
    WordGroup([.verb], "replace", "заменить сменить перейти замена"),
    WordGroup([], "replace", "바꾸 변경 전환 差し替え 変更 替换 改用 改为"),
    WordGroup([.verb], "convert", "transform 変換 转换 转为 转成 преобразовать конвертировать"),
    WordGroup([], "convert", "바꾸 변경 切り替え 改为 перевести turn_into switch"),
    WordGroup([.verb], "enable", "有効化 有効に 启用 开启 打开 激活 включить активировать 활성"),
    WordGroup([.verb, .remove], "disable", "無効化 無効に 禁用 停用 关闭 отключить выключить деактивировать"),
    WordGroup([.update], "update", "切り替え 变更为 调整为"),
    WordGroup([.update], "update", "rework overhaul revamp redo tweak align adapt 손보 다듬 정비 수정_반영"),
    WordGroup(
      [.make], "make",
      "generate regenerate recreate produce compose author put_together put_in_place"),
    WordGroup([.make], "make", "появился появилась появилось появились внедрён"),
    WordGroup([.make], "make", "포함 탑재 배치 수립 편성 신규_작성 包含 包括 带上 附带 附上 带有 含め 含む 含まれ 盛り込 付け 加え"),
    WordGroup(
      [.remove], "remove", "get_rid_of discard prune retire wipe erase rip_out 소거 말소 퇴역 取り除 取り払 外し"),
    WordGroup([.remove], "remove", "清掉 删掉 删去 剔除 拿掉 移掉 下线 удалён вычистить очистить выпилить"),
    WordGroup([.make], "make", "补充 补上 补齐"),
    WordGroup([.fix], "fix", "remedy rectify sort_out iron_out 손질 수선 バグ修正 直す 治し 修好 修掉 改正 починен"),
    WordGroup(
      [.verify], "verify", "double_check cross_check examine 검수 대조 살펴보 照合 排查 确认过 удостовериться"),
  ]

  private static let traces: [WordGroup] = [
    WordGroup([.verb], "save", "record 기록 적재 格納 記録 保管 记录 存入 落库 写入 записать хранить"),
    WordGroup([.verb], "save", "남기 쌓"),
    WordGroup([.verb], "show", "찍히 찍 呈现 输出 вывести выводить 表示"),
    WordGroup([], "show", "output appear 出力"),
    WordGroup([.auxiliary, .make], "make", "is_in_place are_in_place"),
    WordGroup([.optional], "기준"),
    WordGroup([.verb], "send", "deliver dispatch 配信 送る 送り 推送 发出 下发 разослать слать 통지"),
    WordGroup([.verb], "download", "내려받 다운로드 ダウンロード 下载 скачать"),
    WordGroup([], "download", "download"),
    WordGroup([.verb], "upload", "업로드 アップロード 上传"),
    WordGroup([], "upload", "upload 올리"),
    WordGroup([.verb], "filter", "筛选 过滤 絞り込 отфильтровать"),
    WordGroup([], "filter", "filter"),
    WordGroup([.verb], "sort", "정렬 排序 並べ替え отсортировать"),
    WordGroup([], "sort", "sort order"),
    WordGroup([.verb], "reject", "reject decline 거부 거절 拒否 拒绝 отклонить"),
    WordGroup([.verb], "include", "carry embed"),
    WordGroup([.make], "make", "ようになりました ようになった ようになって"),
    WordGroup([.verb], "announce", "공지 告知 公告 объявить"),
  ]

  private static let later: [WordGroup] = [
    WordGroup([.planned], "появится появятся выйдет выйдут добавим заменим сделаем переедет"),
    WordGroup([.planned], "следующей следующем следующую следующего"),
    WordGroup([.planned], "в_отдельную_задачу отдельной_задачей в_отдельный_тикет"),
    WordGroup([.planned], "separate_ticket separate_issue separate_task follow_up_ticket"),
    WordGroup([.planned], "별도_이슈 별도_티켓 別タスク 別チケット 別課題 要望リスト 課題リスト 单独任务"),
    WordGroup([.attempt], "方案 案を作成 案を作り 案を作っ 案を検討"),
  ]

  private static let others: [WordGroup] = [
    WordGroup([.verb], "integrate", "wire hook plug 물리"),
    WordGroup([], "integrate", "attach 연결 붙이 붙"),
    WordGroup([.verb], "apply", "사용 쓰 采用 採用 使用 использовать применить применять"),
    WordGroup([.verb], "pin", "pin 고정 固定 зафиксировать закрепить"),
    WordGroup([], "pin", "lock freeze 잠그 잠금"),
    WordGroup([.verb], "compress", "압축 圧縮 压缩 сжать"),
    WordGroup([.verb], "encrypt", "암호화 暗号化 加密 зашифровать шифровать"),
    WordGroup(
      [.verb], "identify", "identify determine pinpoint 파악 규명 특정 特定 究明 查明 定位 выяснить определить"),
  ]

  private static let things: [WordGroup] = [
    WordGroup(
      [], "directory", "directory folder dir 폴더 디렉터리 디렉토리 フォルダ ディレクトリ 目录 文件夹 каталог папка"),
    WordGroup([], "email", "email mail e_mail 메일 이메일 メール 邮件 почта"),
    WordGroup([], "dialog", "dialog modal popup 팝업 모달 대화상자 ダイアログ ポップアップ 弹窗 对话框 диалог"),
    WordGroup([], "typo", "typo misspelling 오타 오탈자 誤字 错别字 опечатка"),
    WordGroup([], "parameter", "parameter param argument 파라미터 인자 매개변수 引数 параметр"),
    WordGroup([], "endpoint", "endpoint route 엔드포인트"),
    WordGroup([], "image", "image picture photo 이미지 사진"),
    WordGroup([], "admin", "admin administrator 관리자 어드민"),
    WordGroup([], "manual", "manual handbook 매뉴얼 설명서"),
    WordGroup([], "library", "library package 라이브러리 패키지"),
    WordGroup([], "notification", "notification alert 알림"),
    WordGroup([], "specification", "spec specification 명세 명세서 스펙"),
  ]
}
