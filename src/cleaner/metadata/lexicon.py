"""Word lists: who can be a person, what is a place, a section or nobody. All Simplified, for matching is on folded text."""

from __future__ import annotations

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def any_of(words: frozenset[str]) -> str:
    """The words as alternatives of a pattern, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟"
    "熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒"
    "阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫赖费卜冷晏席"
    "卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼"
    "盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙戈伏鹿薄邸雍辜羊阿乌鱼宿巨逯撖揭逄么亓公仉"
    "凤苍弓衣宰郗慕扶堵蔚越夔隆充步居衡弘松谯伦嵇邴幸蓬钮嵩束干暴钭厍茅印信战修线银回瑚闪牙邰别展庹寸"
)
"""The first characters of most Chinese surnames."""

COMPOUND_SURNAMES: Final = _words("""
欧阳 上官 司马 司徒 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 东方 独孤 南宫 端木 百里 轩辕 西门 濮阳 申屠 太史 呼延 闻人
赫连 澹台 钟离 淳于 单于 拓跋 范姜 张简 欧陽
""")
"""Surnames of two characters."""

PLACES: Final = _words("""
台北 新北 桃园 台中 台南 高雄 基隆 新竹 苗栗 彰化 南投 云林 嘉义 屏东 宜兰 花莲 台东 澎湖 金门 连江 马祖 北京 上海 广州 深圳
天津 重庆 香港 澳门 纽约 华盛顿 洛杉矶 旧金山 芝加哥 波士顿 休士顿 多伦多 温哥华 伦敦 巴黎 柏林 法兰克福 布鲁塞尔 日内瓦 罗马
维也纳 莫斯科 基辅 东京 大阪 首尔 曼谷 河内 胡志明市 雅加达 吉隆坡 新加坡 马尼拉 新德里 孟买 雪梨 悉尼 坎培拉 堪培拉 耶路撒冷
开罗 南京 杭州 成都 武汉 西安 长沙 郑州 济南 青岛 苏州 宁波 厦门 福州 合肥 南昌 石家庄 太原 沈阳 大连 长春 哈尔滨 海口 三亚
贵阳 昆明 兰州 西宁 银川 南宁 拉萨 乌鲁木齐 呼和浩特 惠州 东莞 佛山 珠海 无锡 常州 综合 广东 山东 湖南 湖北 四川 浙江 江苏
安徽 福建 江西 云南 贵州 河北 河南 山西 陕西 甘肃 海南 辽宁 吉林 黑龙江
""")
"""Places that datelines glue to a reporter's name."""

NOT_PEOPLE: Final = _words("""
干货 广播 广场 方法 方案 程序 程度 路由 路径 高级 高手 高端 全文 全部 全集 时尚 时光 明星 明细 平台 平均 金融 金币 金额 石油 温泉 马上 马甲 白银 白酒 黄金 黄页 安装 安卓 安心 关注 关键 关闭 应聘 应届 应急 项目 成员 成绩 成交 查看 计算 计算机 简讯 简评 单机 单页 车型 车市 车险 房贷 房源 景观 解决 解析 连载 向导 文学 文章 文库 施工 祝贺 水果 雷达 贺电 顾问 郎酒 常见 常用 常识 相册 相亲 云盘 云计算 容器 初中 初级 敬请 来电 来信 来稿
北京 上海 广州 深圳 天津 重庆 香港 澳门 台北 高雄 台中 台南 新竹 南京 杭州 成都 武汉 西安 长沙 郑州 济南 青岛 苏州 宁波 厦门
福州 合肥 南昌 石家庄 太原 沈阳 大连 长春 哈尔滨 海口 贵阳 昆明 兰州 西宁 银川 南宁 拉萨 乌鲁木齐 呼和浩特 纽约 东京 伦敦 巴黎
华盛顿 江西 云南 安徽 广东 广西 江苏 浙江 山东 山西 河北 河南 湖北 湖南 四川 贵州 陕西 甘肃 青海 海南 福建 辽宁 吉林 黑龙江
内蒙古 新疆 西藏 宁夏 台湾 国际 全国 综合 时间 日期 来源 阅读 关注 评论 分享 收藏 点赞 举报 打印 字号 关闭 原创 转载 编辑
成功 公告 通知 文章 平台 权威 时政 文化 国内 文旅 时事 连线 金融 安全 包括 古诗 全文 路透 华为 易信 关于我 关怀版 滚动 和讯
安居客 申请 关于 时评 祝福 温馨 舒适 符号 全景 和平 常见 安心 应用 公开 万能 高清 高考 中考 方便 包装 平安 简介 简体 繁体
项目 广告 成人 美食 花边 单位 水平 强势 都市 支持 国情 计划 相关 门户 步骤 居家 充值 付费 信息 战略 线上 线下 牙科 展开 展会
别墅 党建 党史 党政 高校 时装 尚品 童装 古玩 文玩 司法 商城 商业 商务 荣誉 经典 经济 景点 景区 解读 解说 游戏 路线 高铁 温度
鲁网 东网 何时 向上 向下 段落 空间 米兰 查询 明天 今天 昨天 明日 明年 鹿港
""")
"""Places, and words of interfaces, that begin like a surname."""

