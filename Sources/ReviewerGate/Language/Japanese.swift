/// Japanese words that do more in a statement than to name something, as they are written:
/// the text has no blanks, so the longest of them that begins at a place is taken.
enum Japanese {
  static let groups: [WordGroup] = structure + denial + amounts + deeds + markers + things

  private static let structure: [WordGroup] = [
    WordGroup([.contrast], "しかし ただし ですが だが けれど けど ものの 一方で 残念ながら"),
    WordGroup([.condition], "時 場合 すると したら れば"),
    WordGroup([.modal], "可能性 かもしれ 恐れ おそれ 場合があ ことがあ"),
    WordGroup([.formerly], "以前 従来 当初 最初 昨日 これまで"),
    WordGroup([.now], "現在 今は 今では いまは 修正後"),
    WordGroup([.function], "する した して ました ます です である こと もの ため できる でき よう なって います いる"),
    WordGroup([.function], "について において による として など および 及び または また"),
    WordGroup([.optional], "新しい 新規 機能 問題なく 正常に 全件 件 関連"),
  ]

  private static let denial: [WordGroup] = [
    WordGroup([.not], "ません ていない ておらず おらず せず なかった なかっ ない まだ"),
    WordGroup([.cannot, .not], "できない できません できず 不可 不可能 られません られない れません れない"),
    WordGroup([.no], "なし 無し 無い ありません がない はない もない ゼロ"),
    WordGroup([.function, .without], "代わりに かわりに"),
    WordGroup([.purpose], "ないように ないよう できないように"),
    WordGroup([.undone], "未実施 未完了 未完成 未実装 未対応 未着手 未作成 未更新 未反映 未確認 未解決 未適用 未検証 未定 見送り"),
    WordGroup([.undone], "見送 省略 保留 延期 スキップ 途中 作業中 進行中 対応中 実装中 作成中 後回し"),
    WordGroup([.planned], "予定 今後 後で 後日 来週 明日 次回 つもり 次の これから 別途 後ほど"),
    WordGroup([.function, .progress], "しています している しており しているところ します"),
    WordGroup([.function, .intent], "はず でしょう だろう と思わ と思い らしい べき 必要があ ください 下さい したい しましょう"),
    WordGroup([.attempt], "検討 調査 準備 着手 開始 試み 試し 相談 草案 設計"),
  ]

  private static let amounts: [WordGroup] = [
    WordGroup([.all], "すべて 全て 全部 全 全体 みな"),
    WordGroup([.only], "のみ だけ まで"),
    WordGroup([.except], "以外 除いて 除き 除く を除"),
    WordGroup([.part], "一部 部分的 半分 大部分 ほとんど"),
    WordGroup([.rest], "残り 残りの ほかの"),
    WordGroup([.of], "のうち うち 中"),
    WordGroup([.atMost], "limit:most", "以下 以内 未満 最大"),
    WordGroup([.atLeast], "limit:least", "以上 超 最小"),
    WordGroup([.counter], "件 個 つ 画面 ページ 回 枚 本 人 箇所 か所 名"),
    WordGroup([.unit], "unit:s", "秒"),
    WordGroup([.unit], "unit:min", "分"),
    WordGroup([.unit], "unit:h", "時間"),
    WordGroup([.unit], "unit:day", "日"),
  ]

