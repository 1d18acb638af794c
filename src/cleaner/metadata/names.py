"""Names of people and accounts: cutting a byline's value into them, and telling a person from an outlet."""

from __future__ import annotations

import functools
import re

from cleaner.reading.folding import fold

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白"
    "邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包"
    "宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫"
    "赖费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢"
    "劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙戈伏鹿薄邸雍辜羊阿乌"
    "鱼宿巨逯撖揭逄么亓公仉凤苍弓衣宰车郗慕练扶堵蔚越夔隆充步居衡耿弘松井谯伦嵇邴幸蓬钮嵩束干项暴钭厍茅印信战修线银回瑚闪牙邰别展党庹寸"
)
"""The first characters of most Chinese surnames, Simplified (matching is on folded text)."""
_COMPOUND = frozenset(
    "欧阳 上官 司马 司徒 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 东方 独孤 南宫 端木 百里 轩辕 西门 濮阳 申屠 太史 呼延 闻人 赫连 澹台 钟离 淳于 单于 拓跋 范姜 张简 欧陽".split()
)
_HAN = "\u3400-\u9fff\U00020000-\U0003134f々〇"
_CODE = re.compile(r"[a-z]{0,4}\d+\Z")
_PERSON = re.compile(rf"[{_HAN}]{{2,4}}\Z")
_DOTTED = re.compile(rf"[{_HAN}a-z.]{{1,12}}(?:·[{_HAN}a-z.]{{1,12}}){{1,4}}\Z")
_LATIN = re.compile(r"[a-z][a-z.'’-]*(?: [a-z][a-z.'’-]*){0,4}\Z")
_NOT_PEOPLE = frozenset(
    "北京 上海 广州 深圳 天津 重庆 香港 澳门 台北 高雄 台中 台南 新竹 南京 杭州 成都 武汉 西安 长沙 郑州 济南 青岛 苏州 宁波 厦门 福州 合肥 南昌 石家庄 太原 沈阳 大连"
    " 长春 哈尔滨 海口 贵阳 昆明 兰州 西宁 银川 南宁 拉萨 乌鲁木齐 呼和浩特 纽约 东京 伦敦 巴黎 华盛顿 江西 云南 安徽 广东 广西 江苏 浙江 山东 山西 河北 河南 湖北 湖南"
    " 四川 贵州 陕西 甘肃 青海 海南 福建 辽宁 吉林 黑龙江 内蒙古 新疆 西藏 宁夏 台湾 国际 全国 综合 时间 日期 来源 阅读 关注 评论 分享 收藏 点赞 举报 打印 字号 关闭 原创 转载 编辑"
    " 成功 公告 通知 文章 平台 权威 时政 文化 国内 文旅 时事 连线 金融 安全 包括 古诗 全文 路透 华为 易信 关于我 关怀版 滚动 和讯 安居客 时政 申请 关于 时评 祝福 温馨 舒适 符号 全景 和平 常见 安心 应用 公开 万能 高清 高考 中考 方便 包装 平安 简介 简体 繁体 项目 广告 成人 美食 花边 单位 水平 强势 都市 支持 国情 计划 相关 门户 步骤 居家 充值 付费 信息 战略 线上 线下 牙科 展开 展会 别墅 党建 党史 党政 高校 时装 尚品 童装 古玩 文玩 司法 商城 商业 商务 荣誉 经典 经济 景点 景区 解读 解说 游戏 路线 高铁 温度 鲁网 东网 何时 向上 向下 段落 空间 米兰 查询 明天 今天 昨天 明日 明年 鹿港".split()
)
_PLACES = tuple(
    "台北 新北 桃园 台中 台南 高雄 基隆 新竹 苗栗 彰化 南投 云林 嘉义 屏东 宜兰 花莲 台东 澎湖 金门 连江 马祖 北京 上海 广州 深圳 天津 重庆 香港 澳门 纽约 华盛顿 洛杉矶 旧金山 芝加哥"
    " 波士顿 休士顿 多伦多 温哥华 伦敦 巴黎 柏林 法兰克福 布鲁塞尔 日内瓦 罗马 维也纳 莫斯科 基辅 东京 大阪 首尔 曼谷 河内 胡志明市 雅加达 吉隆坡 新加坡 马尼拉 新德里 孟买 雪梨 悉尼 坎培拉"
    " 堪培拉 耶路撒冷 开罗 南京 杭州 成都 武汉 西安 长沙 郑州 济南 青岛 苏州 宁波 厦门 福州 合肥 南昌 石家庄 太原 沈阳 大连 长春 哈尔滨 海口 三亚 贵阳 昆明 兰州 西宁 银川 南宁 拉萨"
    " 乌鲁木齐 呼和浩特 惠州 东莞 佛山 珠海 无锡 常州 综合 广东 山东 湖南 湖北 四川 浙江 江苏 安徽 福建 江西 云南 贵州 河北 河南 山西 陕西 甘肃 海南 辽宁 吉林 黑龙江".split()
)
_ROLE = (
    r"(?:本[报网刊台社]|特约|首席|见习|实习|全媒体|高级|资深|特派|驻[\u3400-\u9fff]{1,4}|融媒体?)*"
    r"(?:记者|通讯员|实习生|评论员|撰稿人?|撰文|采访|采写|主笔|编译|编辑(?!部)|摄影|作者|执笔)"
)
_ROLES = re.compile(rf"{_ROLE}[:/|]?\s*")
_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]|<[^<>]{0,80}>")
_ID = re.compile(r"(?<=[\u3400-\u9fff])_[a-z0-9]+\Z|(?<![a-z])\s*[a-z]{1,4}\d{2,}\Z|\s+\d+\Z|(?<=[\u3400-\u9fff])_[^\s_]+\Z")
_TAIL = re.compile(r"(?:[/\s]+(?:文[/图摄]*(?:图|摄影?)?|图文)|(?:/|\s)*(?:报道|报导|综合报[道导]|(?:即时)?(?:综合)?报[道导]|编译|整理|撰稿|撰文|采写|摄影?|发自[\u3400-\u9fff]{2,6}))\s*\Z")
_SPLIT = re.compile(r"[、,;&|/,]|\s(?:and|与|和)\s")
_SPACE = re.compile(r"\s+")
_TITLED = re.compile(
    r"(?:研究员|教授|主任|部长|院长|所长|会长|记者|编辑|博士|主编|作家|评论员|分析师|律师|医师|医生|专家|院士|秘书长|书记|处长|司长|局长|总监|讲师|学者|先生|女士)"
    rf"\s*(?P<name>[{_HAN}]{{2,4}})\Z"
)
_MEDIA = re.compile(
    r"(?:[网报社台刊](?:网络版|电子版|客户端|新媒体|微博|融媒体?)?|新闻云?|新闻网|日报|周刊|杂志|电视|卫视|客户端|财经|科技|娱乐|体育|健康|音乐|汽车|时尚|教育|军事|在线|传媒|新?媒体|热线|融媒体?中心|"
    r"广播|通讯社?|观察者|出版社|中文网?|world|news|daily|times|post|tv|cctv\d*|快讯|头条|.报.?[财体娱科].)\Z"
)
_BODY = re.compile(r"(?:历史|文化|旅游|频道|发布|政务|研究[院所]|中心|编辑部|公众号|综合|公司|协会|学会|大学|学院|政府|委员会|[局厅委办]|股吧|专栏|号外|广场|[^\s]-财经)\Z")
_BRANDS = re.compile(
    r"新华|人民[网日]|央视|中新|光明|澎湃|界面|财新|虎嗅|36氪|钛媒体|雷锋|果壳|新浪|搜狐|网易|腾讯|凤凰|联合报|中时|中央社|东森|tvbs|ettoday|三立|民视|鉅亨|钜亨|风传媒|镜周刊|"
    r"ctwant|之家|zol|it168|cnbeta|pchome|pconline|太平洋电脑|太平洋汽车|快科技|硅谷|bbc|法新|路透|美联|德国之声|nownews|newtalk|yahoo|华尔街|彭博|第一财经|财联社|环球|参考消息|南方|北青|新京|经济观察|证券|每经|每日经济|红星|封面|极目|"
    r"上观|文汇|大公|明报|星岛|苹果|自由时报|工商时报|经济日报|旺报|公视|华视|台视|中视|壹周刊|天下|商业周刊|今周刊|优活|香港电台|香港01"
)
_NO_OUTLET = frozenset("新闻 财经 科技 娱乐 体育 健康 音乐 汽车 时尚 教育 军事 电视 报 网 社 滚动新闻 国内新闻 国际新闻 社会新闻 热点新闻 最新新闻 相关新闻 头条 要闻 快讯 在线 杂志 周刊 中文 中文网 news tv 广播 媒体 客户端".split())
_TITLED_VALUE = re.compile(r"研究员|教授|主任|部长|院长|所长|会长|博士|院士|秘书长|司长|局长")
_TRIM = " \t\u3000\xa0\n:：|/\\·-—_,，、;；。.…()（）[]【】<>〈〉《》「」『』〔〕\"“”'‘’*★☆◎○●□■▲△▼◆◇※→>»«+~＿︱｜丨／╱＞\u200b\ufeff"


