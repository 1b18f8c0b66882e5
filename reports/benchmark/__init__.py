"""``manage.py benchmark``: what the portal costs, as ratios to the same thing done barely, so that machines compare.

A line is one function (``lines.line``) in a module that ``lines.MODULES`` names. It works on a database of its own,
``<name>_bench`` (``database``), and measures with ``measure``.
"""
