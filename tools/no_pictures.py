"""What a packed program has in place of `PIL.Image`, which is a megabyte.

reportlab and openpyxl import it, and ask of it only whether something is a picture. Nothing of ours
draws one, and of a workbook that somebody brings only the cells are read.
"""


class Image:
    """No object is one."""


def open(*_file: object) -> Image:  # noqa: A001 - Pillow's name
    """Refuses as Pillow does what it cannot read; openpyxl goes on without the picture."""
    raise OSError("pictures are not read")
