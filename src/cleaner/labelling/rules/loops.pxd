"""The types of `loops.py` where it is compiled."""

cimport cython

cdef int SOLID, STOP, SPOKEN, COMMA, OPENS_WORD, CLOSES_WORD, PAIRS, START, END, WHOLE, HEAD, TAIL, SAID
cdef long long _PROSE_LENGTH, _HEAD_PROSE

@cython.locals(
    offset="long long", first="long long", last="long long", line="long long", start="long long", end="long long",
    core_start="long long", core_end="long long", mark="Py_ssize_t", place="long long", kind="int", said="int",
    stops="long long", commas="long long", kinds="const unsigned char[::1]", marks="const long long[::1]",
    starts="const long long[:]", ends="const long long[:]", core_starts="long long[::1]", core_ends="long long[::1]",
    traits="unsigned char[::1]",
)
cpdef long long outline(text, window, shape, long long prose)

@cython.locals(
    codes="const unsigned int[::1]", pairs="const int[::1]", places="const long long[::1]", offset="long long", line="long long", last="long long",
    letters="const unsigned int[::1]", begins="const int[::1]", shorter="const int[::1]", words="const unsigned char[::1]",
    buckets="const int[::1]", starts="const long long[:]", ends="const long long[:]", count="Py_ssize_t", row="Py_ssize_t",
    numbers="long long[::1]", spots="long long[::1]", lines="long long[::1]", at="Py_ssize_t", end="Py_ssize_t", single="int", bucket=int, phrase="int",
)
cpdef Py_ssize_t find(text, window, phrases, shape, finds)

@cython.locals(last=int, agreeing="Py_ssize_t", middle=int, letter=int, end=int, place="Py_ssize_t")
cdef int _longest(
    const unsigned int[::1] codes, Py_ssize_t at, int low, int high,
    const unsigned int[::1] letters, const int[::1] begins, const int[::1] shorter,
) noexcept

@cython.locals(opened=bint)
cdef bint _cuts_word(const unsigned int[::1] codes, Py_ssize_t start, Py_ssize_t end, int word) noexcept

cdef bint _latin(unsigned int code) noexcept

@cython.locals(
    phrases="const long long[::1]", places="const long long[::1]", lines="const long long[::1]",
    first="const int[::1]", target="const int[::1]", length="const int[::1]",
    label="const int[::1]", longest="const long long[::1]", needs="const unsigned char[::1]",
    decides="const unsigned char[::1]", rank="const long long[::1]", counts="const unsigned char[::1]",
    starts="const long long[:]", ends="const long long[:]", core_starts="const long long[::1]",
    core_ends="const long long[::1]", traits="const unsigned char[::1]", hints="float[:, :, ::1]", hinted="int[::1]",
    deciding="long long[:, ::1]", reach="long long[::1]", covered="long long[::1]", count="Py_ssize_t",
    row="Py_ssize_t", phrase="long long", start="long long", end="long long", line="long long", last="long long",
    size="long long", best="long long", number="Py_ssize_t", met="int", use="int", rule="int",
)
cpdef Py_ssize_t weigh(finds, uses, rules, shape, weighed)

cdef long long _cover(
    long long start, long long end, Py_ssize_t label, long long[::1] reach, long long[::1] covered
) noexcept

@cython.locals(met=int)
cdef int _met(long long before, long long after, int traits) noexcept
