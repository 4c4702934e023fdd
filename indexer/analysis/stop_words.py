"""Words that ask nothing by themselves. They stay in queries and indexes ("how to" is in titles for a reason);
a query of nothing else is not a question, whoever typed it: `AND OR NOT`, `' OR '1'='1`.
"""

from collections.abc import Mapping
from types import MappingProxyType

_ENGLISH = (
    "a an and are as at be been but by did do does for from had has have he her him his i if in into is it its me my "
    "no nor not of on or our she so than that the their them then there these they this those to too us was we were "
    "will with would you your"
)

# By primary language subtag; languages without a list have none. Chinese is typed with English words among it.
STOP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "en": _ENGLISH,
        "zh": _ENGLISH
        + " 的 了 吗 呢 吧 啊 呀 嗯 哦 是 在 有 和 与 或 及 也 都 就 不 没 很 这 那 我 你 您 他 她 它 我们 你们 他们",
        "es": "a al con de del el ella en es la las lo los no o para pero por que se sin su sus un una y",
        "de": "aber als am an auf das dem den der des die ein eine einen einer es für ich im in ist mit nicht oder "
        "sie und von zu zum zur",
        "fr": "au aux ce ces dans de des du elle en et il ils je la le les mais ne nous on ou par pas pour que qui "
        "se sur un une vous",
        "pt": "a ao as com da das de do dos e em ela ele eu mas na não nas no nos o os ou para por que se um uma",
        "ru": "а в во вы да для до за и из или к как мы на не но о он она они от по с со так то ты у что я",
    }
)