  private static let deeds: [WordGroup] = [
    WordGroup([.make], "make", "追加 実装 作成 導入 開発 生成 構築 提供 対応 適用 設置 用意 入れました 入れ 作りました 新設 作り"),
    WordGroup([.update], "update", "更新 変更 改訂 反映 差し替え 変えて 調整"),
    WordGroup([.fix, .update], "fix", "修正 直し"),
    WordGroup([.fix], "fix", "解決 解消 修復"),
    WordGroup([.remove], "remove", "削除 除去 廃止 撤去 消し"),
    WordGroup([.verb, .fix], "clean", "整理"),
    WordGroup([.verify], "verify", "確認 点検"),
    WordGroup([.verify], "validate", "検証"),
    WordGroup([.verb, .verify], "review", "分析 レビュー"),
    WordGroup([.verify, .check], "test", "テスト 試験"),
    WordGroup([.run], "run", "実行 実施 行い 行っ"),
    WordGroup([.pass], "pass", "成功 合格 通過 通り 通っ 通る 正常 パス グリーン 達成 満た"),
    WordGroup([.done, .verb], "done", "完了 済み 済 終了 完成"),
    WordGroup([.verb], "document", "文書化 ドキュメント化"),
    WordGroup([.verb], "show", "表示"),
    WordGroup([.verb], "migrate", "移行"),
    WordGroup([.verb], "translate", "翻訳"),
    WordGroup([.verb], "deploy", "デプロイ 配備 配置"),
    WordGroup([.verb], "publish", "公開 リリース"),
    WordGroup([.verb], "improve", "改善 最適化 強化"),
    WordGroup([.verb], "reduce", "削減 短縮 縮小"),
    WordGroup([.verb], "save", "保存"),
    WordGroup([.verb], "send", "送信 送付"),
    WordGroup([.verb], "integrate", "連携 統合"),
    WordGroup([.verb], "import", "取り込み インポート 取込"),
    WordGroup([.verb], "export", "出力 エクスポート 書き出し"),
    WordGroup([.verb], "separate", "分割 分離"),
    WordGroup([.verb], "measure", "計測 測定"),
    WordGroup([.works], "work", "動作 稼働 動き 動か"),
    WordGroup([.check], "build", "ビルド"),
  ]

  private static let markers: [WordGroup] = [
    WordGroup([.failure], "fail", "失敗"),
    WordGroup([.failure], "crash", "クラッシュ 落ち フリーズ"),
    WordGroup([.failure], "broken", "壊れ 崩れ"),
    WordGroup([.failure, .undone], "incomplete", "未完了 未完成 未実装 未解決"),
    WordGroup([.trouble], "error", "エラー"),
    WordGroup([.trouble], "exception", "例外"),
    WordGroup([.trouble], "warning", "警告"),
    WordGroup([.trouble], "problem", "問題 不具合 バグ 欠陥 障害"),
    WordGroup([.trouble], "missing", "欠落 漏れ 抜け 不足"),
    WordGroup([.trouble], nil, "不一致 タイムアウト"),
    WordGroup([.occur], "occur", "発生 残って 残り 残る 出て 出る 出 あります 見つか 起き 生じ"),
    WordGroup([.blocked], "blocked", "ブロック ブロッカー"),
    WordGroup([.stopped], "stopped", "中断 停止 止まって 滞って ストップ"),
    WordGroup([.proceed], "proceed", "進められ 進め 続行 継続 進行 続けられ"),
    WordGroup([.wait], "wait", "待ち 待って 待機 待つ"),
    WordGroup([.escalate], "escalate", "エスカレーション エスカレート"),
    WordGroup([.need], "need", "必要"),
    WordGroup([.grant], "grant", "届い 届か 付与 発行 承認 回答 もらえ 返答 許可"),
    WordGroup([.resource], nil, "承認 権限 認証情報 アクセス権 許可 ライセンス アカウント 資格情報 アクセス キー"),
    WordGroup([.party], nil, "管理者 担当者 会社 部門 チーム 先方 ベンダー"),
  ]

  private static let things: [WordGroup] = [
    WordGroup([], "document", "ドキュメント 文書 資料"),
    WordGroup([], "database", "データベース"),
    WordGroup([], "screen", "画面 ページ"),
    WordGroup([], "production", "本番 本番環境"),
    WordGroup([], "staging", "ステージング ステージング環境"),
    WordGroup([], "unit", "単体"),
    WordGroup([], "message", "メッセージ"),
    WordGroup([], "login", "ログイン"),
    WordGroup([], "logout", "ログアウト"),
    WordGroup([], "button", "ボタン"),
    WordGroup([], "cache", "キャッシュ"),
    WordGroup([], "log", "ログ"),
    WordGroup([], "api", "ＡＰＩ"),
    WordGroup([], nil, "会員 登録 検索 一覧 通知 設定 予約 手順書 監視 操作 マニュアル 入力 チェック 機能"),
  ]
}
