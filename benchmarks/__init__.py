"""`make bench`: the work of the product, measured; each number beside a baseline of the same run.

Nothing fails here: numbers are for reading. Times by the wall swing with the machine, CPU times and
ratios much less.
"""
