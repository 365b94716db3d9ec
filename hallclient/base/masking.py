"""Personal data as shown by default: on the clerk's screen, on paper, on the customer's screen.

Source: field rules 11 (个人信息保护法): resident number first 6 and last 4 on the clerk's
screen, last 4 only on paper and for the customer; mobile 138****0000; name first character;
permit first 2 and last 2.
"""


def mask_number(number: str) -> str:
    """A document number on the clerk's screen: `110000********1236`, `H0*****67`."""
    if len(number) >= 15:
        return number[:6] + "*" * (len(number) - 10) + number[-4:]
    if len(number) <= 4:
        return "*" * len(number)
    return number[:2] + "*" * (len(number) - 4) + number[-2:]


def last_four(number: str) -> str:
    """A document number on paper and on the customer's screen: `**1236`."""
    return "**" + number[-4:] if len(number) > 4 else "*" * len(number)


def mask_mobile(mobile: str) -> str:
    """`138****0000`."""
    return mobile[:3] + "****" + mobile[-4:] if len(mobile) >= 8 else "*" * len(mobile)


def mask_name(name: str) -> str:
    """`样**`: the first character stays."""
    return name[:1] + "*" * max(0, len(name) - 1)
