cimport cython
from libc.stdint cimport int64_t

cdef double[::1] _LOGARITHMS


@cython.final
cdef class Agreement:
    cdef int64_t[::1] groups
    cdef double[::1] counts, prose, links, places
    cdef Py_ssize_t size

    @cython.locals(group=Py_ssize_t)
    cdef void add(self, Py_ssize_t member, bint prose, double links) noexcept

    @cython.locals(member=Py_ssize_t, group=Py_ssize_t)
    cdef void even_out(self) noexcept


@cython.final
cdef class Columns:
    cdef list parents, depths, firsts, lasts, flags
    cdef tuple texts, blocks
    cdef float[:, ::1] table
    cdef Py_ssize_t lines, size
    cdef double total
    cdef double[::1] sizes, linked, prose, block_sizes, block_linked, block_prose, children

    @cython.locals(line=Py_ssize_t, size=Py_ssize_t, inside=Py_ssize_t, begin=Py_ssize_t)
    cpdef void count(self, str folded, tuple linked)

    @cython.locals(
        line=Py_ssize_t, block=Py_ssize_t, first=Py_ssize_t, last=Py_ssize_t, parent=Py_ssize_t,
        sizes=double[::1], linked=double[::1], prose=double[::1],
    )
    cpdef void sum_up(self)

    @cython.locals(number=Py_ssize_t, line=Py_ssize_t)
    cpdef void mark(self, Py_ssize_t column, list lines)

    @cython.locals(line=Py_ssize_t, choice=Py_ssize_t)
    cpdef void put_choice(self, Py_ssize_t column, list chosen, Py_ssize_t least=*)

    @cython.locals(line=Py_ssize_t, last=Py_ssize_t)
    cpdef void put_since(self, Py_ssize_t column, list chosen, Py_ssize_t choice)

    @cython.locals(line=Py_ssize_t, place=Py_ssize_t, flags=Py_ssize_t)
    cpdef void put_flags(self, Py_ssize_t column, const int64_t[::1] order)

    @cython.locals(line=Py_ssize_t)
    cpdef void put_marks(self, Py_ssize_t column, tuple marks)

    @cython.locals(line=Py_ssize_t, block=Py_ssize_t, step=Py_ssize_t, seen=Py_ssize_t, found=Py_ssize_t)
    cpdef void put_words(self, Py_ssize_t column, list bits, Py_ssize_t steps)

    cdef void put_bits(self, Py_ssize_t line, Py_ssize_t column, Py_ssize_t bits, double value) noexcept

    @cython.locals(line=Py_ssize_t, density=double)
    cpdef void put_links(self, Py_ssize_t column, tuple links)

    @cython.locals(line=Py_ssize_t, strong=double, depth=Py_ssize_t)
    cpdef void put_look(self, Py_ssize_t column, tuple bold)

    @cython.locals(line=Py_ssize_t)
    cpdef void put_text(self, Py_ssize_t column)

    @cython.locals(line=Py_ssize_t, block=Py_ssize_t, step=Py_ssize_t)
    cpdef void put_near(self, Py_ssize_t column, int[:, ::1] nearest, Py_ssize_t steps)

    cdef void put_block(self, Py_ssize_t line, Py_ssize_t column, Py_ssize_t block)

    @cython.locals(
        block=Py_ssize_t, best=Py_ssize_t, depth=Py_ssize_t, first=Py_ssize_t, last=Py_ssize_t, found=Py_ssize_t,
    )
    cpdef Py_ssize_t main(self)

    @cython.locals(first=Py_ssize_t, last=Py_ssize_t, depth=Py_ssize_t, line=Py_ssize_t, below=Py_ssize_t)
    cpdef void put_main(self, Py_ssize_t column, Py_ssize_t main)

    @cython.locals(line=Py_ssize_t, flags=Py_ssize_t, prose=double)
    cpdef void put_declared(self, Py_ssize_t column, Py_ssize_t declared)

    @cython.locals(line=Py_ssize_t, block=Py_ssize_t)
    cpdef void put_siblings(self, Py_ssize_t column, list makes)

    @cython.locals(line=Py_ssize_t)
    cpdef void put_fellows(self, Py_ssize_t column)

    @cython.locals(group=Py_ssize_t)
    cdef void put_agreement(self, Py_ssize_t line, Py_ssize_t column, Agreement agreement, Py_ssize_t member)

    @cython.locals(
        block=Py_ssize_t, first=Py_ssize_t, last=Py_ssize_t, size=double, linked=double, is_prose=bint,
    )
    cdef Agreement siblings(self, int64_t[::1] kinds)

    @cython.locals(line=Py_ssize_t)
    cdef Agreement fellows(self)


@cython.locals(
    kinds=int64_t[::1], parents=int64_t[::1], below=int64_t[::1], tops=int64_t[::1],
    make=Py_ssize_t, block=Py_ssize_t, parent=Py_ssize_t, top=Py_ssize_t, count=Py_ssize_t,
    size=Py_ssize_t,
)
cdef int64_t[::1] _kinds(list makes, list above)

@cython.locals(at=Py_ssize_t)
cdef bint _has_stop(str folded, Py_ssize_t begin, Py_ssize_t end)

@cython.locals(whole=Py_ssize_t)
cdef double _logarithm(double number)

cdef double _at_least_one(double number) noexcept
