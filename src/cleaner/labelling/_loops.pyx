# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The loops of labelling, compiled: each function is the twin of the one of its name that `@compiled` marks in numpy.

That one says what it does and gives the shapes; here every sum is taken in the same order and width, so that the
figures are the same to the bit.
"""

import numpy as np

from libc.math cimport INFINITY
from libc.stdint cimport int8_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t


# --- network.py ---------------------------------------------------------------------------------------------------------


def standardised(const float[:, :] evidence, const float[::1] mean, const float[::1] scale):
    cdef Py_ssize_t count = evidence.shape[0], width = evidence.shape[1], line, column
    cdef float figure
    if mean.shape[0] != width or scale.shape[0] != width:
        raise ValueError("evidence of another width than the model's")
    result = np.empty((count, width), dtype=np.float32)
    cdef float[:, ::1] out = result
    for column in range(width):
        for line in range(count):
            figure = (evidence[line, column] - mean[column]) * scale[column]
            out[line, column] = -8 if figure < -8 else 8 if figure > 8 else figure
    return result


def mean_grams(const float[:, ::1] table, const int32_t[:, ::1] grams, Py_ssize_t head, Py_ssize_t width):
    cdef Py_ssize_t count = grams.shape[0], columns = grams.shape[1], networks = table.shape[1] // width
    cdef Py_ssize_t line, place, channel, network, row, part, first, last
    cdef float there, total
    result = np.empty((networks, count, 2 * width), dtype=np.float32)
    cdef float[:, :, ::1] out = result
    cdef float[::1] sums = np.empty(networks * width, dtype=np.float32)
    for line in range(count):
        for part in range(2):
            first = 0 if part == 0 else head
            last = head if part == 0 else columns
            there = 0
            for channel in range(networks * width):
                sums[channel] = 0
            for place in range(first, last):
                row = grams[line, place]
                if not 0 <= row < table.shape[0]:
                    raise IndexError("no such row in the table of grams")
                there += row > 0
                for channel in range(networks * width):
                    sums[channel] += table[row, channel]
            for network in range(networks):
                for channel in range(width):
                    out[network, line, part * width + channel] = sums[network * width + channel] / (there + 1)
    return result


def along_lines(const float[:, :, ::1] hidden, const float[:, :, ::1] taps, const float[:, ::1] bias, Py_ssize_t dilation):
    cdef Py_ssize_t networks = hidden.shape[0], count = hidden.shape[1], width = hidden.shape[2], reach = taps.shape[1]
    cdef Py_ssize_t network, line, channel, tap, seen
    cdef const float* source
    cdef const float* weight
    cdef float* target
    result = np.empty((networks, count, width), dtype=np.float32)
    cdef float[:, :, ::1] out = result
    for network in range(networks):
        for line in range(count):
            target = &out[network, line, 0]
            for channel in range(width):
                target[channel] = bias[network, channel]
            for tap in range(reach):
                seen = line + (tap - reach // 2) * dilation
                if 0 <= seen < count:
                    source = &hidden[network, seen, 0]
                    weight = &taps[network, tap, 0]
                    for channel in range(width):
                        target[channel] += source[channel] * weight[channel]
            for channel in range(width):
                target[channel] = target[channel] if target[channel] > 0 else 0
    return result


def add_positive(float[:, :, ::1] hidden, const float[:, :, ::1] mixed, const float[:, ::1] bias):
    cdef Py_ssize_t network, line, channel
    cdef float figure
    for network in range(hidden.shape[0]):
        for line in range(hidden.shape[1]):
            for channel in range(hidden.shape[2]):
                figure = mixed[network, line, channel] + bias[network, channel]
                hidden[network, line, channel] += figure if figure > 0 else 0


# --- trees.py -----------------------------------------------------------------------------------------------------------


def leaf_sums(
    const float[:, ::1] figures,
    tuple questions,
    const int64_t[:, ::1] places,
    const float[:, ::1] leaves,
):
    cdef const int64_t[::1] columns = questions[0]
    cdef const int64_t[::1] shifts = questions[1]
    cdef const float[::1] borders = questions[2]
    cdef Py_ssize_t count = figures.shape[1], trees = leaves.shape[0], depth = places.shape[0]
    cdef Py_ssize_t tree, level, question, by, line, first, last
    cdef float border
    cdef const float* source
    cdef int32_t* leaf
    cdef float* total
    result = np.zeros(count, dtype=np.float32)
    cdef float[::1] totals = result
    cdef int32_t[::1] reached = np.empty(count, dtype=np.int32)
    if count == 0:
        return result
    leaf, total = &reached[0], &totals[0]
    for question in range(columns.shape[0]):
        if not 0 <= columns[question] < figures.shape[0]:
            raise IndexError("trees ask for a column that the evidence does not have")
    for tree in range(trees):
        for line in range(count):
            leaf[line] = 0
        for level in range(depth):
            question = places[level, tree]
            by = shifts[question]
            border = borders[question]
            first, last = max(by, 0), min(count + by, count)
            source = &figures[columns[question], 0]
            for line in range(first, last):
                leaf[line] |= (source[line - by] > border) << level
        for line in range(count):
            total[line] += leaves[tree, leaf[line]]
    return result


# --- grams.py -----------------------------------------------------------------------------------------------------------


cdef inline int32_t bucket(uint64_t key, uint64_t column, uint64_t buckets) noexcept:
    cdef uint64_t mixed = ((key + (column + 1) * <uint64_t> 0x9E3779B1) * <uint64_t> 0x2545F491) & <uint64_t> 0x7FFFFFFFFFFF
    return <int32_t> (1 + (mixed >> 15) % (buckets - 1)) if key else 0


cdef inline uint64_t pair(uint64_t left, uint64_t right) noexcept:
    return left * 0x110000 + right if left and right else 0


def hashed(const uint32_t[::1] codes, const int64_t[::1] starts, const int64_t[::1] ends, tuple reach, Py_ssize_t buckets):
    cdef Py_ssize_t lines = starts.shape[0], head = reach[0], tail = reach[1], line, place, size, column
    cdef uint64_t[::1] first = np.zeros(head, dtype=np.uint64)
    cdef uint64_t[::1] last = np.zeros(tail, dtype=np.uint64)
    cdef uint32_t whole, code
    result = np.zeros((lines, 1 + head + tail), dtype=np.int32)
    cdef int32_t[:, ::1] rows = result
    for line in range(lines):
        size = ends[line] - starts[line]
        whole = 0
        for place in range(head):
            code = codes[starts[line] + place] if place < size else 0
            first[place] = c'0' if c'0' <= code <= c'9' else code
            whole = whole * 1000003u + <uint32_t> first[place]
        for place in range(tail):
            code = codes[ends[line] - 1 - place] if place < size else 0
            last[place] = c'0' if c'0' <= code <= c'9' else code
        rows[line, 0] = bucket(first[0], 0, buckets)
        if size <= head:
            rows[line, 1] = bucket(whole, 1, buckets)
        for place in range(head - 1):
            rows[line, 2 + place] = bucket(pair(first[place], first[place + 1]), 2, buckets)
        column = 1 + head
        rows[line, column] = bucket(last[0], 3, buckets)
        for place in range(tail - 1):
            rows[line, column + 1 + place] = bucket(pair(last[place + 1], last[place]), 4, buckets)
    return result


# --- evidence.py --------------------------------------------------------------------------------------------------------


def class_counts(
    const uint32_t[::1] codes,
    const int64_t[::1] starts,
    const int64_t[::1] ends,
    const uint8_t[::1] kinds,
    const float[:, ::1] members,
):
    cdef Py_ssize_t lines = starts.shape[0], classes = members.shape[1], line, place, kind, each
    cdef uint32_t code
    cdef float total
    cdef int64_t[::1] tally = np.zeros(members.shape[0], dtype=np.int64)
    result = np.zeros((classes, lines), dtype=np.float32)
    cdef float[:, ::1] counts = result
    for line in range(lines):
        tally[:] = 0
        for place in range(starts[line], ends[line]):
            code = codes[place]
            tally[kinds[code if code < 0x10000 else 0]] += 1
        for kind in range(members.shape[0]):
            if tally[kind]:
                for each in range(classes):
                    counts[each, line] += tally[kind] * members[kind, each]
    return result


def window_sums(const float[:, ::1] figures, tuple reaches):
    cdef Py_ssize_t count = figures.shape[1], figure, line, number, reach
    cdef double total
    result = np.empty((len(reaches), figures.shape[0], count), dtype=np.float32)
    cdef float[:, :, ::1] sums = result
    cdef double[::1] above = np.zeros(count + 1)
    for figure in range(figures.shape[0]):
        for line in range(count):
            above[line + 1] = above[line] + figures[figure, line]
        for number in range(len(reaches)):
            reach = reaches[number]
            for line in range(count):
                sums[number, figure, line] = above[min(line + reach + 1, count)] - above[max(line - reach, 0)]
    return result


cdef inline bint is_pair(uint32_t first, uint32_t second) noexcept:
    return 0x3400 <= first < 0xA000 and 0x3400 <= second < 0xA000


def echoes(const uint32_t[::1] codes, const int64_t[::1] starts, const int64_t[::1] ends, const uint8_t[::1] is_prose):
    cdef Py_ssize_t lines = starts.shape[0], line, place
    cdef int64_t total, once, often, known
    result = np.empty((2, lines), dtype=np.float32)
    cdef float[:, ::1] shares = result
    cdef int64_t[::1] times = np.zeros(0x10000, dtype=np.int64)
    for line in range(lines):
        if is_prose[line]:
            for place in range(starts[line], ends[line] - 1):
                if is_pair(codes[place], codes[place + 1]):
                    times[(codes[place] * 31 + codes[place + 1]) & 0xFFFF] += 1
    for line in range(lines):
        total = once = often = 0
        for place in range(starts[line], ends[line] - 1):
            if is_pair(codes[place], codes[place + 1]):
                total += 1
                known = times[(codes[place] * 31 + codes[place + 1]) & 0xFFFF] - is_prose[line]
                once += known > 0
                often += known > 2
        shares[0, line] = <double> once / (total + 2)
        shares[1, line] = <double> often / (total + 2)
    return result


def gaps(const uint32_t[::1] codes, const int64_t[::1] starts, const int64_t[::1] cuts, const uint8_t[::1] table):
    cdef Py_ssize_t place, line, known = table.shape[0], breaks
    result = np.zeros((2, starts.shape[0]), dtype=np.float32)
    cdef float[:, ::1] told = result
    for line in range(1, starts.shape[0]):
        breaks = 0
        for place in range(starts[line - 1], starts[line]):
            if codes[place] < known and table[codes[place]]:
                breaks += not (codes[place] == c'\r' and place + 1 < codes.shape[0] and codes[place + 1] == c'\n')
        if breaks:
            told[0, line] = min(breaks, 3)
            told[1, line] = min(starts[line] - cuts[line], 4) / 4.0
    return result


cdef inline uint32_t classes_of(uint32_t code, const uint32_t[::1] table) noexcept:
    return table[code if code < 0x10000 else 0]


def edges(
    const uint32_t[::1] codes, const int64_t[::1] starts, const int64_t[::1] ends, const uint32_t[::1] table, tuple bits
):
    cdef const int64_t[::1] opening = bits[0]
    cdef const int64_t[::1] closing = bits[1]
    cdef uint32_t stop = bits[2], close = bits[3], first, last, before, final, former
    cdef Py_ssize_t lines = starts.shape[0], line, bit, row
    result = np.empty((opening.shape[0] + closing.shape[0] + 2, lines), dtype=np.float32)
    cdef float[:, ::1] told = result
    for line in range(lines):
        final = codes[ends[line] - 1]
        former = codes[max(ends[line] - 2, starts[line])]
        first = classes_of(codes[starts[line]], table)
        last, before = classes_of(final, table), classes_of(former, table)
        row = 0
        for bit in range(opening.shape[0]):
            told[row, line] = first >> opening[bit] & 1
            row += 1
        for bit in range(closing.shape[0]):
            told[row, line] = last >> closing[bit] & 1
            row += 1
        told[row, line] = (last & stop) != 0 or ((last & close) != 0 and (before & stop) != 0)
        told[row + 1, line] = (final == c'.' and former == c'.') or final == 0x2026
    return result


cdef inline bint is_digit(const uint32_t[::1] codes, Py_ssize_t place) noexcept:
    return place < codes.shape[0] and c'0' <= codes[place] <= c'9'


cdef inline bint is_colon(const uint32_t[::1] codes, Py_ssize_t place) noexcept:
    return place < codes.shape[0] and codes[place] == c':' and is_digit(codes, place + 1)


def stamp_places(const uint32_t[::1] codes):
    cdef Py_ssize_t count = codes.shape[0], place, dates = 0, clocks = 0
    cdef uint32_t first, second
    date_places, clock_places = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    cdef int64_t[::1] centuries = date_places
    cdef int64_t[::1] colons = clock_places
    for place in range(count - 1):
        first, second = codes[place], codes[place + 1]
        if not c'0' <= first <= c'9':
            continue
        if (first == c'1' and second == c'9') or (first == c'2' and second == c'0'):
            if is_digit(codes, place + 2) and is_digit(codes, place + 3):
                centuries[dates] = place
                dates += 1
        if is_colon(codes, place + 1) or (c'0' <= second <= c'9' and is_colon(codes, place + 2)):
            colons[clocks] = place
            clocks += 1
    return date_places[:dates].copy(), clock_places[:clocks].copy()


def repeats(const uint32_t[::1] codes, const int64_t[::1] starts, const int64_t[::1] ends):
    cdef Py_ssize_t lines = starts.shape[0], line
    cdef bytes data = bytes(codes), key
    cdef dict first = {}
    result = np.zeros((2, lines), dtype=np.int64)
    cdef int64_t[:, ::1] told = result
    cdef int64_t[::1] like = np.empty(lines, dtype=np.int64)
    cdef int64_t[::1] often = np.zeros(lines, dtype=np.int64)
    for line in range(lines):
        key = data[4 * starts[line] : 4 * ends[line]]
        like[line] = first.setdefault(key, line)
        often[like[line]] += 1
    for line in range(lines):
        told[0, line] = often[like[line]] - 1
        told[1, line] = like[line] < line
    return result


# --- context.py ---------------------------------------------------------------------------------------------------------


def blocks(const float[::1] prose, Py_ssize_t gap, const float[::1] fading):
    cdef Py_ssize_t count = prose.shape[0], far = fading.shape[0] - 1, line, begin, end, best_begin = -1, best_end = -1, seen
    cdef double total = 1, weight, largest = -1
    result = np.zeros((4, count), dtype=np.float32)
    cdef float[:, ::1] table = result
    for line in range(count):
        total += prose[line]
    line = 0
    while line < count:
        if prose[line] == 0:
            line += 1
            continue
        begin, end, weight, seen = line, line, 0, line
        while seen < count and seen - end <= gap + 1:
            if prose[seen] != 0:
                weight += prose[seen]
                end = seen
            seen += 1
        for line in range(begin, end + 1):
            table[0, line] = weight / total
        if weight > largest:
            largest, best_begin, best_end = weight, begin, end
        line = end + 1
    for line in range(count):
        if best_begin < 0:
            table[2, line] = table[3, line] = fading[far]
        else:
            table[1, line] = best_begin <= line <= best_end
            table[2, line] = fading[min(max(best_begin - line, 0), far)]
            table[3, line] = fading[min(max(line - best_end, 0), far)]
    return result


def around_marks(const uint8_t[:, :] marked, const float[::1] fading):
    cdef Py_ssize_t count = marked.shape[0], far = fading.shape[0] - 1, mark, line, last, above
    result = np.empty((marked.shape[1], 3, count), dtype=np.float32)
    cdef float[:, :, ::1] table = result
    for mark in range(marked.shape[1]):
        last, above = -far, 0
        for line in range(count):
            table[mark, 0, line] = fading[min(line - last, far)]
            table[mark, 2, line] = above
            if marked[line, mark]:
                last = line
                above += 1
        last = count - 1 + far
        for line in range(count - 1, -1, -1):
            table[mark, 1, line] = fading[min(last - line, far)]
            if marked[line, mark]:
                last = line
    return result


# --- extent.py ----------------------------------------------------------------------------------------------------------


cdef enum:
    BEGINS = 1
    RESUMES = 2
    BREAKS = 4


def best_ways(const double[::1] odds, const double[::1] begins, const double[::1] ends, double interrupted):
    cdef Py_ssize_t line, end = -1
    cdef double inside = -INFINITY, pause = -INFINITY, best = -INFINITY, entered
    cdef uint8_t way
    ways = bytearray(odds.shape[0])
    cdef uint8_t[::1] out = ways
    for line in range(odds.shape[0]):
        way, entered = 0, inside
        if pause > entered:
            way, entered = RESUMES, pause
        if begins[line] > entered:
            way, entered = BEGINS, begins[line]
        if inside - interrupted > pause:
            way, pause = way | BREAKS, inside - interrupted
        inside = entered + odds[line]
        if inside + ends[line] > best:
            best, end = inside + ends[line], line
        out[line] = way
    return ways, end


# --- naming.py ----------------------------------------------------------------------------------------------------------


def names(const float[:, ::1] logs, const double[::1] alone, double change):
    cdef Py_ssize_t count = logs.shape[0], labels = logs.shape[1], line, label, first = -1
    cdef float leader, runner_up, least = 2 * change
    result = np.empty(count, dtype=np.int8)
    cdef int8_t[::1] named = result
    cdef double[::1] score = np.empty(labels)
    cdef int8_t[:, ::1] came = np.empty((count, 2), dtype=np.int8)
    cdef uint32_t[::1] stayed = np.empty(count, dtype=np.uint32)
    for line in range(count):
        named[line] = 0
        leader = runner_up = -INFINITY
        for label in range(labels):
            if logs[line, label] > leader:
                leader, runner_up, named[line] = logs[line, label], leader, label
            elif logs[line, label] > runner_up:
                runner_up = logs[line, label]
        if leader - runner_up <= least:
            first = line if first < 0 else first
        elif first >= 0:
            likeliest(logs, alone, change, max(first - 1, 0), line + 1, score, came, stayed, named)
            first = -1
    if first >= 0:
        likeliest(logs, alone, change, max(first - 1, 0), count, score, came, stayed, named)
    return result


cdef void likeliest(
    const float[:, ::1] logs,
    const double[::1] alone,
    double change,
    Py_ssize_t start,
    Py_ssize_t end,
    double[::1] score,
    int8_t[:, ::1] came,
    uint32_t[::1] stayed,
    int8_t[::1] named,
) noexcept:
    """Set the names of lines `start` to `end`; the other arrays are room to work in."""
    cdef Py_ssize_t labels = logs.shape[1], line, label, best, begun
    cdef double entry, leave, switch
    for label in range(labels):
        score[label] = 0
    for line in range(start, end):
        best = 0
        for label in range(labels):
            if score[label] > score[best]:
                best = label
        begun, leave, entry = best, score[best], score[best] - change
        for label in range(labels):
            if alone[label] != INFINITY and score[label] >= entry:
                begun, entry = label, score[label]
        came[line, 0], came[line, 1] = best, begun
        stayed[line] = 0
        for label in range(labels):
            switch = entry if alone[label] == INFINITY else leave - alone[label]
            if score[label] >= switch:
                stayed[line] |= 1 << label
                score[label] += logs[line, label]
            else:
                score[label] = switch + logs[line, label]
    best = 0
    for label in range(labels):
        if score[label] > score[best]:
            best = label
    label = best
    for line in range(end - 1, start - 1, -1):
        named[line] = label
        if not stayed[line] >> label & 1:
            label = came[line, 1 if alone[label] == INFINITY else 0]