NO_OUTLET: Final = _words("""
腾讯qq qq空间 腾讯朋友 新浪博客 搜狐博客 网易博客 凤凰博客
新浪微博 腾讯微博 网易微博 搜狐微博 新浪 腾讯 搜狐 网易 豆瓣 豆瓣网 人人网 开心网 百度贴吧 朋友网 微信网 网易云音乐 新浪网友 网易网友 凤凰网友 搜狐网友
播报 海报 汇报 简报 通报 预报 日报 月报 电报 举报 年报 快报 情报 周报 晚报 早报 申报 填报 上报 回报 警报 战报 看台 平台 后台 前台 讲台 阳台 舞台 电台 广播电台
新闻 财经 科技 娱乐 体育 健康 音乐 汽车 时尚 教育 军事 电视 报 网 社 滚动新闻 国内新闻 国际新闻 社会新闻 热点新闻 最新新闻
相关新闻 头条 要闻 快讯 在线 杂志 周刊 中文 中文网 news tv 广播 媒体 客户端
""")
"""Words that outlets end with, standing alone."""

NOBODY: Final = _words("""
倒序 正序 楼主 匿名用户
佚名 未知 不详 匿名 网络 本站 管理员 小编 编辑 原创 无 互联网 转载 其他 其它 admin 本站编辑 网友 作者 投稿 nan null
none 编辑部 暂无 本站原创 网络转载 来源 记者
""")
"""What stands after 作者 where nobody is named."""

NOWHERE: Final = _words("""
未知 不详 原创 转载 其他 其它 无 暂无 nan null none 作者 本站原创 网友投稿 网络收集 admin
""")
"""What stands after 来源 where no outlet is named."""

SECTIONS: Final = _words("""
亲密关系 旅行 职场 心理 育儿 摄影 电影 音乐 数据 视频 图片 直播 问答 话题 讨论 求助 分享 教程 笔记 其他 未分类 默认分类
时事 社会 生活 国际 国内 政治 财经 教育 科技 娱乐 体育 健康 旅游 美食 文化 军事 房产 汽车 评论 观点 专栏 经济 产业 地方 两岸
港闻 即时 要闻 热门 焦点 新闻 时尚 星座 历史 数码 游戏 动漫 读书 情感 随笔 日记 职场 理财 股市 证券 基金 保险 银行 环球 综合
深度 人物 特稿 副刊 艺文 影剧 运动 家居 亲子 宠物 法治 民生 时政
""")
"""Names of sections, which stand beside dates as bylines do."""

INTERFACE_STARTS: Final = _words("""
据 专栏 分类 共有 ta的 赞赏 打赏 觉得 posted 滚动 标题 看板 声望 徽章 等级 积分 粉丝 任何 小程序 海报 朋友圈 空间 链接
二维码 小时 发消息 倒序 正序 在线时间 只看 电梯 主题 帖子 金币 威望 github gitee 收录于 合集 ip 邮箱 初级 中级 高级
特写 专访 独家 组图 图集 匿名 来自 发布于 发表于 举报 分享 原创 收藏 点赞 推荐 http 已付费 订阅 首页 正文 打印 纠错 我要
返回 阅读 浏览 点击 评论 播放 热度 人气 参与 转发 复制 关闭 下载 登录 注册 搜索 更多 展开 全文 专题 查看 发表 回复 回应 引用
转寄 列印 讨论 小字 大字 默认 较大 字级 调整 听 语音 扫 手机 客户端 微信 微博 qq 已有 更新 最后 首次 时间 日期 来源 作者
编辑 记者 标签 栏目 频道 位置 当前 本文 文章 阅读量 星期 上午 下午 官方 认证 facebook twitter share print
text rss post reply correspondent 责任 版权 声明 暂无 网友 条 视频 广告 赞助 app 开启 打开 加入 追踪
追蹤 免费 立即 北京时间 内容 朝代 上一 下一
""")
"""What words beside a date begin with that name nobody: buttons, counts, fields."""

INTERFACE_WHOLE: Final = _words("""
楼主 快讯 直播 观点 t
""")
"""The same, where only the whole word is one."""

INTERFACE_ENDS: Final = _words("""
条评论 人评论 人参与 跟贴 次阅读 浏览 官方账号 频道 首页 打印 认证专家 认证企业 收录该内容 创作者 作家 达人 博主 个回答 发布 修改
记者 事记者 正文 专题 评论 阅读 字 于
""")
"""What such words end with."""
