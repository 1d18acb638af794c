# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, annotation_typing=False
"""The loops over a page's lines, the phrases on them and the rules that use these.

Compiled where there is a compiler, with the types of the `.pxd` beside this. Bounds are not checked then: every index
comes out of a loop's own range or out of an array that `scanning` or `weighing` made for the purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.labelling.rules.marks import (
    CLOSES_WORD,
    COMMA,
    END,
    HEAD,
    OPENS_WORD,
    PAIRS,
    SAID,
    SOLID,
    SPOKEN,
    START,
    STOP,
    TAIL,
    WHOLE,
)

if TYPE_CHECKING:
    from cleaner.labelling.rules.scanning import View, Views, Window

_PROSE_LENGTH = 20
_HEAD_PROSE = 3
"""A line is in the page's head while no more lines of prose than this stand above it."""


def outline(text: Views, window: Window, shape: Views, prose: int) -> int:
    """Set the cores and traits of a window's lines in an `Outline`.

    `text` is the kinds of the window's characters, and the places of stops, commas and quotation marks among them. `prose`
    lines of prose stand above the window; what comes back stand above the next.
    """
    kinds, marks = text
    offset, first, last = window
    starts, ends, core_starts, core_ends, traits = shape
    mark = 0
    for line in range(first, last):
        start, end = starts[line] - offset, ends[line] - offset
        core_start, core_end = start, end
        while core_start < end and not kinds[core_start] & SOLID:
            core_start += 1
        if core_start == end:  # nothing solid: the line is its own core
            core_start = start
        else:
            while not kinds[core_end - 1] & SOLID:
                core_end -= 1
        said, stops, commas = 0, 0, 0
        while mark < len(marks) and (line + 1 == last or marks[mark] < starts[line + 1] - offset):
            place = marks[mark]
            kind = kinds[place]
            if kind & SPOKEN and (place < core_start or place >= core_end):
                said = SAID
            if kind & STOP:
                stops += 1
            if kind & COMMA:
                commas += 1
            mark += 1
        core_starts[line], core_ends[line] = core_start + offset, core_end + offset
        traits[line] = said | (HEAD if prose <= _HEAD_PROSE else 0) | (TAIL if prose > 0 else 0)
        if end - start >= _PROSE_LENGTH and (stops > 0 or commas > 1):
            prose += 1
    return prose


def find(text: Views, window: Window, phrases: Views, shape: Views, finds: Views) -> int:
    """Set down as `Finds` the `Phrases` that stand at places of a text and lie within a line; how many there are.

    `text` is the code points, for each the bucket of what begins with it, and in order the places to look at. Of phrases
    at one place the longest comes first. Those that `finds` has no room for are only counted.
    """
    codes, pairs, places = text
    offset, line, last = window
    letters, begins, shorter, words, buckets = phrases
    starts, ends, _, _, _ = shape
    numbers, spots, lines = finds
    count = 0
    for row in range(len(places)):
        at = places[row]
        while line + 1 < last and starts[line + 1] <= offset + at:
            line += 1
        for single in range(2):
            bucket = PAIRS + (pairs[at] >> 8) if single else pairs[at]
            if buckets[bucket] == buckets[bucket + 1]:
                continue
            phrase = _longest(codes, at, buckets[bucket], buckets[bucket + 1], letters, begins, shorter)
            while phrase >= 0:
                end = at + begins[phrase + 1] - begins[phrase]
                if offset + end <= ends[line] and not _cuts_word(codes, at, end, words[phrase]):
                    if count < len(numbers):
                        numbers[count], spots[count], lines[count] = phrase, offset + at, line
                    count += 1
                phrase = shorter[phrase]
    return count


def _longest(  # noqa: PLR0913, PLR0917 - C takes arrays one by one
    codes: View, at: int, low: int, high: int, letters: View, begins: View, shorter: View
) -> int:
    """The longest of a bucket's phrases that stands at a place, -1 for none.

    The bucket is sorted. All of its phrases that stand there begin the last one that is not behind the text.
    """
    last, agreeing = -1, 0
    while low < high:
        middle = (low + high) // 2
        letter, end, place = begins[middle], begins[middle + 1], at
        while letter < end and place < len(codes) and letters[letter] == codes[place]:
            letter += 1
            place += 1
        if letter == end or (place < len(codes) and letters[letter] < codes[place]):
            last, agreeing, low = middle, place - at, middle + 1
        else:
            high = middle
    while last >= 0 and begins[last + 1] - begins[last] > agreeing:
        last = shorter[last]
    return last


def _cuts_word(codes: View, start: int, end: int, word: int) -> bool:
    """Whether a Latin word or a number goes on before or behind a phrase that begins or ends with one."""
    opened = word & OPENS_WORD != 0 and start > 0 and _latin(codes[start - 1])
    return opened or (word & CLOSES_WORD != 0 and end < len(codes) and _latin(codes[end]))


def _latin(code: int) -> bool:
    return 0x61 <= code <= 0x7A or 0x30 <= code <= 0x39


def weigh(finds: Views, uses: Views, rules: Views, shape: Views, weighed: Views) -> int:
    """Set down in `Weighed` what rules under their `Conditions` make of finds; how many `Uses` decide.

    The finds come in the order of the text. Only those uses count for which the conditions hold.
    """
    phrases, places, lines = finds
    first, target, length = uses
    label, longest, needs, decides, rank, counts = rules
    starts, ends, core_starts, core_ends, traits = shape
    hints, hinted, deciding, reach, covered = weighed
    count, last, best = 0, -1, 0
    for row in range(len(phrases)):
        phrase, start, line = phrases[row], places[row], lines[row]
        end, size = start + length[phrase], ends[line] - starts[line]
        if line != last:
            last, best = line, 0
            for number in range(len(reach)):
                reach[number] = covered[number] = 0
        met = _met(start - core_starts[line], end - core_ends[line], traits[line])
        for use in range(first[phrase], first[phrase + 1]):
            rule = target[use]
            if not counts[rule] or size > longest[rule] or needs[rule] & ~met:
                continue
            number = label[rule]
            hints[line, number, 0] = _cover(start, end, number, reach, covered) / float(size)  # in C, too, a fraction
            if met & START:
                hints[line, number, 1] = 1
                if met & END:
                    hints[line, number, 2] = 1
            if end - start > best or (end - start == best and rule < hinted[line]):
                best, hinted[line] = end - start, rule
            if decides[rule]:
                deciding[0, count], deciding[1, count], deciding[2, count] = start, rule, start - end
                deciding[3, count], deciding[4, count] = -rank[rule], line
                count += 1
    return count


def _cover(start: int, end: int, label: int, reach: View, covered: View) -> int:
    """How many characters of the line are covered by a label's phrases, of which this is the next."""
    if end > reach[label]:
        covered[label] += end - max(start, reach[label])
        reach[label] = end
    return int(covered[label])


def _met(before: int, after: int, traits: int) -> int:
    """What holds of a use that stands so far from its line's core's ends."""
    met = traits
    if before <= 0:
        met |= START
    if after >= 0:
        met |= END
    if before <= 0 <= after and not (before == 0 == after and traits & SAID):
        met |= WHOLE
    return met