@functools.lru_cache(maxsize=4096)
def low(text: str) -> str:
    """A short value folded; the same few outlets and names come again and again."""
    return fold(text)


def trim(text: str) -> str:
    """A value without the white space, brackets, separators and pictographs around it."""
    start, end = 0, len(text)
    while start < end and _is_trimmed(text[start]):
        start += 1
    while end > start and _is_trimmed(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_trimmed(char: str) -> bool:
    return char in _TRIM or 0x1F000 <= ord(char) <= 0x1FAFF or 0x2600 <= ord(char) <= 0x27BF or 0xFE00 <= ord(char) <= 0xFE0F


def is_person(folded: str) -> bool:
    """Whether a folded token reads as one person's name: a Chinese surname first, a middle dot, or Latin words.

    >>> is_person("张小明"), is_person("弗拉基米尔·普京"), is_person("新华社")
    (True, True, False)
    """
    if _PERSON.match(folded):
        if folded in _NOT_PEOPLE or is_outlet(folded):
            return False
        return folded[:2] in _COMPOUND or (folded[0] in _SURNAMES and (len(folded) < 4 or folded[1] in _SURNAMES))
    return bool(_DOTTED.match(folded))


def is_latin_name(folded: str) -> bool:
    """Whether a folded token is two to five Latin words, or one of at least three letters."""
    return len(folded) >= 3 and bool(_LATIN.match(folded)) and not _MEDIA.search(folded)


def is_outlet(folded: str) -> bool:
    """Whether a folded token reads as a newspaper, site, agency or other publisher."""
    return len(folded) >= 2 and (is_media(folded) or bool(_BODY.search(folded)))


def is_media(folded: str) -> bool:
    """Whether a folded token reads as a news outlet, which may be credited without the word 来源."""
    return len(folded) >= 2 and folded not in _NO_OUTLET and (bool(_MEDIA.search(folded)) or bool(_BRANDS.search(folded)))


def is_place(folded: str) -> bool:
    """Whether a folded token is a city or a province that datelines name."""
    return folded in _NOT_PEOPLE or folded in _PLACES


def people(text: str, folded: str, *, strict: bool = False) -> tuple[str, ...]:
    """The names in a byline's value: `text` as the page has it, `folded` as long, in the form that patterns see.

    Role words, user ids, counts and bracketed notes are dropped. With `strict`, only what reads as a person is kept,
    otherwise desks and account names are too.

    >>> people("记者 张三 李四", "记者 张三 李四")
    ('张三', '李四')
    """
    text, folded = _without(text, folded, _BRACKETS)
    titled = _TITLED.search(folded.rstrip()) if len(folded) > 14 and _TITLED_VALUE.search(folded) else None
    if titled and is_person(titled["name"]):
        return (text[slice(*titled.span("name"))],)
    found: list[str] = []
    for start, end in _pieces(_ROLES, folded):
        for low, high in _pieces(_SPLIT, folded[start:end]):
            found += _tokens(text[start + low : start + high], folded[start + low : start + high], strict=strict)
    if len(found) > 3 and not any(is_person(low(name)) or is_latin_name(low(name)) for name in found):
        return ()  # a sentence cut at its commas
    return tuple(dict.fromkeys(found))


def _pieces(pattern: re.Pattern[str], folded: str) -> list[tuple[int, int]]:
    """The stretches between the matches."""
    at, out = 0, []
    for match in pattern.finditer(folded):
        out.append((at, match.start()))
        at = match.end()
    return [*out, (at, len(folded))]


def _without(text: str, folded: str, pattern: re.Pattern[str]) -> tuple[str, str]:
    """Both strings with the matches blanked, still equally long."""
    for match in pattern.finditer(folded):
        blank = " " * (match.end() - match.start())
        text = text[: match.start()] + blank + text[match.end() :]
        folded = folded[: match.start()] + blank + folded[match.end() :]
    return text, folded


def _tokens(text: str, folded: str, *, strict: bool) -> list[str]:
    """The names in a piece that holds no other separator than white space."""
    text, folded = _shorten(text, folded)
    if not text:
        return []
    words = _words(text, folded)
    if len(words) > 1:
        named = [word for word, plain in _join_spaced(words) if is_person(plain)]
        if all(_short_han(plain) for _, plain in words):
            others = [word for word, plain in _join_spaced(words) if not is_place(plain)]
            keep = named if strict or named or len(others) > 3 else others
            return [word for word in keep if len(word) > 1]
        if named:
            return named
    return _single(text, folded, strict=strict)


def _single(text: str, folded: str, *, strict: bool) -> list[str]:
    titled = _TITLED.search(folded)
    if titled and len(folded) > 5 and is_person(titled["name"]):
        return [text[titled.start("name") : titled.end("name")]]
    if is_person(folded) or is_latin_name(folded):
        return [text]
    last = folded.rpartition(" ")[2]
    if last != folded and is_person(last) and is_outlet(folded.split(" ")[0]):
        return [text[-len(last) :]]
    if strict or not 1 < len(text) <= 24 or _CODE.match(folded) or folded in _NOT_PEOPLE or folded.isdigit() or "http" in folded or "www." in folded:
        return []
    return [text]


def _shorten(text: str, folded: str) -> tuple[str, str]:
    """Without ids, trailing role words and outer punctuation."""
    for _ in range(4):
        kept = trim(text)
        start = text.find(kept)
        text, folded = kept, folded[start : start + len(kept)]
        match = _ID.search(folded) or _TAIL.search(folded)
        if not match or not match.start():
            break
        text, folded = text[: match.start()], folded[: match.start()]
    return text, folded


def _words(text: str, folded: str) -> list[tuple[str, str]]:
    return [(text[a:b], folded[a:b]) for a, b in _pieces(_SPACE, folded) if b > a]


def _short_han(folded: str) -> bool:
    return len(folded) <= 4 and all("\u3400" <= char <= "\u9fff" for char in folded)


def _join_spaced(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """"方 敏" is one name, spread to the width of three characters."""
    out: list[tuple[str, str]] = []
    at = 0
    while at < len(words):
        if len(words[at][1]) == 1 and at + 1 < len(words) and len(words[at + 1][1]) == 1:
            out.append((words[at][0] + words[at + 1][0], words[at][1] + words[at + 1][1]))
            at += 2
        else:
            out.append(words[at])
            at += 1
    return out


def without_place(folded: str) -> int:
    """How many characters of a reporter's run are the name, before the glued place: 3 of 洪学广高雄."""
    for place in _PLACES:
        if folded.endswith(place) and len(folded) - len(place) >= 2:
            return len(folded) - len(place)
    return len(folded)
