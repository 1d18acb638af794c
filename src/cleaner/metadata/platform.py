"""Which frame a page stands in: the name of a platform from the pack that matched, the address, or the page's tags."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

_HOSTS: Final = {
    "mp.weixin.qq.com": "wechat", "new.qq.com": "qq", "news.qq.com": "qq", "view.inews.qq.com": "qq", "qq.com": "qq",
    "toutiao.com": "toutiao", "baijiahao.baidu.com": "baijiahao", "baike.baidu.com": "baidu-baike", "zhidao.baidu.com": "baidu-zhidao", "tieba.baidu.com": "baidu-tieba",
    "163.com": "netease", "sohu.com": "sohu", "sina.com.cn": "sina", "sina.cn": "sina", "weibo.com": "weibo", "ifeng.com": "ifeng", "eastmoney.com": "eastmoney",
    "guba.eastmoney.com": "eastmoney", "xueqiu.com": "xueqiu", "zhihu.com": "zhihu", "zhuanlan.zhihu.com": "zhihu", "douban.com": "douban", "jianshu.com": "jianshu",
    "csdn.net": "csdn", "blog.csdn.net": "csdn", "cnblogs.com": "cnblogs", "juejin.cn": "juejin", "segmentfault.com": "segmentfault", "oschina.net": "oschina", "36kr.com": "36kr",
    "huxiu.com": "huxiu", "niaogebiji.com": "niaogebiji", "thepaper.cn": "thepaper", "jiemian.com": "jiemian", "caixin.com": "caixin", "people.com.cn": "people", "xinhuanet.com": "xinhua",
    "news.cn": "xinhua", "cctv.com": "cctv", "chinanews.com.cn": "chinanews", "chinanews.com": "chinanews", "gmw.cn": "gmw", "china.com.cn": "china-com-cn", "youth.cn": "youth",
    "huanqiu.com": "huanqiu", "guancha.cn": "guancha", "bilibili.com": "bilibili", "xiaohongshu.com": "xiaohongshu", "360kuai.com": "360kuai", "hexun.com": "hexun", "stockstar.com": "stockstar",
    "udn.com": "udn", "ltn.com.tw": "ltn", "chinatimes.com": "chinatimes", "cna.com.tw": "cna", "ettoday.net": "ettoday", "setn.com": "setn", "tvbs.com.tw": "tvbs", "appledaily.com.tw": "appledaily",
    "nownews.com": "nownews", "storm.mg": "storm", "hk01.com": "hk01", "mingpao.com": "mingpao", "yahoo.com": "yahoo", "bbc.com": "bbc", "nytimes.com": "nytimes", "nhk.or.jp": "nhk",
}  # fmt: skip
"""Platforms by the host they are served from, the longest match first."""


def platform_of(url: str | None) -> str | None:
    """The platform that serves an address, `None` where it is no known one.

    >>> platform_of("https://www.163.com/dy/article/1.html")
    'netease'
    """
    if not url:
        return None
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    parts = host.split(".")
    for at in range(len(parts) - 1):
        name = _HOSTS.get(".".join(parts[at:]))
        if name:
            return name
    return None
