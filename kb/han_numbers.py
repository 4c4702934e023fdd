"""Numbers written in Han characters, as prose in Chinese and Japanese often has them."""

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = re.compile(f"[{''.join(_DIGITS)}{''.join(_UNITS)}]+")


def han_numbers(text: str) -> frozenset[int]:
    """Every whole number below ten thousand that a text writes in Han characters: 十六 is 16, 二百五十 is 250."""
    return frozenset(_value(match) for match in _NUMBER.findall(text))


def _value(number: str) -> int:
    total = digit = 0
    for char in number:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[char] if digit else _DIGITS[char]
    return total + digit
