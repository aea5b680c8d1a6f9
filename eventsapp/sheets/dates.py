"""stub"""
import re
from datetime import date
def day_order(values):
    o=None
    for v in values:
        m=re.fullmatch(r"(\d+)\D(\d+)\D(\d+)",v)
        if m and len(m[1])==4: return "ymd"
        if m and int(m[1])>12 and int(m[2])<=12: o="dmy"
        if m and int(m[2])>12 and int(m[1])<=12: o="mdy"
    return o
def read_day(v, order):
    m=re.fullmatch(r"(\d+)\D(\d+)\D(\d+)",v)
    if not m: raise ValueError(v)
    a,b,c=map(int,m.groups())
    return date(*{"dmy":(c,b,a),"mdy":(c,a,b),"ymd":(a,b,c),None:(c,b,a)}[order])
