"""Rules: what words say about a line. Packs of phrases in TOML, one automaton over the folded text, evidence a line.

The names of this module are its public interface; `rule` is the vocabulary, `loading` turns packs into rules, `scanning`
finds phrases, `deciding` turns finds into decisions, `book` ties them together.
"""

from cleaner.labelling.rules.book import RuleBook
from cleaner.labelling.rules.rule import Pack, Rule
from cleaner.labelling.rules.weighing import RuleEvidence

__all__ = ["Pack", "Rule", "RuleBook", "RuleEvidence"]
