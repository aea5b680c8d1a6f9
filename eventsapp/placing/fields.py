"""Finite fields, and the rings made of them, as tables of sums and products."""

from functools import cache
from itertools import product

Table = tuple[tuple[int, ...], ...]


def prime_powers(number: int) -> list[tuple[int, int]]:
    """Return the prime powers whose product is the number: 24 gives (2, 3) and (3, 1)."""
    found, prime = [], 2
    while number > 1:
        power = 0
        while number % prime == 0:
            number //= prime
            power += 1
        if power:
            found.append((prime, power))
        prime += 1
    return found


@cache
def field(prime: int, power: int) -> tuple[Table, Table]:
    """Return the tables of sums and products of the field with prime ** power elements.

    An element is a polynomial, written as a number in base `prime`, lowest coefficient first.
    """
    size = prime**power
    digits = [_digits(number, prime, power) for number in range(size)]
    number_of = {row: number for number, row in enumerate(digits)}
    modulus = _irreducible(prime, power)

    def times(a: tuple[int, ...], b: tuple[int, ...]) -> int:
        return number_of[_reduced(_product(a, b, prime), modulus, prime)]

    sums = tuple(
        tuple(number_of[tuple((x + y) % prime for x, y in zip(a, b, strict=True))] for b in digits)
        for a in digits
    )
    return sums, tuple(tuple(times(a, b) for b in digits) for a in digits)


@cache
def ring(size: int) -> tuple[Table, Table, int]:
    """Return the tables of the product of fields with `size` elements, and its smallest field.

    Up to that many elements, 0, 1, …, differ from one another by units: they differ in every
    field.
    """
    fields = [(prime**power, *field(prime, power)) for prime, power in prime_powers(size)]
    smallest = min((order for order, _, _ in fields), default=1)
    # The first elements are the diagonal: the same number in every field.
    every = list(product(*(range(order) for order, _, _ in fields)))
    diagonal = [(number,) * len(fields) for number in range(smallest)]
    elements = diagonal + [element for element in every if element not in set(diagonal)]
    number_of = {element: number for number, element in enumerate(elements)}

    def table(which: int) -> Table:
        tables = [row[which] for row in fields]
        return tuple(
            tuple(
                number_of[tuple(t[x][y] for t, x, y in zip(tables, a, b, strict=True))]
                for b in elements
            )
            for a in elements
        )

    return table(1), table(2), smallest


def _digits(number: int, prime: int, power: int) -> tuple[int, ...]:
    return tuple(number // prime**place % prime for place in range(power))


def _product(a: tuple[int, ...], b: tuple[int, ...], prime: int) -> list[int]:
    found = [0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            found[i + j] = (found[i + j] + x * y) % prime
    return found


def _reduced(dividend: list[int], modulus: tuple[int, ...], prime: int) -> tuple[int, ...]:
    """Return the rest of the division by a polynomial whose highest coefficient is 1."""
    rest, power = list(dividend), len(modulus) - 1
    for high in range(len(rest) - 1, power - 1, -1):
        for place, coefficient in enumerate(modulus):
            index = high - power + place
            rest[index] = (rest[index] - rest[high] * coefficient * (place < power)) % prime
    return tuple((rest + [0] * power)[:power])


@cache
def _irreducible(prime: int, power: int) -> tuple[int, ...]:
    """Return a polynomial of this degree that no polynomial of a lower degree divides."""
    lower = [
        (*_digits(number, prime, degree), 1)
        for degree in range(1, power // 2 + 1)
        for number in range(prime**degree)
    ]
    for number in range(prime**power):
        candidate = (*_digits(number, prime, power), 1)
        if all(any(_reduced(list(candidate), divisor, prime)) for divisor in lower):
            return candidate
    raise AssertionError(f"no irreducible polynomial of degree {power} over {prime}")
