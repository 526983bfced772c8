/// A set of words, written as a text with blanks between them.
struct WordList: ExpressibleByStringLiteral, Sendable {
  private let words: Set<String>
  /// The lengths of the words in scalars, the longest first.
  private let lengths: [Int]
  /// The first and last scalars of the words. For most texts, one scalar is enough to exclude all
  /// words.
  private let firsts: Set<Unicode.Scalar>
  private let lasts: Set<Unicode.Scalar>

  init(stringLiteral text: String) {
    words = Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
    lengths = Set(words.map(\.unicodeScalars.count)).sorted(by: >)
    firsts = Set(words.compactMap(\.unicodeScalars.first))
    lasts = Set(words.compactMap(\.unicodeScalars.last))
  }

  func contains(_ word: String) -> Bool { words.contains(word) }

  func begins(_ text: String) -> Bool { prefix(of: text.unicodeScalars) != nil }

  func ends(_ text: String) -> Bool { suffix(of: text.unicodeScalars) != nil }

  /// The length in scalars of the longest word with which `text` ends.
  func suffix(of text: some BidirectionalCollection<Unicode.Scalar>) -> Int? {
    guard let last = text.last, lasts.contains(last) else { return nil }
    let end = Array(text.suffix(lengths.first ?? 0))
    return lengths.first { $0 <= end.count && words.contains(String(end.suffix($0))) }
  }

  /// The length in scalars of the longest word with which `text` begins.
  func prefix(of text: some Collection<Unicode.Scalar>) -> Int? {
    guard let first = text.first, firsts.contains(first) else { return nil }
    let start = Array(text.prefix(lengths.first ?? 0))
    return lengths.first { $0 <= start.count && words.contains(String(start.prefix($0))) }
  }
}

/// The words by which Chinese phrases are classified, in simplified and traditional characters.
enum ChineseWords {
  /// Words that may precede the verb.
  static let polite: WordList = """
    请 請 麻烦 麻煩 帮我 幫我 帮忙 幫忙 你 您 我们 我們 我 需要 要 先 再 并且 并 並 最后 最後 也 还 還 首先 另外 同时 同時
    接着 接著 随后 隨後 重新 记得 記得 务必 可以
    """

  /// Verbs that begin or end a task in a request. A verb at the beginning precedes its object.
  static let verbs: WordList = """
    把 将 將 给 給 对 對 为 為 让 讓 使
    更新 补充 補充 发布 發布 修复 修復 修正 修改 添加 新增 增加 删除 刪除 移除 去掉 去除 优化 優化 改进 改進 改善 重构 重構 编写
    編寫 撰写 撰寫 实现 實現 开发 開發 设计 設計 部署 上线 上線 配置 设置 設置 设定 設定 调整 調整 统一 統一 检查 檢查 核对
    确认 確認 验证 驗證 校验 测试 測試 运行 運行 执行 執行 重启 重啟 啟動 启动 停止 停用 启用 啟用 关闭 關閉 打开 打開 开启 禁用
    备份 備份 恢复 恢復 还原 還原 回滚 回滾 迁移 遷移 升级 升級 降级 安装 安裝 卸载 导出 匯出 导入 匯入 清理 清空 清除 整理 合并
    合併 拆分 分离 替换 替換 更换 更換 切换 切換 创建 創建 新建 建立 生成 制作 製作 构建 構建 编译 編譯 打包 推送 提交 拉取 上传
    上傳 下载 下載 同步 转换 轉換 翻译 翻譯 压缩 壓縮 缩短 扩展 擴展 提高 提升 降低 减少 減少 限制 禁止 允许 允許 支持 支援 接入
    集成 引入 采用 排查 调查 調查 分析 定位 解决 解決 处理 處理 跟进 记录 汇总 收集 采集 提取 抓取 比较 評估 评估 审查 审核 监控 監控
    完善 完成 准备 準備 安排 规划 制定 编辑 編輯 改写 重写 重寫 重命名 改名 移动 移動 通知 告知 回复 发送 發送 分享 展示 显示 顯示
    隐藏 隱藏 标记 標記 标注 归档 歸檔 锁定 解锁 授权 签名 加密 解密 初始化 格式化 预加载 加固 加快 加速 精简 简化 簡化 适配
    兼容 封装 抽取 绑定 申请 轮换 輪替 改成 改为 改為 换成 換成 删掉 刪掉 加上 截图 截圖 产生 產生 连接 連接 套用 补上 補上 关掉 關掉
    加入 排除 变更 變更 查询 列出 找出 写 寫 修 查 改 跑 测 建 调
    """

