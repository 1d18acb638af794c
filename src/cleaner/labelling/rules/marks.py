"""The bits by which scanning, weighing and the loops between them mark characters, phrases and uses of phrases."""

SOLID, STOP, SPOKEN, COMMA = 1, 2, 4, 8
"""Of a character: a letter or digit, the end of a sentence, a mark of what is said, a comma."""
OPENS_WORD, CLOSES_WORD = 1, 2
"""Of a phrase: it begins, it ends with a Latin letter or a digit, which must not be part of a longer word."""
START, END, WHOLE, HEAD, TAIL, SAID = 1, 2, 4, 8, 16, 32
"""Of a use: it begins its line, ends it, is all of it as a button is; its line stands in the head, below the first prose.

`SAID`: a quotation mark or a full stop stands outside the line's core; it is an utterance or a sentence, no button.
"""
PAIRS = 0x10000
"""So many buckets hold phrases by their first two characters; behind them come those of phrases of one character."""
