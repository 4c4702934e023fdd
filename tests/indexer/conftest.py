"""A small help centre in two languages, indexed, for the tests of searching."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pytest

from indexer.engines.whoosh import WhooshEngine
from indexer.finding import Finder
from indexer.model import IndexDocument
from indexer.search import Searcher
from indexer.thesaurus import TermWords, Thesaurus, analyses_for
from kb.locales import Locale

ZH, HANT, EN = Locale("zh-Hans"), Locale("zh-Hant"), Locale("en")

MakeSearcher = Callable[..., Searcher]
NO_TERMS: Mapping[str, Sequence[TermWords]] = MappingProxyType({})


def section(
    slug: str, title: str, text: str, *, heading: str = "", category: str = "help", keywords: str = ""
) -> IndexDocument:
    """A section for an index; `keywords` separated by commas."""
    words = tuple(word for word in keywords.split(",") if word)
    return IndexDocument(slug, heading or "_intro", category, title, heading, "", text, words)


CHINESE = (
    section("withdrawal-fees", "提现手续费是多少", "每笔提现收一次固定的手续费，提多提少都一样。", category="funds", keywords="矿工费,gas 费"),
    section("withdrawal-fees", "提现手续费是多少", "到账数量等于提现数量减去手续费。", heading="手续费怎么算", category="funds"),
    section("deposit-not-arrived", "充值未到账怎么办", "先在区块浏览器里查交易哈希，确认数不够就再等等。", category="funds"),
    section("kyc-verification", "怎么做身份认证", "在我的页面提交证件照片，通常一天内审完。", category="account", keywords="KYC,实名"),
    section("margin-trading", "杠杆交易规则", "借币交易要付利息，风险率过低会被强平。", category="trading"),
    section("account-locked", "账户被锁定了", "连续输错密码五次，账户会锁定两小时。", category="account"),
    section("api-keys", "API 密钥怎么管理", "创建密钥后请马上保存，它只显示一次。", category="api"),
)  # fmt: skip

ENGLISH = (
    section("withdrawal-fees", "Withdrawal fees", "Each withdrawal costs a fixed fee, however much you send.", category="funds"),
    section("kyc-verification", "How to verify your identity", "Submit a photo of your document; a review takes a day.", category="account"),
    section("network-names", "Networks and their names", "TRC20 is the name of TRON's token standard.", category="basics"),
)  # fmt: skip


@pytest.fixture
def make_searcher(tmp_path: Path) -> Iterable[MakeSearcher]:
    """Indexes documents by locale and opens them for searching, with terms where a test has some.

    Traditional Chinese and English read Simplified next.
    """
    opened = []

    def make(
        documents: Mapping[Locale, Iterable[IndexDocument]], terms: Mapping[str, Sequence[TermWords]] = NO_TERMS
    ) -> Searcher:
        analyses = analyses_for((ZH, HANT, EN), terms)
        indexes = {}
        for locale, sections in documents.items():
            WhooshEngine().write(tmp_path / locale.tag, sections, analyses[locale.tag])
            indexes[locale.tag] = WhooshEngine().open(tmp_path / locale.tag)
        opened.extend(indexes.values())
        return Searcher(Finder(indexes, lambda locale: () if locale == ZH else (ZH,), Thesaurus(terms, analyses)))

    yield make
    for index in opened:
        index.close()


@pytest.fixture
def searcher(make_searcher: MakeSearcher) -> Searcher:
    """The small help centre: Chinese in full, English in part, nothing in Traditional Chinese."""
    return make_searcher({ZH: CHINESE, EN: ENGLISH, HANT: ()})
