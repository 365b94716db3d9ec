"""Personal data is masked by default, and a mask never shows more than it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.masking import last_four, mask_mobile, mask_name, mask_number


@pytest.mark.duty("S3-AG-05")
@pytest.mark.parametrize(
    ("masked", "shown"),
    [
        (mask_number("110000198802291236"), "110000********1236"),
        (mask_number("H01234567"), "H0*****67"),
        (mask_number("AB12"), "****"),
        (last_four("110000198802291236"), "**1236"),
        (last_four("1234"), "****"),
        (mask_mobile("13800000000"), "138****0000"),
        (mask_mobile("1380"), "****"),
        (mask_name("样例甲"), "样**"),
        (mask_name(""), ""),
    ],
)
def test_the_masks_of_the_field_rules(masked: str, shown: str) -> None:
    assert masked == shown


@pytest.mark.duty("S3-AG-05")
@given(st.text(alphabet="0123456789X", min_size=5, max_size=18))
def test_a_masked_number_hides_at_least_what_tells_people_apart(number: str) -> None:
    hidden = mask_number(number).count("*")
    assert hidden == (len(number) - 10 if len(number) >= 15 else len(number) - 4)
    assert hidden > 0
