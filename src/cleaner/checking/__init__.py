"""The data check: chrome left in text that should be clean.

`scan` finds phrases, `lines` judges whole lines by the rule packs, `residue` finds what is glued to a sentence, and `findings`
ties them together. `files` and `records` read the formats, `fixing` takes out what was found, `session` and `command` run it.
"""