  /// Words that join nouns. A verb before such a word is a noun, too.
  static let conjunctions: WordList = "和 与 與 及 或 以及"

  /// The beginnings of a condition or a reason.
  static let conditions: WordList = "如果 若 当 當 由于 因为 因為 为了 為了 假如 要是 只要 除非 虽然 もし"

  /// The endings of statements and questions.
  static let statements: WordList = "了 吗 呢 吧 的 嗎 です ます ました ません か よ ね た"
}

enum JapaneseWords {
  /// Nouns that become verbs with する.
  static let actions: WordList = """
    作成 追加 更新 修正 削除 変更 実装 改善 実行 確認 移行 圧縮 停止 再開 開始 再起動 起動 設定 調整 統一 整理 対応 導入 検証 調査 分析 設計 開発 構築
    再構築 準備 公開 送信 配信 通知 登録 表示 保存 復元 復旧 置換 交換 分割 統合 結合 接続 切断 切替 検討 報告 共有 記録 測定 計測 比較 集計 抽出 収集
    変換 翻訳 拡張 縮小 制限 許可 禁止 解除 廃止 刷新 強化 短縮 延長 整備 点検 解決 再現 投稿 提出 配布 配置 移動 適用 反映 補足 補完 見直し 洗い出し
    書き換え 入れ替え 差し替え 置き換え 取り込み 切り替え 引き上げ 引き下げ 掲載 案内 印刷 出力 入力 検索 生成 計算 評価 監視 保護 遮断 隔離 発行 付与
    回収 支援 連携 予約 採用 完了 終了 特定 提示 提案 選定 決定 策定 改修 改良 改訂 撤去 排除 除去 除外 抑制 緩和 促進 告知 定義 記述 記載 編集
    校正 転送 返信 検出 分類 整形 加工 試験 実験 査定 監査 審査 承認 却下 延期 中止 廃棄 補強 増強 増設 削減 改名 移設 移植 展開 配備 発表 発送
    実施 把握 説明 依頼 配線 修理 清掃 掃除 再生 凍結 同期 失効 テスト デプロイ リリース ビルド リファクタリング マージ インストール アップデート
    アップグレード レビュー デバッグ バックアップ ロールバック コミット プッシュ リセット クリア コピー ダウンロード アップロード チェック リネーム
    """

  /// Endings of verbs that ask for something.
  static let verbs: WordList = """
    ください 下さい ましょう お願いします ほしい 欲しい すること ること 直す 作る 消す 加える 変える 書く 調べる 増やす 減らす 入れる 外す 分ける
    まとめる 直して 作って 消して 加えて 変えて 書いて 調べて 増やして 減らして 入れて 外して 分けて まとめて 揃える 移す 送る 上げる 下げる 広げる 速くする
    遅くする 止める 動かす 取り除く 高める 整える 防ぐ 確かめる 並べる 戻す 残す 隠す 閉じる 開く 試す 取る
    """

  /// Words that make a noun a verb.
  static let light: WordList = "する して し したい しよう しろ せよ します しておく してほしい"
}

enum RussianWords {
  /// Whether a word is an infinitive, an imperative, or the noun of an action: `исправить`,
  /// `исправь`, `исправление`.
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

  /// Words that end like a verb or an action, but are neither.
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
