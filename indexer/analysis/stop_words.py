"""Words that ask nothing by themselves. They stay in queries and indexes ("how to" is in titles for a reason), but do
not support a match; a query of nothing else is not a question, whoever typed it: `AND OR NOT`, `' OR '1'='1`.
"""

from collections.abc import Mapping
from types import MappingProxyType

_ENGLISH = (
    "a an and are as at be been but by did do does for from had has have he her him his i if in into "
    "is it its me my no nor not of on or our she so than that the their them then there these they "
    "this those to too us was we were will with would you your about after again all also any anyone "
    "because before can could every get gets getting give got how just know let like many may might "
    "more most much need now one only other please same should some someone still such tell thing "
    "thanks things until up very want what when where which while who why without hello hi hey"
)

# By primary language subtag; languages without a list have none. English words are typed among all others.
STOP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "en": _ENGLISH,
        "zh": (
            _ENGLISH + " 的 了 吗 呢 吧 啊 呀 嗯 哦 "
            "是 在 有 和 与 或 及 也 都 就 不 没 很 这 那 我 你 您 他 她 它 我们 你们 他们 怎么 怎么样 怎么办 "
            "怎样 咋 咋办 咋样 如何 什么 啥 为什么 为何 凭什么 哪 哪里 哪儿 哪个 多少 多久 几 谁 何时 可以 能 "
            "能否 能不能 可不可以 会 会不会 要 要不要 想 请 请问 需要 应该 一下 一个 一直 有没有 是不是 还 "
            "还是 又 再 被 把 给 到 从 让 对 向 于 但 但是 如果 的话 这个 那个 这样 那样 已经 然后 因为 所以 "
            "才 只 么 嘛 得 地 着 过 多长时间 教程 流程 步骤 方法 你好 您好 哈喽 谢谢 "
            "咗 冇 俾 畀 唔 嘅 系 啲 边 边度 点 点样 点解 几时 佢 喺 嚟 咁 嗰 噉 啦 喎 嘢 乜 咩"
        ),
        "ja": (
            _ENGLISH + " "
            "の は が を に で と も か な へ や から まで より です ます する した して しない いる ある "
            "ない なる どう どこ いつ なぜ 何 どの どれ この その あの これ それ よう ため 場合 こと もの "
            "とき 方法 こんにちは"
        ),
        "ko": (
            _ENGLISH + " "
            "은 는 이 가 을 를 에 의 도 로 으로 와 과 에서 어떻게 무엇 무슨 왜 언제 어디 어디서 얼마나 얼마 "
            "하나요 되나요 있나요 해야 하는 방법 하면 안 못 좀 그 저 제 내 수 할 때 안녕하세요 "
            "돼요 되요 어요 아요 해요 나요 까요 세요 네요 데요 대요 습니 니다 합니 됩니 되면 어떡 떡해 인데 는데 은데 "
            "지만 려면 해서 어서 아서 하고 되고 하지 되지"
        ),
        "ar": (
            _ENGLISH + " "
            "في من على إلى الى عن مع هل ما ماذا كيف متى أين اين لماذا كم هذا هذه ذلك التي الذي أن ان إن لا لم "
            "لن أو او ثم قد كان هو هي أنا انا لي بي له ليش وين وش شو عشان بعد قبل كل أي اي يمكن هناك عند عندي"
        ),
        "es": (
            _ENGLISH + " "
            "cómo como qué cuál cuáles cuándo cuánto cuánta cuántos dónde quién hay he ha puedo puede hacer "
            "hago me te mi tu si ya muy más esto eso este esta está estoy es son ser a al con de del el ella "
            "en la las lo los no o para pero por que se sin su sus un una y"
        ),
        "de": (
            _ENGLISH + " "
            "aber als am an auf das dem den der des die ein eine einen einer es für ich im in ist mit nicht "
            "oder sie und von zu zum zur"
        ),
        "fr": (
            _ENGLISH + " "
            "au aux ce ces dans de des du elle en et il ils je la le les mais ne nous on ou par pas pour que "
            "qui se sur un une vous"
        ),
        "pt": ("a ao as com da das de do dos e em ela ele eu mas na não nas no nos o os ou para por que se um uma"),
        "ru": _ENGLISH
        + " "
        + "а в во вы да для до за и из или к как мы на не но о он она они от по с со так то ты у что я",
    }
)
