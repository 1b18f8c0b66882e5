"""Is a word a Vietnamese syllable? By spelling alone: onset, rime and which tones a closing p, t, c, ch allows."""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền sắc ngã hỏi nặng
_STOPPED_TONES = "\u0301\u0323"

_ONSETS = "b ch c d đ gh gi g h kh k l m ngh ng nh n ph p r s th tr t v x"
# Without their tones.
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êng êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uơ uôc uôi uôm uôn uông uôp uôt up ut
uy uya uych uyên uyêt uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu ynh yt
"""
_AFTER_QU = "a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây âu e en eo et ê ên êt êu it ich inh i y"
_AFTER_QU += " yên yêt ynh yt yu ơ ơn ơt ôc"
_AFTER_GI = "n m"  # gìn, gim; other rimes follow gi as they follow any onset

SHAPES = frozenset(  # every syllable without its tone
    [onset + rime for onset in ("", *_ONSETS.split()) for rime in _RIMES.split()]
    + ["qu" + rime for rime in _AFTER_QU.split()]
    + ["gi" + rest for rest in ("", *_AFTER_GI.split())]
)
STOPPED = re.compile(r"(p|t|c|ch)$")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """`quận`, `Quận` and `QUẬN` are; `quậN`, `quan.`, `laïc` are not."""
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    tones = ""
    shape = []
    for c in unicodedata.normalize("NFD", word.lower()):
        if c in _TONES:
            tones += c
        else:
            shape.append(c)
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(shape))
    return bare in SHAPES and (not tones or tones in _STOPPED_TONES or not STOPPED.search(bare))
