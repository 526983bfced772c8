/// The words by which Chinese phrases are told apart, in simplified characters.
enum ChineseWords {
  /// What may stand before the verb.
  static let polite: WordList =
    "请 麻烦 帮我 帮忙 你 您 我们 我 需要 要 先 再 并且 并 最后 最终 也 还 首先 另外 同时 接着 随后 重新 记得 务必 可以 能否 能不能"
  /// What begins a condition, a reason, a greeting.
  static let asides: WordList =
    "如果 若 当 由于 因为 为了 假如 要是 只要 除非 虽然 但是 但 而 即使 例如 比如 包括 尤其 特别是 你好 您好 谢谢 在"
  /// What stands before that which something is done to; the verb follows it.
  static let movers: WordList = "把 将 给 对 为 让 使"

  /// In a request these begin a task.
  static let verbs: WordList = """
    更新 补充 发布 修复 修正 修改 添加 新增 增加 删除 移除 去掉 去除 优化 改进 改善 重构 编写 撰写 实现 开发 设计 部署 上线 配置
    设置 设定 调整 统一 检查 核对 核查 确认 验证 校验 测试 运行 执行 重启 启动 停止 停用 启用 关闭 打开 开启 禁用 备份 恢复 还原
    回滚 迁移 升级 降级 安装 卸载 导出 导入 清理 清空 清除 整理 合并 拆分 分离 替换 更换 切换 创建 新建 建立 生成 制作 构建 编译
    打包 推送 提交 拉取 上传 下载 同步 转换 翻译 压缩 解压 缩短 缩小 扩大 扩展 延长 提高 提升 降低 减少 限制 禁止 允许 支持 接入
    集成 对接 引入 采用 排查 调查 分析 定位 解决 处理 跟进 记录 统计 汇总 收集 采集 提取 抓取 比较 对比 评估 审查 审核 复查 监控
    完善 完成 准备 安排 规划 制定 编辑 改写 重写 重命名 改名 移动 搬迁 通知 告知 回复 发送 分享 展示 显示 隐藏 说明 解释 描述
    注释 标记 标注 归档 锁定 解锁 授权 签名 加密 解密 初始化 格式化 标准化 自动化 缓存 预加载 加固 加快 加速 精简 简化 美化 适配
    兼容 封装 抽取 抽象 绑定 解绑 申请 续期 轮换 停掉 改成 改为 换成 删掉 写 修 查 改 加上 画 跑 测 建 调
    截图 汇入 汇出 产生 连接 套用 储存 载入 建置 检视 回报 串接 补上 支援 扩充 关掉 加入 排除 变更 汇整 查询 轮替 核准 列出 找出
    """

  /// What joins nouns.
  static let conjunctions: WordList = "和 与 及 或 以及"

  /// Verbs that names of things begin with.
  static let nominal: WordList = "更新 测试 下载 上传 说明 通知 设置 配置 统计 记录 监控 发布 显示 支持 处理 审核"

  /// What names a thing together with the verb before it: `搜索页`, `测试环境`.
  static let heads: WordList =
    "页 表 框 栏 按钮 功能 接口 模块 流程 时间 日期 状态 环境 操作 权限 说明 日志 记录 失败 成功 人 者 器 率 量 、 和 与 或"

  /// Verbs that name things as often: `清空缓存`.
  static let things: WordList = "缓存 配置 设置 记录 说明 注释 通知 测试 统计"
}
