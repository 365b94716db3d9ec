"""Money, clock, ids, errors, language, masking and text: the words every room uses.

Imports nothing of ours and nothing outside the standard library.
"""
