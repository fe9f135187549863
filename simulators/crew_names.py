"""Fictional names for crews: a family name and a given name drawn apart, so that no real list is copied."""

import numpy as np

FAMILY_NAMES = "陈林王张李郑周吴徐何朱胡俞沈钱章史纪任叶金蒋柯邱卢余励韩葛石潘翁"
GIVEN_FIRST = "阿国建海永志明伟兴根善福长水良正友德金宝新平忠文大小"
GIVEN_SECOND = "明平军波强定华龙根法林祥成富方荣宏斌康裕江洋帆生宁泉"


def person_name(rng: np.random.Generator) -> str:
    """Return a name drawn from the generator."""
    parts = (FAMILY_NAMES, GIVEN_FIRST, GIVEN_SECOND)
    return "".join(str(part[int(rng.integers(len(part)))]) for part in parts)
