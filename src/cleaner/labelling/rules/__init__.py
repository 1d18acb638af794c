"""Rules: what words say about a line. Packs of phrases in TOML, one pass over the folded text, evidence a line.

The names of this module are its public interface; `rule` is the vocabulary, `loading` turns packs into rules, `scanning`
finds phrases, `weighing` turns finds into evidence, `deciding` into decisions, both by way of `loops`; `book` ties them
together.
"""

from cleaner.labelling.rules.book import RuleBook
from cleaner.labelling.rules.rule import Pack, Rule
from cleaner.labelling.rules.weighing import RuleEvidence

__all__ = ["Pack", "Rule", "RuleBook", "RuleEvidence"]
